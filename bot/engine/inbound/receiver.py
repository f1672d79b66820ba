"""Receives updates by polling or webhook: stores and commits them before they are confirmed to Telegram."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.engine import update_json
from bot.engine.clock import Clock, is_within
from bot.engine.inbound import inline_queries
from bot.engine.inbound.inline_queries import InlineQueries
from bot.engine.inbound.update_rates import UpdateRates
from bot.engine.leadership import WritableDatabase
from bot.engine.telegram_client import DeskBot, retry_after
from storage.database import wait_briefly_for_locks
from storage.engine import inbox, outbox
from storage.engine.inbox import EventSource, NewEvent
from storage.identity import accounts
from storage.identity.accounts import lane

log = logging.getLogger("chezhu.receive")

TOO_FAST = "desk.too-fast"
MIN_EMPTY_POLL = 1.0  # seconds
MIN_PAUSE, MAX_PAUSE = 0.1, 60.0  # seconds
# Two receivers may get the same update. One that was stopped before its commit must not stop the others: Telegram
# repeats what they do not confirm.
MAX_WAIT_MILLISECONDS = 200
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", inline_queries.KIND)


def new_event(bot_id: int, update: dict[str, Any]) -> NewEvent:
    """Return the event of a raw update. Unknown kinds are stored too, so that they do not block the others."""
    return NewEvent(
        EventSource.TELEGRAM, f"{bot_id}:{update['update_id']}", lane(bot_id, update_json.sender_of(update)), update
    )


def store_updates(session: Session, bot_id: int, updates: Sequence[dict[str, Any]], *, at: datetime) -> int:
    """Store updates. Returns how many were new. Values without an update id are ignored."""
    events = [new_event(bot_id, update) for update in updates if update_json.update_id_of(update) is not None]
    if len(events) < len(updates):
        log.warning("received values that are not updates", extra={"count": len(updates) - len(events)})
    try:
        return inbox.put(session, events, at=at)
    except TypeError:  # Something in them cannot be stored; the rest can.
        log.warning("values that cannot be stored were left out of updates", extra={"count": len(events)})
        return inbox.put(
            session, [event._replace(content=update_json.storable(event.content)) for event in events], at=at
        )


def tell_slowed(session: Session, bot_id: int, users: Iterable[int], *, at: datetime) -> None:
    """Tell these users that they are too fast. Whoever has no account has written nothing that was handled yet."""
    for user in users:
        account = accounts.by_telegram(session, bot_id, user)
        if account is not None and account.can_be_notified:
            outbox.notify_account(session, account, TOO_FAST, account.id, at=at)


# Another desk on the token breaks polls off again and again; a desk that was just stopped, once.
CONFLICTS, CONFLICT_TIME = 3, timedelta(minutes=1)
TOKEN_CONFLICT, TOKEN_REJECTED = "token conflict", "token rejected"
# How long polls fail, in seconds, until the Bot API counts as down. A network that fails for a moment does not.
NO_BOT_API, DOWN_SECONDS = "no Bot API", 120.0


class Receiver:
    """Stores updates, wakes the workers, and answers callback queries so that buttons stop spinning."""

    def __init__(
        self,
        database: WritableDatabase,
        bot: DeskBot,
        *,
        clock: Clock,
        after: Callable[[], None],
        rates: UpdateRates | None = None,
        inline: InlineQueries | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._after = after
        self._rates = rates
        self.inline = inline
        self._sleep = sleep
        self._monotonic = monotonic
        self._answering: set[asyncio.Task[None]] = set()
        self._conflicts: deque[datetime] = deque(maxlen=CONFLICTS)
        self._is_rejected = False
        self._failing_since: float | None = None

    def unreachable(self) -> str:
        """Return that the Bot API has answered no poll for two minutes, in closed words; "" otherwise."""
        since = self._failing_since
        return NO_BOT_API if since is not None and self._monotonic() - since >= DOWN_SECONDS else ""

    def trouble(self) -> str:
        """Return what is wrong with polling at the Bot API, in closed words; "" if nothing is."""
        if self._is_rejected:
            return TOKEN_REJECTED
        is_full = len(self._conflicts) == CONFLICTS
        return TOKEN_CONFLICT if is_full and is_within(CONFLICT_TIME, self._conflicts[0], self._clock()) else ""

    async def receive(self, updates: Sequence[dict[str, Any]]) -> None:
        """Store updates and commit, but for those of people who send too many: they are told once.

        Inline queries are answered at once instead. Raises what the database raises; updates are then not stored.
        """
        events = self.inline.take(updates) if self.inline is not None else updates
        if events:
            await self._receive(events)

    async def _receive(self, updates: Sequence[dict[str, Any]]) -> None:
        kept, slowed = self._rates.allow(updates) if self._rates is not None else (updates, [])
        try:
            await self._database.write_queue(partial(self._store, kept, slowed, self._clock()))
        except BaseException:
            if self._rates is not None:
                self._rates.give_back(kept, slowed)
            raise
        self._after()
        for update in updates:
            query = update.get("callback_query") if update_json.update_id_of(update) is not None else None
            if isinstance(query, dict) and isinstance(query.get("id"), str):
                self._answer_query(query["id"])

    def _store(self, kept: Sequence[dict[str, Any]], slowed: Iterable[int], at: datetime, session: Session) -> None:
        wait_briefly_for_locks(session, milliseconds=MAX_WAIT_MILLISECONDS)
        store_updates(session, self._bot.id, kept, at=at)
        tell_slowed(session, self._bot.id, slowed, at=at)

    async def poll(self) -> None:
        """Poll for updates until cancelled. The next offset, sent after the commit, confirms them to Telegram."""
        offset, pause = None, 1.0
        while True:
            try:
                asked = self._monotonic()
                updates = await self._get_updates(offset)
                self._is_rejected, self._failing_since = False, None
                if updates:
                    await self.receive(updates)
                    offset = _next_offset(updates)
                else:  # Some servers answer an empty poll at once.
                    await self._sleep(max(0.0, MIN_EMPTY_POLL - (self._monotonic() - asked)))
                pause = 1.0
            except RetryAfter as limit:
                await self._sleep(_pause_of(limit))
            except TimedOut:
                self._fails()
            except TelegramError as problem:
                self._note(problem)
                await self._sleep(pause)
                pause = min(pause * 2, 15.0)

    def _note(self, problem: TelegramError) -> None:
        """Log why a poll failed, and keep what only the operator can mend."""
        self._is_rejected = isinstance(problem, InvalidToken)
        if not isinstance(problem, Conflict | InvalidToken):
            self._fails()
        if isinstance(problem, Conflict):
            self._conflicts.append(self._clock())
            log.warning("polling failed: another desk polls with this token, or a webhook is set (409)")
        elif self._is_rejected:
            log.error("polling failed: the Bot API rejects the token (401)")
        else:
            log.warning("polling failed", extra={"problem": type(problem).__name__})

    def _fails(self) -> None:
        if self._failing_since is None:
            self._failing_since = self._monotonic()

    async def _get_updates(self, offset: int | None) -> list[dict[str, Any]]:
        parameters: dict[str, Any] = {"timeout": 25, "limit": 100, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            parameters["offset"] = offset
        found: Any = await self._bot.call("getUpdates", read_timeout=35, **parameters)
        return list(found)

    def _answer_query(self, query_id: str) -> None:
        """Answer a callback query in the background. Only the spinner depends on it; the turn shows the result."""
        task = asyncio.create_task(self._answer(query_id))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, query_id: str) -> None:
        try:
            await self._bot.call("answerCallbackQuery", callback_query_id=query_id)
        except TelegramError as problem:
            log.debug("a callback query was answered too late", extra={"problem": type(problem).__name__})


def _pause_of(limit: RetryAfter) -> float:
    """Return how long to pause after a 429: what the server asks for, within bounds. To ask too early costs nothing."""
    asked = retry_after(limit)
    if asked > MAX_PAUSE:
        log.warning("polling failed: the Bot API asks for a long pause (429)", extra={"seconds": asked})
    return min(max(asked, MIN_PAUSE), MAX_PAUSE)


def _next_offset(updates: Sequence[Any]) -> int:
    """Return the offset that confirms these updates. Raises TelegramError if none has an update id."""
    numbers = [number for update in updates if (number := update_json.update_id_of(update)) is not None]
    if not numbers:
        raise TelegramError("updates without ids")
    return max(numbers) + 1
