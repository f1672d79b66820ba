"""HTTP without sockets: a replacement of aiohttp's ClientSession that calls an ASGI application directly."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from httpx import Headers
from starlette.types import ASGIApp
from yarl import URL

from tests.in_process_client import InProcessClient, InProcessResponse


@dataclass(frozen=True)
class Response:
    """The parts of a response that the desk's adapters and the gateways' webhook sender read."""

    status: int
    headers: Headers
    body: bytes

    @property
    def content(self) -> "Response":
        """The body, as a stream."""
        return self

    async def iter_any(self) -> AsyncIterator[bytes]:
        """The body in one piece."""
        yield self.body

    async def read(self) -> bytes:
        """The whole body."""
        return self.body


class InProcessHttp:
    """Replaces aiohttp.ClientSession. `around`: wraps each call, to break or delay it."""

    def __init__(
        self, app: ASGIApp, around: Callable[[Awaitable[InProcessResponse]], Awaitable[InProcessResponse]]
    ) -> None:
        self._client = InProcessClient(app)
        self._around = around

    @asynccontextmanager
    async def request(
        self, method: str, url: str | URL, *, data: Any = None, headers: Any = None, params: Any = None, **_: Any
    ) -> AsyncIterator[Response]:
        """Carry out one call."""
        body = {"data": data} if isinstance(data, dict) else {"content": data}
        asked = self._client.request(method, str(url), params=params or None, headers=headers, **body)
        answer = await self._around(asked)
        yield Response(answer.status_code, answer.headers, answer.content)

    def post(self, url: str, *, data: bytes, headers: dict[str, str]) -> Any:
        """Carry out a POST."""
        return self.request("POST", url, data=data, headers=headers)

    async def close(self) -> None:
        """There is nothing to close."""
