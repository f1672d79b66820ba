"""Receiving: updates are stored and committed before they are confirmed, by polling and by webhook alike."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session
from telegram.error import RetryAfter, TelegramError, TimedOut

from bot.engine import update_json
from bot.engine.clock import Clock
from bot.engine.telegram_client import DeskBot
from storage.database import Database
from storage.engine import inbox
from storage.engine.inbox import EventSource, NewEvent
from storage.identity.accounts import lane

log = logging.getLogger("chezhu.receive")

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


def new_event(bot_id: int, update: dict[str, Any]) -> NewEvent:
    """Turn the raw JSON of an update into an event. An unknown kind is kept too: it must not block."""
    return NewEvent(
        EventSource.TELEGRAM, f"{bot_id}:{update['update_id']}", lane(bot_id, update_json.sender_of(update)), update
    )


def store_updates(session: Session, bot_id: int, updates: Sequence[dict[str, Any]], *, at: datetime) -> int:
    """Keep updates. Returns how many were new. What has no number is no update, and left out."""
    events = [new_event(bot_id, update) for update in updates if update_json.update_id_of(update) is not None]
    if len(events) < len(updates):
        log.warning("not an update", extra={"count": len(updates) - len(events)})
    try:
        return inbox.put(session, events, at=at)
    except TypeError:  # Something in them cannot be spelt; the rest of them can.
        log.warning("an update is kept without what cannot be kept", extra={"count": len(events)})
        return inbox.put(
            session, [event._replace(content=update_json.storable(event.content)) for event in events], at=at
        )


class Receiver:
    """Takes updates in, wakes the lanes, and lets Telegram's button stop spinning."""

    def __init__(
        self,
        database: Database,
        bot: DeskBot,
        *,
        clock: Clock,
        after: Callable[[], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._after = after
        self._sleep = sleep
        self._answering: set[asyncio.Task[None]] = set()

    async def receive(self, updates: Sequence[dict[str, Any]]) -> None:
        """Store updates and commit. Returns only when they are safe; raises what the store raises."""
        now = self._clock()
        await self._database.write(lambda session: store_updates(session, self._bot.id, updates, at=now))
        self._after()
        for update in updates:
            query = update.get("callback_query") if update_json.update_id_of(update) is not None else None
            if isinstance(query, dict) and isinstance(query.get("id"), str):
                self._release(query["id"])

    async def poll(self) -> None:
        """Ask for updates until cancelled. The next offset, sent after the commit, is the confirmation."""
        offset, pause = None, 1.0
        while True:
            try:
                updates = await self._ask(offset)
                if updates:
                    await self.receive(updates)
                    offset = _beyond(updates)
                pause = 1.0
            except RetryAfter as told:
                await self._sleep(_seconds(told))
            except TimedOut:
                continue
            except TelegramError as problem:
                log.warning("polling failed", extra={"problem": type(problem).__name__})
                await self._sleep(pause)
                pause = min(pause * 2, 15.0)

    async def _ask(self, offset: int | None) -> list[dict[str, Any]]:
        question: dict[str, Any] = {"timeout": 25, "limit": 100, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            question["offset"] = offset
        found: Any = await self._bot.call("getUpdates", read_timeout=35, **question)
        return list(found)

    def _release(self, query_id: str) -> None:
        """End the spinner on the tapped button: a hint only, what the tap does is shown by the turn."""
        task = asyncio.create_task(self._answer(query_id))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, query_id: str) -> None:
        try:
            await self._bot.call("answerCallbackQuery", callback_query_id=query_id)
        except TelegramError as problem:
            log.debug("a button was released too late", extra={"problem": type(problem).__name__})


def _beyond(updates: Sequence[Any]) -> int:
    """Return the offset that confirms these updates. Raises TelegramError where none of them has a number."""
    numbers = [number for update in updates if (number := update_json.update_id_of(update)) is not None]
    if not numbers:
        raise TelegramError("updates without numbers")
    return max(numbers) + 1


def _seconds(told: RetryAfter) -> float:
    after: Any = told.retry_after
    return float(after.total_seconds() if hasattr(after, "total_seconds") else after)
