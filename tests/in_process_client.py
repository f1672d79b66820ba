"""A client that calls an ASGI application in this process, for tests that make thousands of requests.

httpx does the same with its ASGITransport, and spends three times as long on each request as the application: it parses
URLs, merges headers and cookies, and reads the response in pieces. This client has no cookies and follows no redirects.
"""

import asyncio
import json as json_of_python
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import httpx
from starlette.types import ASGIApp, Message

# Where the requests come from.
CLIENT = ("127.0.0.1", 123)


@dataclass(frozen=True)
class InProcessResponse:
    """A whole response."""

    status_code: int
    raw_headers: list[tuple[bytes, bytes]]
    content: bytes

    @property
    def headers(self) -> httpx.Headers:
        """The headers, by name in any case."""
        return httpx.Headers(self.raw_headers)

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()

    def json(self) -> Any:
        """Return the content, read as JSON."""
        return json_of_python.loads(self.content)


class InProcessClient:
    """Sends requests to one application. base_url: what paths begin with."""

    def __init__(self, app: ASGIApp, base_url: str = "") -> None:
        self._app = app
        self._base_url = base_url

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        **body: Any,
    ) -> InProcessResponse:
        """Send a request and return its response. body: `json`, `data` (a form), `files` or `content`, as of httpx."""
        whole = url if "://" in url else self._base_url + url
        if params:
            whole += f"{'&' if '?' in whole else '?'}{urlencode(params)}"
        kind, content = _encoded(**body)
        given = {"host": urlsplit(whole).netloc, **kind, "content-length": str(len(content)), **(headers or {})}
        return await _Exchange(content).run(self._app, _scope(method, whole, given))

    async def get(self, url: str, **more: Any) -> InProcessResponse:
        """Send a GET."""
        return await self.request("GET", url, **more)

    async def post(self, url: str, **more: Any) -> InProcessResponse:
        """Send a POST."""
        return await self.request("POST", url, **more)


class _Exchange:
    """One request and what is answered."""

    def __init__(self, content: bytes) -> None:
        self._content: bytes | None = content
        self._status = 0
        self._headers: list[tuple[bytes, bytes]] = []
        self._answered = bytearray()
        self._complete = asyncio.Event()

    async def run(self, app: ASGIApp, scope: dict[str, Any]) -> InProcessResponse:
        """Call the application and return its response."""
        await app(scope, self._receive, self._send)
        assert self._complete.is_set(), "the application has not answered, or not to the end"
        return InProcessResponse(self._status, self._headers, bytes(self._answered))

    async def _receive(self) -> Message:
        content, self._content = self._content, None
        if content is None:
            await self._complete.wait()
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": content, "more_body": False}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status, self._headers = message["status"], list(message.get("headers", ()))
        else:
            self._answered += message.get("body", b"")
            if not message.get("more_body", False):
                self._complete.set()


def _encoded(
    *, json: Any = None, data: Any = None, files: Any = None, content: bytes | None = None
) -> tuple[dict[str, str], bytes]:
    """Return the header with the type of the body, and the body."""
    if files:
        built = httpx.Request("POST", "http://any", data=data, files=files)
        return {"content-type": built.headers["content-type"]}, built.read()
    if json is not None:
        return {"content-type": "application/json"}, json_of_python.dumps(json).encode()
    if data:
        return {"content-type": "application/x-www-form-urlencoded"}, urlencode(data).encode()
    return {}, content or b""


def _scope(method: str, url: str, headers: Mapping[str, str]) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": parts.scheme,
        "server": (parts.hostname, parts.port),
        "client": CLIENT,
        "root_path": "",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
