"""The browsers a person is signed in with: listed, and signed out one by one."""

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.services.organisations import web_sessions
from bot.services.organisations.web_sessions import SignedIn
from bot.web.portal.page_request import Reception, Visit
from bot.web.route_policies import PORTAL
from storage.organisations.web_sessions import WebSession

BROWSERS = f"{PORTAL}/browsers"


class Browsers:
    """The page of the browsers."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    def routes(self) -> list[BaseRoute]:
        """The routes of the browsers."""
        guarded = self._reception.guarded
        return [
            Route(BROWSERS, guarded(self.listing)),
            Route(f"{BROWSERS}/{{browser:uuid}}/end", guarded(self.end), methods=["POST"]),
        ]

    async def listing(self, visit: Visit) -> Response:
        """Every browser he is signed in with, this one marked."""

        def look(session: Session, me: SignedIn) -> tuple[list[WebSession], int]:
            idle = web_sessions.idle(session, now=visit.now)
            return web_sessions.open_of(session, me.person, now=visit.now), int(idle.total_seconds() // 60)

        rows, minutes = await visit.read(look)
        hours = int(web_sessions.LONGEST.total_seconds() // 3600)
        return visit.show("browsers.html", rows=rows, minutes=minutes, hours=hours)

    async def end(self, visit: Visit) -> Response:
        """Sign one of them out; this one's next page is the doorway."""
        await visit.act(lambda session, me: web_sessions.end(session, visit.id("browser"), by=me, now=visit.now))
        return visit.go("/browsers")
