"""Signing in to the staff's page by a one-time code of the chat, the language, the browsers, signing out."""

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.services.organisations import web_sessions as portal_sessions
from bot.services.staff import web_sessions
from bot.services.staff.web_sessions import StaffUser
from bot.web import code_sign_in
from bot.web.browser_request import SignedOut
from bot.web.route_policies import STAFF
from bot.web.staff.staff_request import StaffRequest, StaffRoutes, parts_of
from storage.organisations.web_sessions import WebSession

TEMPLATE = "staff/sign_in.html"


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes for signing in and out."""
    return [
        pages.route(STAFF, welcome),
        pages.route(f"{STAFF}/sign-in", sign_in),
        pages.route(f"{STAFF}/language", code_sign_in.choose_language),
        pages.route(f"{STAFF}/sign-out", sign_out),
        pages.route(f"{STAFF}/browsers", list_browsers),
        pages.route(f"{STAFF}/browsers/{{browser:uuid}}/end", end_session),
    ]


async def welcome(request: StaffRequest) -> Response:
    """Ask for the code, or lead who is signed in to the first part of the page that they may open."""
    try:
        me = await request.read(lambda _, me: me)
    except SignedOut:
        return code_sign_in.sign_in_page(request, TEMPLATE, over="over" in request.http.query_params)
    return request.redirect(f"/{next(parts_of(me), 'browsers')}")


async def sign_in(request: StaffRequest) -> Response:
    """Check the code and set the session cookie."""
    return await code_sign_in.sign_in(request, web_sessions.sign_in, template=TEMPLATE, then=lambda _: "")


async def sign_out(request: StaffRequest) -> Response:
    """End the session of this browser."""
    await request.act(lambda session, me: portal_sessions.end(session, me.session.id, by=me, now=request.now))
    response = request.redirect()
    request.delete_session_cookie(response)
    return response


async def list_browsers(request: StaffRequest) -> Response:
    """Show every browser in which the member of staff is signed in, to the portal or to this page."""

    def query(session: Session, me: StaffUser) -> tuple[list[WebSession], int]:
        idle = portal_sessions.idle_timeout(session, now=request.now)
        return portal_sessions.active_of(session, me.person, now=request.now), int(idle.total_seconds() // 60)

    rows, minutes = await request.read(query)
    hours = int(portal_sessions.MAX_AGE.total_seconds() // 3600)
    return request.show("staff/browsers.html", rows=rows, minutes=minutes, hours=hours)


async def end_session(request: StaffRequest) -> Response:
    """Sign out one browser, which may be this one."""
    await request.act(lambda session, me: portal_sessions.end(session, request.id("browser"), by=me, now=request.now))
    return request.redirect("/browsers")
