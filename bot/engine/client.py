"""The desk's client: python-telegram-bot's Bot, with the raw call beside its typed ones.

The hot path keeps updates as the JSON they came as and needs of a sent message its id
alone; building the library's objects for that would be half of a turn's cost.
"""

import os
from typing import Any

from telegram import Bot

from bot.engine.request import AiohttpRequest

# The library's coming way to say how long to wait; the old one warns at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class DeskBot(Bot):
    """A Bot that can also be asked for plain JSON."""

    async def call(self, method: str, *, read_timeout: float | None = None, **question: Any) -> Any:
        """Call a method of the Bot API. Returns its result as JSON; raises telegram.error.TelegramError."""
        if read_timeout is None:
            return await self._post(method, question)
        return await self._post(method, question, read_timeout=read_timeout)


def make_client(token: str, api_url: str) -> DeskBot:
    """Return a client of a Bot API server, not yet initialised. Polling has connections of its own."""
    return DeskBot(
        token,
        base_url=f"{api_url.rstrip('/')}/bot",
        base_file_url=f"{api_url.rstrip('/')}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=4, read_timeout=40),
    )
