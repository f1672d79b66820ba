"""One request of the staff's page: the member of staff who is signed in, and the parts of the page they may open."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session
from starlette.responses import Response

from bot.errors import Refusal
from bot.services.certificates import issue_revoke
from bot.services.review.blacklist import BLACKLIST_ROLES
from bot.services.staff import find_person, second_factor, web_sessions, work_kinds
from bot.services.staff.web_sessions import StaffUser
from bot.web.browser_request import BrowserRequest
from bot.web.browser_routes import BrowserRoutes
from bot.web.dependencies import WebDependencies
from bot.web.route_policies import STAFF, Access
from bot.web.session_cookies import STAFF_COOKIE
from storage.staff.members import StaffRole

# The parts of the page, and who may open them; each service asks again.
PARTS: dict[str, tuple[StaffRole, ...]] = {
    "inbox": work_kinds.roles_with_work(),
    "look-up": find_person.SEARCHERS,
    "blacklist": BLACKLIST_ROLES,
    "certificates": issue_revoke.ISSUERS,
    "money": (StaffRole.CASHIER,),
    "figures": (StaffRole.ADMIN,),
    "rules": tuple(StaffRole),
    **dict.fromkeys(("imports", "members", "clients", "audit"), (StaffRole.ADMIN,)),
    "second-factor": second_factor.ROLES,
}


class StaffRequest(BrowserRequest[StaffUser]):
    """One request. `me` is known after the first `read` or `act`; from then on `texts` are in the user's language."""

    home = STAFF
    cookie = STAFF_COOKIE

    def find(self, session: Session) -> StaffUser | None:
        """Return who is signed in with the token of this request."""
        return web_sessions.find(session, self.session_token, now=self.now)

    def reason(self, refusal: Refusal) -> str:
        """Return why something was refused; where the chat's text names a command, the page has words of its own."""
        own = f"desk-{refusal.key}"
        return self.texts(own if self.texts.has(own) else refusal.key, **refusal.values)

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page, with the parts that its reader may open."""
        return super().show(template, status, **{"parts": list(parts_of(self.me)), **values})


class StaffRoutes(BrowserRoutes[StaffRequest]):
    """Builds the routes of the staff's page."""

    def __init__(self, web: WebDependencies) -> None:
        super().__init__(web, StaffRequest, Access.STAFF)


def parts_of(me: StaffUser | None) -> Iterator[str]:
    """Yield the parts of the page that somebody with these duties may open."""
    for part, roles in PARTS.items():
        if me is not None and not me.roles.isdisjoint(roles):
            yield part
