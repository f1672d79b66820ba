"""The browsers in which the user is signed in: a list, and signing out one of them."""

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.services.organisations import web_sessions
from bot.services.organisations.web_sessions import SignedIn
from bot.web.portal.page_request import PageRequest, PageRoutes
from bot.web.route_policies import PORTAL
from storage.organisations.web_sessions import WebSession

BROWSERS = f"{PORTAL}/browsers"


def routes(pages: PageRoutes) -> list[Route]:
    """Return the routes of the list of browsers."""
    return [pages.route(BROWSERS, list_browsers), pages.route(f"{BROWSERS}/{{browser:uuid}}/end", end_session)]


async def list_browsers(request: PageRequest) -> Response:
    """Show every browser in which the user is signed in."""

    def query(session: Session, me: SignedIn) -> tuple[list[WebSession], int]:
        idle = web_sessions.idle_timeout(session, now=request.now)
        return web_sessions.active_of(session, me.person, now=request.now), int(idle.total_seconds() // 60)

    rows, minutes = await request.read(query)
    hours = int(web_sessions.MAX_AGE.total_seconds() // 3600)
    return request.show("browsers.html", rows=rows, minutes=minutes, hours=hours)


async def end_session(request: PageRequest) -> Response:
    """Sign out one browser, which may be this one."""
    await request.act(lambda session, me: web_sessions.end(session, request.id("browser"), by=me, now=request.now))
    return request.redirect("/browsers")
