"""The queue of one bot's updates, kept until the bot confirms them by polling or takes them by webhook."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import orjson

from bot.simulator.errors import ApiError, ConnectionDropped
from bot.simulator.faults import Faults
from bot.simulator.json_types import Json

MAX_POLL_SECONDS = 50
# Bot API, getUpdates: a bot gets these kinds only if it names them.
NOT_BY_DEFAULT = frozenset(("chat_member", "message_reaction", "message_reaction_count"))
KEPT_SECONDS = 24 * 3600
_FIRST_SECOND_OF_2025 = 1_735_689_600


@dataclass(slots=True)
class PendingUpdate:
    """An unconfirmed update: its id, its JSON, when it expires, and how many times it is still to be delivered.

    A webhook gets the updates of one chat (`chat`: its id or the person's) one after another.
    """

    id: int
    body: bytes
    copies: int = 1
    chat: int = 0
    expires_at: float = math.inf


class UpdateQueue:
    """The updates of one bot, oldest first."""

    def __init__(self, faults: Faults, clock: Callable[[], float] = time.time) -> None:
        self.pending: deque[PendingUpdate] = deque()
        # Higher than the ids of all earlier worlds on this machine.
        self.next_id = (int(time.time()) - _FIRST_SECOND_OF_2025) * 10
        self.allowed: frozenset[str] | None = None
        self.on_update: Callable[[], None] | None = None
        self._faults = faults
        self._clock = clock
        self._poll: asyncio.Future[None] | None = None
        faults.on_restart.append(lambda: self.end_poll(ConnectionDropped()))

    @property
    def is_polled(self) -> bool:
        """Whether a poll is open."""
        return self._poll is not None

    def add(self, kind: str, value: Json) -> None:
        """Add an update if the bot wants its kind. It keeps the value as it is now."""
        if (kind in NOT_BY_DEFAULT) if self.allowed is None else (kind not in self.allowed):
            return
        body = b'"%s":%s}' % (kind.encode(), orjson.dumps(value))
        seconds = self._faults.draw_update_delay()
        if seconds:
            asyncio.get_running_loop().call_later(seconds, self._append, body, _chat_of(value))
        else:
            self._append(body, _chat_of(value))

    def set_allowed(self, kinds: list[str] | None) -> None:
        """Set the kinds of updates that the bot wants: None changes nothing, an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) if kinds else None

    def confirm(self, offset: int) -> None:
        """Drop the updates below the offset; a negative offset keeps only that many of the newest."""
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

    def oldest(self, limit: int) -> bytes:
        """Return up to `limit` pending updates as a JSON array, without confirming them."""
        self.drop_expired()
        chosen = self.pending if len(self.pending) <= limit else [self.pending[index] for index in range(limit)]
        return b"[%s]" % b",".join([update.body for update in chosen])

    async def wait(self, seconds: float) -> None:
        """Wait for an update, at most so long; raises the error given to `end_poll`."""
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
        """End the open poll, if there is one, with this error."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(reason)
        self._poll = None

    def drop_expired(self) -> None:
        """Drop the updates that nobody took for a day, as Telegram does."""
        now = self._clock()
        while self.pending and self.pending[0].expires_at <= now:
            self.pending.popleft()

    def _append(self, body: bytes, chat: int) -> None:
        identifier = self.next_id
        self.next_id += 1
        copies = 2 if self._faults.draw_duplicate() else 1
        whole = b'{"update_id":%d,%s' % (identifier, body)
        self.pending.append(PendingUpdate(identifier, whole, copies, chat, self._clock() + KEPT_SECONDS))
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        if self.on_update is not None:
            self.on_update()


def _chat_of(value: Json) -> int:
    """Return the id of the chat that an update belongs to, or of the person; 0 if it names neither."""
    message = value.get("message") or {}
    for each in (value.get("chat"), message.get("chat"), value.get("from"), value.get("user")):
        if each:
            return int(each["id"])
    return 0
