"""The doorway of the portal: sign in by a code, choose the organisation, choose the language, sign out."""

import secrets
from uuid import UUID

from sqlmodel import Session
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import NotYours, Refusal
from bot.services.organisations import web_sessions
from bot.services.organisations.web_sessions import SignedIn
from bot.texts import LANGUAGES
from bot.web.portal.page_request import FormTooOld, Reception, SignedOut, Visit, check_form, csrf_of
from bot.web.route_policies import PORTAL
from bot.web.templating import LANGUAGE_COOKIE
from storage.organisations.web_sessions import WebSession

VISIT_COOKIE = "visit"
YEAR = 31_536_000


class Doorway:
    """The pages before anything of an organisation is seen."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    def routes(self) -> list[BaseRoute]:
        """The routes of the doorway."""
        open_to_all, guarded = self._reception.endpoint, self._reception.guarded
        return [
            Route(PORTAL, open_to_all(self.welcome)),
            Route(f"{PORTAL}/sign-in", open_to_all(self.sign_in), methods=["POST"]),
            Route(f"{PORTAL}/language", open_to_all(self.language)),
            Route(f"{PORTAL}/sign-out", guarded(self.sign_out), methods=["POST"]),
            Route(f"{PORTAL}/choose", guarded(self.choose), methods=["GET", "POST"]),
        ]

    async def welcome(self, visit: Visit) -> Response:
        """Ask for the code; who is signed in goes on to the cars."""
        try:
            await visit.read(lambda _, me: me)
        except SignedOut:
            return self._ask(visit, over="over" in visit.request.query_params)
        return visit.go("/cars")

    async def sign_in(self, visit: Visit) -> Response:
        """Take the code. The same answer for every one that does not fit."""
        bound_to = visit.request.cookies.get(VISIT_COOKIE, "")
        if not bound_to:
            raise FormTooOld
        check_form(visit, bound_to)
        outcome = await visit.side.database.write(lambda session: self._try(session, visit))
        if isinstance(outcome, Refusal):
            return self._ask(visit, refused=True, status=403)
        token, begun = outcome
        answer = visit.go("/cars" if begun.organisation_id else "/choose")
        answer.set_cookie(visit.session_cookie, token, path="/", httponly=True, samesite="lax", secure=visit.is_secure)
        answer.delete_cookie(VISIT_COOKIE, path=PORTAL)
        return answer

    async def language(self, visit: Visit) -> Response:
        """Speak another language in this browser from now on."""
        asked, back = visit.request.query_params.get("to", ""), visit.request.query_params.get("back", "")
        is_ours = back == PORTAL or back.startswith((f"{PORTAL}/", f"{PORTAL}?"))
        answer = RedirectResponse(back if is_ours and "\\" not in back else PORTAL, 303)
        if asked in LANGUAGES:
            answer.set_cookie(
                LANGUAGE_COOKIE, asked, max_age=YEAR, path="/", httponly=True, samesite="lax", secure=visit.is_secure
            )
        return answer

    async def sign_out(self, visit: Visit) -> Response:
        """End this browser's session."""
        await visit.act(lambda session, me: web_sessions.end(session, me.session.id, by=me, now=visit.now))
        answer = visit.go()
        answer.delete_cookie(visit.session_cookie, path="/", secure=visit.is_secure, httponly=True, samesite="lax")
        return answer

    async def choose(self, visit: Visit) -> Response:
        """Choose for which organisation to act."""
        if visit.request.method == "POST":
            await visit.act(lambda session, me: self._choose(session, me, visit.field("organisation")))
            return visit.go("/cars")
        await visit.read(lambda _, me: me)
        return visit.show("choose.html")

    @staticmethod
    def _choose(session: Session, me: SignedIn, organisation: str) -> None:
        try:
            chosen = UUID(organisation)
        except ValueError:
            raise NotYours from None
        web_sessions.choose(session, me, chosen)

    @staticmethod
    def _try(session: Session, visit: Visit) -> tuple[str, WebSession] | Refusal:
        """Try the code; a refusal that counts the try is an answer, so that the count is kept."""
        client, agent = visit.request.client, visit.request.headers.get("user-agent", "")
        address = client.host if client else ""
        try:
            return web_sessions.sign_in(
                session, visit.field("code"), address=address, device=device(agent), now=visit.now
            )
        except Refusal as refusal:
            if not refusal.keeps:
                raise
            return refusal

    @staticmethod
    def _ask(visit: Visit, *, over: bool = False, refused: bool = False, status: int = 200) -> Response:
        bound_to = visit.request.cookies.get(VISIT_COOKIE, "") or secrets.token_urlsafe(24)
        answer = visit.show("sign_in.html", status, csrf=csrf_of(bound_to), over=over, refused=refused)
        answer.set_cookie(VISIT_COOKIE, bound_to, path=PORTAL, httponly=True, samesite="lax", secure=visit.is_secure)
        return answer


BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS X": "macOS"}


def device(agent: str) -> str:
    """Return browser and system of a User-Agent header, nothing finer: Chrome, Windows."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "?")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "Linux" if "Linux" in agent else "?")
    return f"{browser}, {system}"
