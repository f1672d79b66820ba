"""Opening and closing the Mini App: launch data that Telegram has signed are exchanged for a session, once."""

import logging
from typing import Any

from sqlmodel import Session
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import profile
from bot.profile import Journey
from bot.services.identity import app_sessions
from bot.services.identity.app_sessions import AppUser
from bot.services.organisations import organisations
from bot.services.staff import permissions
from bot.texts import language_for
from bot.web.errors import error_response
from bot.web.mini_app import init_data
from bot.web.mini_app.app_request import AppRequest, AppRoutes
from bot.web.mini_app.init_data import InitDataRefused, Launch
from bot.web.mini_app.pages import words_of
from bot.web.route_policies import APP

log = logging.getLogger("chezhu.web")


def routes(app: AppRoutes) -> list[Route]:
    """Return the routes."""
    session = f"{APP}/session"
    return [app.route(session, begin), app.route(f"{session}/about", about), app.route(f"{session}/end", end)]


async def begin(request: AppRequest) -> Response:
    """Begin a session. All launch data that prove nobody get one answer; the log says what is wrong with them."""
    try:
        launch = init_data.check(request.text("init_data"), token=request.web.bot_token, now=request.now)
    except InitDataRefused as refused:
        log.info("launch data are refused", extra={"problem": refused.problem.value})
        return error_response(request.http.scope, 403, sentence=request.texts.plain("app-not-proven"))
    token, about_user = await request.web.database.write(lambda session: _begin(session, request, launch))
    return JSONResponse({"token": token, **about_user})


async def about(request: AppRequest) -> Response:
    """Return what the page needs to know of its user, after it was loaded again."""
    return JSONResponse(await request.read(lambda session, user: _about(session, user, request)))


async def end(request: AppRequest) -> Response:
    """End the session."""
    await request.act(lambda session, user: app_sessions.end(session, user, now=request.now))
    return JSONResponse({})


def _begin(session: Session, request: AppRequest, launch: Launch) -> tuple[str, dict[str, Any]]:
    token, user = app_sessions.begin(
        session,
        launch.bot_id,
        launch.user_id,
        launch=launch.digest,
        language=language_for(launch.language_code or None),
        now=request.now,
    )
    return token, _about(session, user, request)


def _about(session: Session, user: AppUser, request: AppRequest) -> dict[str, Any]:
    account = user.account
    request.speak(account.language)
    person_id = account.person_id if account.is_signed_in else None
    is_member = person_id is not None and bool(organisations.memberships_of(session, person_id))
    return {
        "registered": account.is_signed_in,
        "member": is_member and profile.offers(Journey.ORGANISATIONS),
        "certificates": profile.offers(Journey.CERTIFICATES),
        "staff": bool(permissions.roles_of(session, account)),
        "language": account.language,
        "words": words_of(request.texts),
    }
