"""One request of the portal: the signed-in user and the organisation that they act for."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session
from starlette.responses import Response

from bot import profile
from bot.profile import Journey
from bot.services.organisations import web_sessions
from bot.services.organisations.organisations import Membership
from bot.services.organisations.web_sessions import ActingForAnother, SignedIn
from bot.web.browser_request import BrowserRequest, ElsewhereFirst
from bot.web.browser_routes import BrowserRoutes
from bot.web.dependencies import WebDependencies
from bot.web.route_policies import PORTAL, VERIFY, Access
from bot.web.session_cookies import PORTAL_COOKIE


class PageRequest(BrowserRequest[SignedIn]):
    """One request. `me` is known after the first `read` or `act`; from then on `texts` are in the user's language."""

    home = PORTAL
    cookie = PORTAL_COOKIE

    def require_offered(self) -> None:
        """Check that the desk offers organisations. Raises NotOffered."""
        self.back = VERIFY
        profile.require(Journey.ORGANISATIONS)
        self.back = ""

    def find(self, session: Session) -> SignedIn | None:
        """Return who is signed in with the token of this request."""
        found = web_sessions.find(session, self.session_token, now=self.now)
        return replace(found, shown_for=self.field("acting")) if found is not None else None

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page, with the organisation that the user acts for."""
        shown = {"acting": self.me.acting if self.me else None, "has_violations": profile.offers(Journey.VIOLATIONS)}
        return super().show(template, status, **{**shown, **values})


class PageRoutes(BrowserRoutes[PageRequest]):
    """Builds the routes of the portal."""

    def __init__(self, web: WebDependencies) -> None:
        super().__init__(web, PageRequest, Access.SESSION)


def acting(me: SignedIn) -> Membership:
    """Return the organisation that the user acts for. Raises ElsewhereFirst while none is chosen.

    Another tab may have chosen another organisation since a form was shown. Raises ActingForAnother then.
    """
    if me.acting is None:
        raise ElsewhereFirst("/choose")
    if me.shown_for not in ("", str(me.acting.organisation.id)):
        raise ActingForAnother(organisation=me.acting.organisation.name)
    return me.acting
