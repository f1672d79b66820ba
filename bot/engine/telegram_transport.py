"""HTTP transport of the Bot API client, over aiohttp: two to three times as fast as the default (measured)."""

from collections.abc import Callable
from functools import cache
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.engine import update_json

JSON = {"Content-Type": "application/json"}


# What a Bot API server's answer begins with if the call has succeeded.
SUCCEEDED = b'{"ok":true,"result":'
REQUEST_TIMEOUT = 408


class ConnectionFailed(NetworkError):
    """The Bot API cannot have received the request, so that it is safe to repeat.

    No connection was made, or a proxy or firewall refused it: the response is not the Bot API's.
    """


# A call takes no longer, however little of its response arrives at a time: it would keep its chat from all else.
MAX_SECONDS = 300.0


class AiohttpRequest(BaseRequest):
    """A request implementation for python-telegram-bot, over one aiohttp session.

    read_timeout: seconds between two parts of a response. most_seconds: for a whole call. note_date: takes the Date of
    each answer to a method.
    """

    def __init__(
        self,
        *,
        connections: int = 128,
        read_timeout: float = 15.0,
        most_seconds: float = MAX_SECONDS,
        note_date: Callable[[str], object] = str,
    ) -> None:
        self._connections = connections
        self._most_seconds = most_seconds
        self._read_timeout = read_timeout
        self._note_date = note_date
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for a response."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request and return status and body. Raises ConnectionFailed, TimedOut or NetworkError.

        So does a response to a method that is not in the form of the Bot API, whatever its status.
        """
        if self._session is None:
            await self.initialize()
        assert self._session is not None
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._read_timeout
        body, headers = _body(request_data)
        sending = self._session.request(
            method, url, data=body, headers=headers, timeout=_timeout(seconds, self._most_seconds)
        )
        try:
            async with sending as response:
                content = await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as problem:
            raise ConnectionFailed("no connection to the Bot API") from problem
        except TimeoutError as problem:
            raise TimedOut from problem
        except aiohttp.ClientError as problem:
            raise NetworkError(type(problem).__name__) from problem
        if method == "POST":
            require_answer(response.status, content)
            self._note_date(response.headers.get("Date", ""))
        return response.status, content

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse a response. Raises TelegramError if it is not JSON."""
        try:
            response: dict[str, Any] = update_json.parse(payload)
        except ValueError as problem:
            raise TelegramError("Invalid server response") from problem
        return response


def require_answer(status: int, body: bytes) -> None:
    """Check that a response is the Bot API's. Raises NetworkError, or ConnectionFailed where a proxy refused the call.

    https://core.telegram.org/bots/api#making-requests
    """
    is_success = 200 <= status < 300
    if (is_success and body.startswith(SUCCEEDED)) or _is_answer(body, is_success=is_success):
        return
    is_refusal = 400 <= status < 500 and status != REQUEST_TIMEOUT
    raise (ConnectionFailed if is_refusal else NetworkError)(f"not an answer of the Bot API ({status})")


def _is_answer(body: bytes, *, is_success: bool) -> bool:
    try:
        answer = update_json.parse(body)
    except ValueError:
        return False
    if not isinstance(answer, dict) or answer.get("ok") is not is_success:
        return False
    if is_success:
        return "result" in answer
    return isinstance(answer.get("description"), str) and isinstance(answer.get("parameters", {}), dict)


@cache
def _timeout(seconds: float, most_seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=most_seconds, sock_connect=10, sock_read=seconds)


def _body(request_data: RequestData | None) -> tuple[Any, dict[str, str] | None]:
    """Return body and headers of a request: JSON, or a form if there are files (which takes three times as long)."""
    if request_data is None:
        return None, None
    if not request_data.contains_files:
        return request_data.json_payload, JSON
    form = aiohttp.FormData(quote_fields=False)  # File names stay as they are: 桂A12345, not %E6%A1%82A12345.
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form, None
