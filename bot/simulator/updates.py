"""One bot's updates: numbered, waiting until they are confirmed, polled for or pushed to a webhook."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import orjson

from bot.simulator.errors import ApiError, ConnectionDropped
from bot.simulator.faults import Faults
from bot.simulator.json_types import Json

LONGEST_POLL_SECONDS = 50
_EPOCH = 1_735_689_600  # The first second of 2025.


def first_update_id() -> int:
    """Where a new world begins to count: later than any earlier world on this machine, so that no number returns."""
    return (int(time.time()) - _EPOCH) * 10


@dataclass(slots=True)
class PendingUpdate:
    """An update that is not confirmed yet, as the bytes that go out."""

    id: int
    body: bytes
    copies: int = 1


class UpdateQueue:
    """The updates of one bot, oldest first."""

    def __init__(self, faults: Faults, *, first_id: int | None = None) -> None:
        self.pending: deque[PendingUpdate] = deque()
        self.next_id = first_update_id() if first_id is None else first_id
        self.allowed: frozenset[str] | None = None
        self.listener: Callable[[], None] | None = None
        """Called after each new update: the webhook's door bell."""
        self._faults = faults
        self._poll: asyncio.Future[None] | None = None
        faults.listeners.append(lambda: self.end_poll(ConnectionDropped()))

    @property
    def polled(self) -> bool:
        """Whether a poll is open just now."""
        return self._poll is not None

    def add(self, kind: str, value: Json) -> None:
        """Take in a new update, if the bot asked for its kind. It is written down as it is at this moment."""
        if self.allowed is not None and kind not in self.allowed:
            return
        body = b'"%s":%s}' % (kind.encode(), orjson.dumps(value))
        seconds = self._faults.holds_back()
        if seconds:
            asyncio.get_running_loop().call_later(seconds, self._release, body)
        else:
            self._release(body)

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot wants from now on: None changes nothing, an empty list means the usual ones."""
        if kinds is not None:
            self.allowed = frozenset(kinds) if kinds else None

    def confirm(self, offset: int) -> None:
        """Forget the updates below the offset; a negative one leaves only that many, counted from the end."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
            return
        kept: list[PendingUpdate] = []
        while self.pending and self.pending[0].id < offset:
            update = self.pending.popleft()
            update.copies -= 1
            if update.copies:
                kept.append(update)
        self.pending.extendleft(reversed(kept))

    def take(self, limit: int) -> bytes:
        """Up to `limit` waiting updates as a JSON array; they stay until they are confirmed."""
        chosen = self.pending if len(self.pending) <= limit else [self.pending[index] for index in range(limit)]
        return b"[%s]" % b",".join([update.body for update in chosen])

    async def wait(self, seconds: float) -> None:
        """Wait until there is an update or the time is over; raises what `end_poll` is given."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = future
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            pass
        finally:
            if self._poll is future:
                self._poll = None

    def end_poll(self, reason: ApiError | ConnectionDropped) -> None:
        """End the open poll, if there is one, with this answer."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(reason)
        self._poll = None

    def _release(self, body: bytes) -> None:
        identifier = self.next_id
        self.next_id += 1
        copies = 2 if self._faults.repeats() else 1
        self.pending.append(PendingUpdate(identifier, b'{"update_id":%d,%s' % (identifier, body), copies))
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        if self.listener is not None:
            self.listener()
