"""The desk's client: python-telegram-bot's Bot, with the raw call beside its typed ones.

The hot path keeps updates as the JSON they came as and needs of a sent message its id
alone; building the library's objects for that would be half of a turn's cost.
"""

import os
from typing import Any, cast

import orjson
from telegram import Bot, InputFile
from telegram.request import RequestData

from bot.engine.telegram_transport import AiohttpRequest

# The library's coming way to say how long to wait; the old one warns at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class CallParameters:
    """The parameters of one call, in the two shapes a transport may ask for. Stands where a RequestData stands."""

    __slots__ = ("parameters",)

    contains_files = False
    multipart_data: None = None

    def __init__(self, parameters: dict[str, Any]) -> None:
        self.parameters = parameters

    @property
    def json_payload(self) -> bytes:
        """All of them as one JSON body."""
        return orjson.dumps(self.parameters)

    @property
    def json_parameters(self) -> dict[str, str]:
        """Each of them as the text a form would carry."""
        return {
            name: value if isinstance(value, str) else orjson.dumps(value).decode()
            for name, value in self.parameters.items()
        }


class DeskBot(Bot):
    """A Bot that can also be asked for plain JSON."""

    async def call(self, method: str, *, read_timeout: float | None = None, **question: Any) -> Any:
        """Call a method of the Bot API. Returns its result as JSON; raises telegram.error.TelegramError."""
        if any(isinstance(value, InputFile) for value in question.values()):
            return await self._post(method, question)
        request = self._request[0] if method == "getUpdates" else self._request[1]
        data = cast(RequestData, CallParameters(question))
        url = f"{self._base_url}/{method}"
        if read_timeout is None:
            return await request.post(url, data)
        return await request.post(url, data, read_timeout=read_timeout)


def make_client(token: str, api_url: str) -> DeskBot:
    """Return a client of a Bot API server, not yet initialised. Polling has connections of its own."""
    return DeskBot(
        token,
        base_url=f"{api_url.rstrip('/')}/bot",
        base_file_url=f"{api_url.rstrip('/')}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=4, read_timeout=40),
    )
