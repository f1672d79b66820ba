"""Signing in by a one-time code of the chat, choosing the organisation and the language, signing out."""

from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import NotYours
from bot.services.organisations import web_sessions
from bot.services.organisations.web_sessions import SignedIn
from bot.web import code_sign_in
from bot.web.browser_request import SignedOut
from bot.web.portal.page_request import PageRequest, PageRoutes
from bot.web.route_policies import PORTAL

TEMPLATE = "sign_in.html"


def routes(pages: PageRoutes) -> list[Route]:
    """Return the routes for signing in and out."""
    return [
        pages.route(PORTAL, welcome),
        pages.route(f"{PORTAL}/sign-in", sign_in),
        pages.route(f"{PORTAL}/language", code_sign_in.choose_language),
        pages.route(f"{PORTAL}/sign-out", sign_out),
        pages.route(f"{PORTAL}/choose", choose_organisation),
    ]


async def welcome(request: PageRequest) -> Response:
    """Ask for the code, or redirect a signed-in user to the vehicles."""
    try:
        await request.read(lambda _, me: me)
    except SignedOut:
        return code_sign_in.sign_in_page(request, TEMPLATE, over="over" in request.http.query_params)
    return request.redirect("/cars")


async def sign_in(request: PageRequest) -> Response:
    """Check the code and set the session cookie."""
    return await code_sign_in.sign_in(
        request,
        web_sessions.sign_in,
        template=TEMPLATE,
        then=lambda begun: "/cars" if begun.organisation_id else "/choose",
    )


async def sign_out(request: PageRequest) -> Response:
    """End the session of this browser."""
    await request.act(lambda session, me: web_sessions.end(session, me.session.id, by=me, now=request.now))
    response = request.redirect()
    request.delete_session_cookie(response)
    return response


async def choose_organisation(request: PageRequest) -> Response:
    """Choose the organisation to act for."""
    if request.is_post:
        await request.act(lambda session, me: _choose(session, me, request.field("organisation")))
        return request.redirect("/cars")
    await request.read(lambda _, me: me)
    return request.show("choose.html")


def _choose(session: Session, me: SignedIn, organisation: str) -> None:
    try:
        chosen = UUID(organisation)
    except ValueError:
        raise NotYours from None
    web_sessions.choose_organisation(session, me, chosen)
