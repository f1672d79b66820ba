"""The armour around every route: names, methods, sizes, types, pace, headers, and no stack to anybody.

Order: host ──► method ──► pace ──► origin ──► size ──► type ──► the route. What is refused here never
reaches a route. Routes of the local world stand beside the desk: they get the host check alone.
"""

import ipaddress
import logging
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.settings import Settings
from bot.web.dependencies import WebSide
from bot.web.errors import Problems, make_reference
from bot.web.rate_limit import Buckets
from bot.web.route_policies import Door, Doors

log = logging.getLogger("chezhu.web")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
KNOWN = frozenset({"GET", "HEAD", "OPTIONS", "POST"})
LOOPBACK = ("localhost", "127.0.0.1", "::1")
YEAR = 31_536_000
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?", re.ASCII)


class TooLarge(Exception):
    """The body is longer than the door lets through."""


class Armour:
    """ASGI middleware; one for the whole application."""

    def __init__(self, app: ASGIApp, *, side: WebSide, doors: Doors, problems: Problems) -> None:
        self._app = app
        self._side = side
        self._doors = doors
        self._problems = problems
        self._buckets = Buckets()
        self._hosts = frozenset(our_names(side.settings)) - {""}
        self._secure = side.settings.public_url.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        door = self._doors.of(scope["path"])
        scope.setdefault("state", {})["door"] = door
        headers = Headers(scope=scope)
        if not (door and door.any_host) and not self._is_ours(headers.get("host", "")):
            await self._refuse(scope, receive, send, 400, key="problem-host")
        elif door is None:
            await self._app(scope, receive, send)
        else:
            await self._enter(scope, receive, self._dressed(send, door), door, headers)

    async def _enter(self, scope: Scope, receive: Receive, send: Send, door: Door, headers: Headers) -> None:
        status, extra = self._objection(scope, door, headers)
        if status:
            await self._refuse(scope, receive, send, status, headers=extra)
            return
        begun = Begun(send)
        try:
            await self._app(scope, limited(receive, door.most), begun)
        except TooLarge:
            await self._end(scope, receive, begun, 413)
        except Exception:
            reference = make_reference()
            log.exception("request failed", extra={"reference": reference, "method": scope["method"]})
            await self._end(scope, receive, begun, 500, reference=reference)

    def _objection(self, scope: Scope, door: Door, headers: Headers) -> tuple[int, dict[str, str]]:
        """Return the status with which this request is refused, 0 for none, and headers that go with it."""
        method = scope["method"]
        if method not in KNOWN:
            return 405, {"Allow": "GET, HEAD, POST"}
        address = scope["client"][0] if scope.get("client") else ""
        wait = self._buckets.wait(door.pace, address, now=self._side.clock())
        if wait:
            return 429, {"Retry-After": str(wait)}
        if method not in SAFE and door.pages and not self._same_origin(headers):
            return 403, {}
        return self._body_objection(door, headers), {}

    def _body_objection(self, door: Door, headers: Headers) -> int:
        length = headers.get("content-length", "")
        if length and not (length.isascii() and length.isdigit()):
            return 400
        has_body = bool(length and int(length)) or "transfer-encoding" in headers
        if length and int(length) > door.most:
            return 413
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if has_body and door.types and not kind.startswith(door.types):
            return 415
        return 0

    def _same_origin(self, headers: Headers) -> bool:
        """Say whether a form was sent from a page of ours; browsers tell, other programs hold no session cookie."""
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()

    def _is_ours(self, host: str) -> bool:
        """Say whether a request under this name is meant for us. A bare address cannot be another site's name."""
        name = host_name(host)
        return name in self._hosts or is_address(name)

    def _dressed(self, send: Send, door: Door) -> Send:
        """Put the security headers on whatever answer leaves."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in security_headers(door, secure=self._secure):
                    headers.setdefault(name, value)
            await send(message)

        return dressed

    async def _end(self, scope: Scope, receive: Receive, begun: "Begun", status: int, *, reference: str = "") -> None:
        if begun.has_begun:  # Half an answer is out: all that is left is to break it off.
            raise ConnectionAbortedError
        await self._problems.answer(scope, status, reference=reference)(scope, receive, begun)

    async def _refuse(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        status: int,
        *,
        key: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        await self._problems.answer(scope, status, key=key, headers=headers)(scope, receive, send)


class Begun:
    """A send that knows whether the answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        """Send on."""
        self.has_begun = self.has_begun or message["type"] == "http.response.start"
        await self._send(message)


def limited(receive: Receive, most: int) -> Receive:
    """Let through a body of at most so many bytes, whatever its header says. Raises TooLarge in the reader."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooLarge
        return message

    return counted


def security_headers(door: Door, *, secure: bool) -> Iterable[tuple[str, str]]:
    """Return the headers of every answer; Secure ones only where the desk is reached by https."""
    blob = " blob:" if door.camera else ""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' data:{blob}",
        "media-src": f"'self'{blob}",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    yield "Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items())
    yield "X-Content-Type-Options", "nosniff"
    yield "X-Frame-Options", "DENY"
    yield "Referrer-Policy", "same-origin"
    yield "Permissions-Policy", f"camera=({'self' if door.camera else ''}), microphone=(), geolocation=()"
    yield "Cross-Origin-Opener-Policy", "same-origin"
    yield "Cross-Origin-Resource-Policy", "same-origin"
    yield "Cache-Control", f"public, max-age={door.kept}" if door.kept else "no-store"
    if secure:
        yield "Strict-Transport-Security", f"max-age={YEAR}"


def our_names(settings: Settings) -> Iterable[str]:
    """Return the names under which the desk answers: its public one, its own machine's, and those in the settings."""
    yield from LOOPBACK
    yield settings.host.lower()
    yield host_name(urlsplit(settings.public_url).netloc)
    yield from (host_name(name.strip()) for name in settings.allowed_hosts.split(",") if name.strip())


def host_name(host: str) -> str:
    """Return a Host header without its port, lower case: desk.example, 127.0.0.1, ::1. Empty for what is none.

    RFC 9110, 7.2: a name or an address and a port, nothing else; what stands before an @ is nobody's name.
    """
    found = _HOST.fullmatch(host.strip().lower())
    return (found[1] or found[2].rstrip(".")) if found else ""


def is_address(name: str) -> bool:
    """Say whether this is an IP address rather than a name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
