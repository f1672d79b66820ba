"""Answers inline queries: what people type behind the bot's name in any chat.

They change nothing, come at each letter, and Telegram forgets them within seconds. So they are no events: they are
answered beside the turns, from a read-only session: the newest of each person, of a few people at once. What comes
beyond is left unanswered.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

from sqlmodel import Session
from telegram.error import TelegramError

from bot.engine import update_json
from bot.engine.clock import Clock
from bot.engine.failures import is_failure
from bot.engine.telegram_client import DeskBot
from bot.links import DeskLinks
from storage.database import Database

log = logging.getLogger("chezhu.inline")

KIND = "inline_query"
MAX_AT_ONCE = 16
MAX_CHARACTERS = 256


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """What somebody has typed behind the bot's name."""

    id: str
    bot_id: int
    user_id: int
    language_code: str | None
    text: str
    asked_at: datetime


Answer: TypeAlias = Callable[[Session, InlineQuery, DeskLinks], dict[str, Any]]


class InlineQueries:
    """Answers inline queries in the background. answer: returns the parameters of `answerInlineQuery`."""

    def __init__(self, database: Database, bot: DeskBot, links: DeskLinks, answer: Answer, *, clock: Clock) -> None:
        self._database = database
        self._bot = bot
        self._links = links
        self._answer_of = answer
        self._clock = clock
        self.open: dict[int, asyncio.Task[None]] = {}  # By the id of the user.

    def take(self, updates: Sequence[Any]) -> list[Any]:
        """Begin to answer the inline queries among updates, and return the other updates."""
        for update in updates:
            query = self._read(update) if _is_inline(update) else None
            if query is not None:
                self._begin(query)
        return [update for update in updates if not _is_inline(update)]

    def stop(self) -> None:
        """Leave unanswered what is open."""
        for task in self.open.values():
            task.cancel()

    def _begin(self, query: InlineQuery) -> None:
        """Answer a query in the background, in place of the person's last one."""
        last = self.open.pop(query.user_id, None)
        if last is not None:
            last.cancel()
        if len(self.open) < MAX_AT_ONCE:
            self.open[query.user_id] = task = asyncio.create_task(self._answer(query))
            task.add_done_callback(partial(self._forget, query.user_id))

    def _forget(self, user_id: int, task: asyncio.Task[None]) -> None:
        if self.open.get(user_id) is task:
            del self.open[user_id]

    def _read(self, update: dict[str, Any]) -> InlineQuery | None:
        """Return the query of a raw update; None if it cannot be answered."""
        raw, user_id = update[KIND], update_json.sender_of({KIND: update[KIND]})
        if not user_id or not isinstance(raw.get("id"), str):
            return None
        code, text = raw["from"].get("language_code"), raw.get("query")
        language = code if isinstance(code, str) else None
        text = text[:MAX_CHARACTERS] if isinstance(text, str) else ""
        return InlineQuery(raw["id"], self._bot.id, user_id, language, text, self._clock())

    async def _answer(self, query: InlineQuery) -> None:
        try:
            given = await self._database.read(lambda session: self._answer_of(session, query, self._links))
            # Each answer is for one person, and true only now.
            await self._bot.call("answerInlineQuery", inline_query_id=query.id, cache_time=0, is_personal=True, **given)
        except BaseException as problem:
            if not is_failure(problem):
                raise
            # The person has typed on, or the Bot API is down, which others say.
            level = logging.DEBUG if isinstance(problem, TelegramError) else logging.WARNING
            log.log(level, "an inline query was not answered", extra={"problem": type(problem).__name__})


def _is_inline(update: Any) -> bool:
    return isinstance(update, dict) and update.keys() == {"update_id", KIND} and isinstance(update[KIND], dict)
