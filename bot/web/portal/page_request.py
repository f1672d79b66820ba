"""A visit: one request of a browser at the portal, with who is at it, in which language, and its one transaction.

Who is signed in is read in the very transaction that answers or acts, so that an end,
a removal or a hand-over acts on the next request.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.errors import NotYours, Refusal
from bot.services.organisations import web_sessions
from bot.services.organisations.organisations import Membership, NotAdministrator
from bot.services.organisations.web_sessions import SignedIn, TooManySignIns
from bot.texts import Texts, plain_text, texts
from bot.web.dependencies import WebSide
from bot.web.errors import Problems
from bot.web.route_policies import PORTAL
from bot.web.templating import language_of, page
from storage.database.encryption import current_keyring
from storage.organisations import web_sessions as session_store

Answer = TypeVar("Answer")
STATUS = {NotYours: 404, NotAdministrator: 403, TooManySignIns: 429}
FIELDS = 12


class SignedOut(Exception):
    """Nobody is signed in at this browser, or not any more."""


class FormTooOld(Exception):
    """The form was not made for this session."""


class NotChosen(Exception):
    """He acts for several organisations and has not said for which."""


@dataclass
class Visit:
    """One request. `me` and `texts` are his once the store has been asked."""

    request: Request
    side: WebSide
    now: datetime
    texts: Texts
    me: SignedIn | None = None
    form: FormData = field(default_factory=FormData)

    @property
    def is_secure(self) -> bool:
        """Whether people reach the desk by https, so that cookies may be Secure."""
        return self.side.settings.public_url.startswith("https://")

    @property
    def session_cookie(self) -> str:
        """The name of the cookie with the session's token; by https one that no other host can set."""
        return "__Host-session" if self.is_secure else "session"

    @property
    def token(self) -> str:
        """The session's token, empty without one."""
        return self.request.cookies.get(self.session_cookie, "")

    @property
    def csrf(self) -> str:
        """What every form of this session carries."""
        return csrf_of(self.token)

    async def read(self, work: Callable[[Session, SignedIn], Answer]) -> Answer:
        """Ask the store as who is signed in. Raises SignedOut."""

        def asked(session: Session) -> Answer:
            return work(session, self._recognise(session))

        answer = await self.side.database.read(asked)
        await self._be_seen()
        return answer

    async def act(self, work: Callable[[Session, SignedIn], Answer]) -> Answer:
        """Do something as who is signed in, in one transaction. Raises SignedOut."""

        def done(session: Session) -> Answer:
            me = self._recognise(session)
            session_store.see(session, me.session.id, at=self.now)
            return work(session, me)

        answer = await self.side.database.write(done)
        self.wake()
        return answer

    def wake(self) -> None:
        """Tell the desk that something may be waiting to leave."""
        if self.side.desk is not None:
            self.side.desk.wake()

    def id(self, name: str) -> UUID:
        """Return an id of the path, which the route has checked."""
        found: UUID = self.request.path_params[name]
        return found

    def field(self, name: str) -> str:
        """Return what a field of the form says, empty without it."""
        said = self.form.get(name, "")
        return said if isinstance(said, str) else ""

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page."""
        me = self.me
        shown = {
            "csrf": self.csrf,
            "portal": PORTAL,
            "me": me,
            "acting": me.acting if me else None,
            "here": self.request.url.path,
            "bot": self.side.desk.addresses.bot if self.side.desk else "",
            **values,
        }
        return HTMLResponse(page(template, self.texts, **shown), status)

    def go(self, path: str = "") -> Response:
        """Send the browser to a page of the portal."""
        return RedirectResponse(PORTAL + path, 303)

    def refuse(self, refusal: Refusal, problems: Problems) -> Response:
        """Return the page that says why not."""
        reasons = refusal.reasons()
        sentence = "\n".join(plain_text(self.texts(reason.key, **reason.values)) for reason in reasons)
        status = STATUS.get(type(reasons[0]), 409)
        return problems.answer(self.request.scope, status, sentence=sentence)

    def _recognise(self, session: Session) -> SignedIn:
        me = web_sessions.find(session, self.token, now=self.now) if self.token else None
        if me is None:
            raise SignedOut
        self.me = me
        self.texts = texts(language_of(self.request.scope, me.account.language))
        return me

    async def _be_seen(self) -> None:
        me = self.me
        if me is not None and web_sessions.is_worth_seeing(me.session, now=self.now):
            row = me.session.id
            await self.side.database.write(lambda session: session_store.see(session, row, at=self.now))


Page = Callable[[Visit], Awaitable[Response]]


class Reception:
    """Receives every request of the portal: reads the form, checks where it came from, explains refusals."""

    def __init__(self, side: WebSide) -> None:
        self._side = side
        self._problems = Problems()

    def endpoint(self, give: Page) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint that gives this page."""

        async def received(request: Request) -> Response:
            said = texts(language_of(request.scope))
            visit = Visit(request, self._side, self._side.clock(), said)
            try:
                if request.method == "POST":
                    visit.form = await request.form(max_files=0, max_fields=FIELDS)
                return await give(visit)
            except SignedOut:
                return self._sign_in_again(visit)
            except NotChosen:
                return visit.go("/choose")
            except FormTooOld:
                return self._problems.answer(request.scope, 403, key="problem-form")
            except Refusal as refusal:
                return visit.refuse(refusal, self._problems)

        return received

    def guarded(self, give: Page) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint of a page for who is signed in; its forms are checked before anything is done."""

        async def checked(visit: Visit) -> Response:
            if not visit.token:
                raise SignedOut
            if visit.request.method == "POST":
                check_form(visit, visit.token)
            return await give(visit)

        return self.endpoint(checked)

    @staticmethod
    def _sign_in_again(visit: Visit) -> Response:
        answer = visit.go("?over=1" if visit.token else "")
        answer.delete_cookie(visit.session_cookie, path="/", secure=visit.is_secure, httponly=True, samesite="lax")
        return answer


def acting(me: SignedIn) -> Membership:
    """Return the organisation he acts for. Raises NotChosen."""
    if me.acting is None:
        raise NotChosen
    return me.acting


def check_form(visit: Visit, bound_to: str) -> None:
    """See that the form was made for this session (or visit). Raises FormTooOld."""
    if not hmac.compare_digest(visit.field("csrf").encode(), csrf_of(bound_to).encode()):
        raise FormTooOld


def csrf_of(bound_to: str) -> str:
    """Return what a form bound to this token carries; nothing can be learnt of the token from it."""
    return current_keyring().blind_index("portal form", bound_to) if bound_to else ""
