"""Lets only the simulator's own page and programs use it: a page of another web site in the same browser cannot.

A browser says with each request where it comes from (Sec-Fetch-Site, Origin); programs say nothing. A Bot API method
can be called by GET, so an image address would be enough: beyond the front page, a link to which may stand anywhere, no
method is free.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

FRONT_PAGE = "/"


def same_origin_only(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """Return the routes, which answer requests of other sites with 403 from now on."""
    guarded = list(routes)
    for route in guarded:
        assert isinstance(route, Route | Mount)
        if route.path != FRONT_PAGE:
            route.app = _Guard(route.app)
    return guarded


class KnownHostsOnly:
    """ASGI middleware: a request must name this machine, an address, or one of the given names as its host.

    Any other name may be that of another site, whose owner lets it lead to this machine (DNS rebinding): its page would
    have the origin of the simulator. To a site without https a browser sends no Sec-Fetch-Site, and with GET no Origin:
    such a request looks as one of a program does.
    """

    def __init__(self, app: ASGIApp, *, names: Iterable[str]) -> None:
        self._app = app
        self._names = {"localhost", *names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and not self._is_known(Headers(scope=scope)):
            error = JSONResponse({"error": "This name is not known: use the address, or --allow-host NAME."}, 403)
            await error(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_known(self, headers: Headers) -> bool:
        name = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        return name in self._names or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


class _Guard:
    """ASGI middleware around one route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and _is_of_another_site(Headers(scope=scope)):
            error = JSONResponse({"error": "Another site's page may not use the local Telegram."}, 403)
            await error(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_of_another_site(headers: Headers) -> bool:
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
