"""What happens in the world, as server-sent events: numbered, with a short memory for those who reconnect."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator

import orjson

from bot.simulator.json_types import Json

MEMORY = 2_000
HEARTBEAT_SECONDS = 15.0


class EventStream:
    """The stream of everything that happens; `last` counts up with each event and never repeats."""

    def __init__(self) -> None:
        self.last = 0
        self._memory: deque[tuple[int, str, int | None, Json]] = deque(maxlen=MEMORY)
        self._waiting: set[asyncio.Future[None]] = set()
        self._closed = 0

    def publish(self, name: str, data: Json, *, person: int | None = None) -> None:
        """Tell everyone who listens; an event with a person reaches only those who listen to all or to that one."""
        self.last += 1
        self._memory.append((self.last, name, person, data))
        if self._waiting:
            self._wake()

    def close(self) -> None:
        """End every open stream; listeners reconnect by themselves."""
        self._closed += 1
        self._wake()

    async def stream(self, *, after: int | None = None, person: int | None = None) -> AsyncGenerator[bytes, None]:
        """Server-sent events from now on, or from an event id on that is still remembered."""
        seen, closed = self.last if after is None else min(after, self.last), self._closed
        yield b": open\n\n"
        while closed == self._closed:
            fresh = [event for event in self._memory if event[0] > seen] if self.last > seen else []
            seen = max(seen, self.last)
            written = [_written(event) for event in fresh if person is None or event[2] in (None, person)]
            if written:
                yield b"".join(written)
            elif not fresh and not await self._changed():
                yield b": still here\n\n"

    async def _changed(self) -> bool:
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


def _written(event: tuple[int, str, int | None, Json]) -> bytes:
    number, name, _, data = event
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (number, name.encode(), orjson.dumps(data))
