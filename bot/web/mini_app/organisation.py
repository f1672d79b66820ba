"""The portal and the staff's page, opened from the Mini App without a code: its session begins one of theirs.

Where the app is shown in a frame of Telegram's web client, they cannot be: there the app shows a sign-in code.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import profile
from bot.profile import Journey
from bot.services.identity import app_sessions
from bot.services.identity.app_sessions import AppUser
from bot.services.organisations import web_sessions
from bot.services.staff import web_sessions as staff_sessions
from bot.services.values import short_codes
from bot.web.code_sign_in import browser_and_system
from bot.web.mini_app.app_request import AppRequest, AppRoutes
from bot.web.route_policies import APP, PORTAL, STAFF
from bot.web.session_cookies import PORTAL_COOKIE, STAFF_COOKIE, session_cookie_name
from storage.register.people import Person


@dataclass(frozen=True)
class OpenedPages:
    """Pages with sessions of their own. home: where one signs in by a code; first: where a session begins.

    begin: of session, user, person, device and request, returns the token; make_code: of session, account and now.
    """

    home: str
    first: str
    cookie: str
    begin: Callable[..., str]
    make_code: Callable[..., tuple[str, Any]]


def _begin_portal(session: Session, user: AppUser, person: Person, device: str, request: AppRequest) -> str:
    return web_sessions.begin(session, user.account, person, device=device, now=request.now)[0]


def _begin_staff(session: Session, user: AppUser, person: Person, device: str, request: AppRequest) -> str:
    del person
    return staff_sessions.begin(session, user.account, device=device, now=request.now)[0]


PAGES = {
    f"{APP}/organisation": OpenedPages(PORTAL, f"{PORTAL}/cars", PORTAL_COOKIE, _begin_portal, web_sessions.make_code),
    f"{APP}/staff": OpenedPages(STAFF, STAFF, STAFF_COOKIE, _begin_staff, staff_sessions.make_code),
}


def routes(app: AppRoutes) -> list[Route]:
    """Return the routes."""
    return [app.route(path, enter) for path in PAGES]


async def enter(request: AppRequest) -> Response:
    """Begin a session in this browser; `framed`: return a sign-in code for another browser instead."""
    pages = PAGES[request.http.url.path]
    if pages.home == PORTAL:
        profile.require(Journey.ORGANISATIONS)
    if request.text("framed"):
        code = await request.act(lambda session, user: _make_code(session, user, request, pages))
        return JSONResponse({"code": short_codes.grouped(code), "portal": pages.home})
    device = browser_and_system(request.http.headers.get("user-agent", ""))
    token = await request.act(
        lambda session, user: pages.begin(session, user, app_sessions.require_person(session, user), device, request)
    )
    is_https = request.web.settings.public_url.startswith("https://")
    response = JSONResponse({"portal": pages.first})
    name = session_cookie_name(pages.cookie, is_https=is_https)
    response.set_cookie(name, token, path="/", httponly=True, samesite="lax", secure=is_https)
    return response


def _make_code(session: Session, user: AppUser, request: AppRequest, pages: OpenedPages) -> str:
    app_sessions.require_person(session, user)
    return pages.make_code(session, user.account, now=request.now)[0]
