"""Server-sent events about everything that happens, numbered, with a buffer for clients that reconnect."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from typing import NamedTuple

import orjson

from bot.simulator.json_types import Json

MAX_BUFFERED_EVENTS = 2_000
HEARTBEAT_SECONDS = 15.0


class _Event(NamedTuple):
    number: int
    name: str
    person: int | None
    data: Json


class EventStream:
    """Publishes events to all open streams; `last` is the number of the newest event."""

    def __init__(self) -> None:
        self.last = 0
        self._buffer: deque[_Event] = deque(maxlen=MAX_BUFFERED_EVENTS)
        self._waiting: set[asyncio.Future[None]] = set()
        self._closed = 0

    def publish(self, name: str, data: Json, *, person: int | None = None) -> None:
        """Publish an event; with a person, only the streams for all people and for that person receive it."""
        self.last += 1
        self._buffer.append(_Event(self.last, name, person, data))
        if self._waiting:
            self._wake()

    def close(self) -> None:
        """End all open streams; clients reconnect by themselves."""
        self._closed += 1
        self._wake()

    async def stream(self, *, after: int | None = None, person: int | None = None) -> AsyncGenerator[bytes, None]:
        """Yield server-sent events from now on, or those buffered after an event number first."""
        seen, closed = self.last if after is None else min(after, self.last), self._closed
        yield b": open\n\n"
        while closed == self._closed:
            new = [event for event in self._buffer if event.number > seen] if self.last > seen else []
            seen = max(seen, self.last)
            encoded = [_encode(event) for event in new if person is None or event.person in (None, person)]
            if encoded:
                yield b"".join(encoded)
            elif not new and not await self._changed():
                yield b": still here\n\n"

    async def _changed(self) -> bool:
        """Wait for an event or the end of the streams; return False after HEARTBEAT_SECONDS without either."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait_for(future, HEARTBEAT_SECONDS)
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True

    def _wake(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)


def _encode(event: _Event) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.number, event.name.encode(), orjson.dumps(event.data))
