"""One request of the portal: the signed-in user, the language, the transaction, the CSRF token, and the page.

The session is looked up in the transaction that reads or acts, so that signing out, a removal or a hand-over
takes effect at the next request.
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
from starlette.routing import Route

from bot.errors import NotYours, Refusal
from bot.services.organisations import web_sessions
from bot.services.organisations.organisations import Membership, NotAdministrator
from bot.services.organisations.web_sessions import SignedIn, TooManySignInAttempts
from bot.texts import Texts, plain_text, texts
from bot.web import route_policies
from bot.web.dependencies import WebDependencies
from bot.web.errors import error_response
from bot.web.neighbourhood_queue import RETRY_SECONDS, QueueFull
from bot.web.route_policies import POLICIES, PORTAL, Access
from bot.web.templating import language_of, page
from storage.database.encryption import current_keyring
from storage.organisations import web_sessions as session_store

Result = TypeVar("Result")
STATUSES = {NotYours: 404, NotAdministrator: 403, TooManySignInAttempts: 429}
MAX_FORM_FIELDS = 12


class SignedOut(Exception):
    """The browser has no session, or the session has ended."""


class CsrfTokenInvalid(Exception):
    """The form's CSRF token does not belong to this session."""


class OrganisationNotChosen(Exception):
    """The user acts for several organisations and has not chosen one."""


@dataclass
class PageRequest:
    """One request. `me` is known after the first `read` or `act`; from then on `texts` are in the user's language."""

    http: Request
    web: WebDependencies
    now: datetime
    texts: Texts
    me: SignedIn | None = None
    form: FormData = field(default_factory=FormData)

    @property
    def is_post(self) -> bool:
        """Whether the request submits a form."""
        return self.http.method == "POST"

    @property
    def is_https(self) -> bool:
        """Whether people reach the desk by https, so that cookies can be Secure."""
        return self.web.settings.public_url.startswith("https://")

    @property
    def session_cookie_name(self) -> str:
        """The name of the session cookie. By https it has the prefix __Host-, so that no other host can set it."""
        return session_cookie_name(is_https=self.is_https)

    @property
    def session_token(self) -> str:
        """The token in the session cookie, empty without one."""
        return self.http.cookies.get(self.session_cookie_name, "")

    async def read(self, work: Callable[[Session, SignedIn], Result]) -> Result:
        """Run a query for the signed-in user. Raises SignedOut."""

        def query(session: Session) -> Result:
            return work(session, self._sign_in(session))

        result = await self.web.database.read(query)
        await self._record_activity()
        return result

    async def act(self, work: Callable[[Session, SignedIn], Result]) -> Result:
        """Do something for the signed-in user in one transaction. Raises SignedOut."""

        def action(session: Session) -> Result:
            me = self._sign_in(session)
            session_store.touch(session, me.session.id, at=self.now)
            return work(session, me)

        result = await self.web.database.write(action)
        self.web.wake()
        return result

    def id(self, name: str) -> UUID:
        """Return an id from the path; the route accepts only UUIDs."""
        found: UUID = self.http.path_params[name]
        return found

    def query(self, name: str) -> str:
        """Return a parameter of the query string, empty without it."""
        return self.http.query_params.get(name, "")

    def field(self, name: str) -> str:
        """Return a text field of the form, empty without it."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page."""
        context = {
            "csrf": csrf_token(self.session_token),
            "portal": PORTAL,
            "me": self.me,
            "acting": self.me.acting if self.me else None,
            "here": self.http.url.path,
            "bot": self.web.bot_username,
            **values,
        }
        return HTMLResponse(page(template, self.texts, **context), status)

    def redirect(self, path: str = "") -> Response:
        """Redirect the browser to a page of the portal."""
        return RedirectResponse(PORTAL + path, 303)

    def set_cookie(self, response: Response, name: str, value: str, *, path: str, max_age: int | None = None) -> None:
        """Set a cookie that scripts and other sites cannot use; without max_age it ends with the browser."""
        response.set_cookie(
            name, value, path=path, max_age=max_age, httponly=True, samesite="lax", secure=self.is_https
        )

    def delete_session_cookie(self, response: Response) -> None:
        """Delete the session cookie."""
        response.delete_cookie(self.session_cookie_name, path="/", secure=self.is_https, httponly=True, samesite="lax")

    def _sign_in(self, session: Session) -> SignedIn:
        me = web_sessions.find(session, self.session_token, now=self.now) if self.session_token else None
        if me is None:
            raise SignedOut
        self.me = me
        self.texts = texts(language_of(self.http.scope, me.account.language)).at(self.now)
        return me

    async def _record_activity(self) -> None:
        me = self.me
        if me is not None and web_sessions.is_seen_update_due(me.session, now=self.now):
            row = me.session.id
            await self.web.database.write(lambda session: session_store.touch(session, row, at=self.now))


Page = Callable[[PageRequest], Awaitable[Response]]


class PageRoutes:
    """Builds the routes of the portal: reads the form, checks the session and the CSRF token, explains refusals."""

    def __init__(self, web: WebDependencies) -> None:
        self._web = web

    def route(self, path: str, page: Page) -> Route:
        """Return the route of a page. A path whose policy asks for a session requires one, and its CSRF token."""
        needs_session = POLICIES[path].access is Access.SESSION

        async def endpoint(http: Request) -> Response:
            now = self._web.clock()
            request = PageRequest(http, self._web, now, texts(language_of(http.scope)).at(now))
            try:
                if request.is_post:
                    request.form = await http.form(max_files=0, max_fields=MAX_FORM_FIELDS)
                if needs_session:
                    require_session(request)
                return await page(request)
            except SignedOut:
                return _back_to_sign_in(request)
            except OrganisationNotChosen:
                return request.redirect("/choose")
            except CsrfTokenInvalid:
                return error_response(http.scope, 403, key="problem-form")
            except QueueFull:
                headers = {"Retry-After": str(RETRY_SECONDS)}
                return error_response(http.scope, 503, key="verification-web-busy", headers=headers)
            except Refusal as refusal:
                return _refusal_response(request, refusal)

        return route_policies.route(path, endpoint)


def require_session(request: PageRequest) -> None:
    """Require a session cookie, and of a form the session's CSRF token. Raises SignedOut or CsrfTokenInvalid."""
    if not request.session_token:
        raise SignedOut
    if request.is_post:
        check_csrf_token(request, request.session_token)


def acting(me: SignedIn) -> Membership:
    """Return the organisation that the user acts for. Raises OrganisationNotChosen."""
    if me.acting is None:
        raise OrganisationNotChosen
    return me.acting


def check_csrf_token(request: PageRequest, bound_to: str) -> None:
    """Require that the form carries the CSRF token bound to this cookie's token. Raises CsrfTokenInvalid."""
    if not hmac.compare_digest(request.field("csrf").encode(), csrf_token(bound_to).encode()):
        raise CsrfTokenInvalid


def session_cookie_name(*, is_https: bool) -> str:
    """Return the name of the portal's session cookie. By https it has the prefix __Host-: no other host can set it."""
    return "__Host-session" if is_https else "session"


def csrf_token(bound_to: str) -> str:
    """Return the CSRF token for forms, derived from a cookie's token, which it does not reveal."""
    return current_keyring().blind_index("portal form", bound_to) if bound_to else ""


def _back_to_sign_in(request: PageRequest) -> Response:
    response = request.redirect("?over=1" if request.session_token else "")
    request.delete_session_cookie(response)
    return response


def _refusal_response(request: PageRequest, refusal: Refusal) -> Response:
    """Return the page with the reasons of the refusal."""
    reasons = refusal.reasons()
    sentence = "\n".join(plain_text(request.texts(reason.key, **reason.values)) for reason in reasons)
    return error_response(request.http.scope, STATUSES.get(type(reasons[0]), 409), sentence=sentence)
