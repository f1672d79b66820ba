"""The organisation portal, opened from the Mini App without a code: the app's session begins one of the portal.

Where the app is shown in a frame of Telegram's web client, the portal cannot be: there the app shows a sign-in code.
"""

from sqlmodel import Session
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.services.identity import app_sessions
from bot.services.identity.app_sessions import AppUser
from bot.services.organisations import web_sessions
from bot.services.values import short_codes
from bot.web.browser_request import session_cookie_name
from bot.web.mini_app.app_request import AppRequest, AppRoutes
from bot.web.portal.page_request import COOKIE
from bot.web.portal.sign_in import browser_and_system
from bot.web.route_policies import APP, PORTAL


def routes(app: AppRoutes) -> list[Route]:
    """Return the routes."""
    return [app.route(f"{APP}/organisation", enter)]


async def enter(request: AppRequest) -> Response:
    """Begin a session of the portal in this browser; `framed`: return a sign-in code for another browser instead."""
    if request.text("framed"):
        code = await request.act(lambda session, user: _make_code(session, user, request))
        return JSONResponse({"code": short_codes.grouped(code), "portal": PORTAL})
    device = browser_and_system(request.http.headers.get("user-agent", ""))
    token = await request.act(lambda session, user: _begin(session, user, request, device))
    is_https = request.web.settings.public_url.startswith("https://")
    response = JSONResponse({"portal": f"{PORTAL}/cars"})
    name = session_cookie_name(COOKIE, is_https=is_https)
    response.set_cookie(name, token, path="/", httponly=True, samesite="lax", secure=is_https)
    return response


def _make_code(session: Session, user: AppUser, request: AppRequest) -> str:
    app_sessions.require_person(session, user)
    return web_sessions.make_code(session, user.account, now=request.now)[0]


def _begin(session: Session, user: AppUser, request: AppRequest, device: str) -> str:
    person = app_sessions.require_person(session, user)
    token, _ = web_sessions.begin(session, user.account, person, device=device, now=request.now)
    return token
