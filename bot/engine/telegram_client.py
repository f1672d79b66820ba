"""The Bot API client: python-telegram-bot's Bot with an additional call that takes and returns plain JSON.

Updates are stored as the JSON received, and of a sent message only the id is needed; building the library's
objects for that would take half the time of a turn.
"""

import os
from datetime import timedelta
from typing import Any, cast

import orjson
from telegram import Bot, InputFile, InputMedia
from telegram.error import RetryAfter
from telegram.request import RequestData

from bot.engine.server_clock import ServerClock
from bot.engine.telegram_transport import AiohttpRequest

# The library's future type of RetryAfter.retry_after; the present one warns at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class CallParameters:
    """The parameters of one call, as JSON and as form fields. Replaces the library's RequestData."""

    __slots__ = ("parameters",)

    contains_files = False
    multipart_data: None = None

    def __init__(self, parameters: dict[str, Any]) -> None:
        self.parameters = parameters

    @property
    def json_payload(self) -> bytes:
        """All parameters as one JSON body."""
        return orjson.dumps(self.parameters)

    @property
    def json_parameters(self) -> dict[str, str]:
        """Each parameter as the text of a form field."""
        return {
            name: value if isinstance(value, str) else orjson.dumps(value).decode()
            for name, value in self.parameters.items()
        }


class DeskBot(Bot):
    """A Bot with a call that takes and returns plain JSON."""

    async def call(self, method: str, *, read_timeout: float | None = None, **parameters: Any) -> Any:
        """Call a Bot API method and return its result as JSON. Raises telegram.error.TelegramError."""
        if any(isinstance(value, InputFile | InputMedia) for value in parameters.values()):
            return await self._post(method, parameters)
        request = self._request[0] if method == "getUpdates" else self._request[1]
        data = cast(RequestData, CallParameters(parameters))
        url = f"{self._base_url}/{method}"
        if read_timeout is None:
            return await request.post(url, data)
        return await request.post(url, data, read_timeout=read_timeout)


def methods_address(api_url: str, *, test_environment: bool, files: bool = False) -> str:
    """Return the address before the method's name, or of the files, with {token} for the token.

    https://core.telegram.org/bots/features#dedicated-test-environment
    """
    folder = "file/" if files else ""
    return f"{api_url.rstrip('/')}/{folder}bot{{token}}{'/test' if test_environment else ''}"


def make_client(
    token: str, api_url: str, *, test_environment: bool = False, server_clock: ServerClock | None = None
) -> DeskBot:
    """Return a client of a Bot API server, not yet initialised. Polling uses connections of its own.

    server_clock: compares the desk's clock with that of the server at its answers.
    """
    note_date = (server_clock or ServerClock()).note
    return DeskBot(
        token,
        base_url=methods_address(api_url, test_environment=test_environment),
        base_file_url=methods_address(api_url, test_environment=test_environment, files=True),
        request=AiohttpRequest(note_date=note_date),
        get_updates_request=AiohttpRequest(connections=4, read_timeout=40, note_date=note_date),
    )


def retry_after(limit: RetryAfter) -> float:
    """Return the seconds to wait after a 429; the library's type of them depends on PTB_TIMEDELTA."""
    after: Any = limit.retry_after
    return float(after.total_seconds() if isinstance(after, timedelta) else after)
