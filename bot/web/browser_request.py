"""One request of a signed-in browser: who it is, the language, the transaction, the CSRF token, and the page.

The portal and the staff's page share it. The session is looked up in the transaction that reads or acts, so that
signing out, or the loss of a right, takes effect at the next request.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.errors import Refusal
from bot.services.organisations import web_sessions
from bot.texts import Texts, texts
from bot.web.dependencies import WebDependencies
from bot.web.recorded_acts import act_and_record
from bot.web.session_cookies import session_cookie_name
from bot.web.templating import language_of, page
from storage.database.encryption import current_keyring
from storage.identity.accounts import Account
from storage.organisations import web_sessions as session_store
from storage.organisations.web_sessions import WebSession

# Without tabs and the ends of lines.
_CONTROL = dict.fromkeys({*range(32), 127} - {9, 10, 13})


class Visitor(Protocol):
    """Who is signed in: the session, and the account with its language."""

    @property
    def session(self) -> WebSession:
        """The session of this browser."""

    @property
    def account(self) -> Account:
        """The account that has signed in."""

    @property
    def account_id(self) -> UUID:
        """Its id, known after the transaction too."""


Me = TypeVar("Me", bound=Visitor)
Result = TypeVar("Result")


class SignedOut(Exception):
    """The browser has no session, or the session has ended."""


class CsrfTokenInvalid(Exception):
    """The form's CSRF token does not belong to this session."""


class ElsewhereFirst(Exception):
    """Another page comes first, such as the choice of an organisation. path: of that page."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass
class BrowserRequest(Generic[Me]):
    """One request. `me` is known after the first `read` or `act`; from then on `texts` are in the person's language.

    back: the path to which a refusal leads back; empty for home. home: the path under which the pages lie. cookie: the
    name of the session's cookie, without a prefix.
    """

    http: Request
    web: WebDependencies
    now: datetime
    texts: Texts
    me: Me | None = None
    form: FormData = field(default_factory=FormData)
    back: str = ""

    home: ClassVar[str]
    cookie: ClassVar[str]

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
        """The name of the session cookie."""
        return session_cookie_name(self.cookie, is_https=self.is_https)

    @property
    def session_token(self) -> str:
        """The token in the session cookie, empty without one."""
        return self.http.cookies.get(self.session_cookie_name, "")

    async def read(self, work: Callable[[Session, Me], Result]) -> Result:
        """Run a query for who is signed in. Raises SignedOut."""

        def query(session: Session) -> Result:
            return work(session, self._sign_in(session))

        result = await self.web.database.read(query)
        await self._record_activity()
        return result

    async def act(self, work: Callable[[Session, Me], Result]) -> Result:
        """Do something for who is signed in, in one transaction; a refusal is recorded. Raises it, or SignedOut."""

        def action(session: Session) -> Result:
            me = self._sign_in(session)
            session_store.touch(session, me.session.id, at=self.now)
            return work(session, me)

        return await act_and_record(self.web, action, by=self._account_id, now=self.now)

    def id(self, name: str) -> UUID:
        """Return an id from the path; the route accepts only UUIDs."""
        found: UUID = self.http.path_params[name]
        return found

    def query(self, name: str) -> str:
        """Return a parameter of the query string, empty without it."""
        return self.http.query_params.get(name, "")

    def field(self, name: str) -> str:
        """Return a text field of the form, empty without it. Without control characters: PostgreSQL refuses some."""
        value = self.form.get(name, "")
        return value.translate(_CONTROL) if isinstance(value, str) else ""

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page."""
        context = {
            "csrf": csrf_token(self.session_token),
            "home": self.home,
            "me": self.me,
            "here": self.http.url.path,
            "readable": self.home if self.is_post else self.http.url.path,  # Where the choice of a language leads back.
            "bot": self.web.bot_username,
            **values,
        }
        return HTMLResponse(page(template, self.texts, **context), status)

    def redirect(self, path: str = "") -> Response:
        """Redirect the browser to a page below `home`."""
        return RedirectResponse(self.home + path, 303)

    def set_cookie(self, response: Response, name: str, value: str, *, path: str, max_age: int | None = None) -> None:
        """Set a cookie that scripts and other sites cannot use; without max_age it ends with the browser."""
        response.set_cookie(
            name, value, path=path, max_age=max_age, httponly=True, samesite="lax", secure=self.is_https
        )

    def delete_session_cookie(self, response: Response) -> None:
        """Delete the session cookie."""
        response.delete_cookie(self.session_cookie_name, path="/", secure=self.is_https, httponly=True, samesite="lax")

    def reason(self, refusal: Refusal) -> str:
        """Return why something was refused, and what to do on these pages."""
        return self.texts(refusal.key, **refusal.values)

    def require_offered(self) -> None:
        """Check that the desk offers these pages. Raises NotOffered."""

    def find(self, session: Session) -> Me | None:
        """Return who is signed in with the token of this request."""
        raise NotImplementedError

    def _sign_in(self, session: Session) -> Me:
        me = self.find(session) if self.session_token else None
        if me is None:
            raise SignedOut
        self.me = me
        self.texts = texts(language_of(self.http.scope, me.account.language)).at(self.now)
        return me

    def _account_id(self) -> UUID:
        assert self.me is not None
        return self.me.account_id

    async def _record_activity(self) -> None:
        me = self.me
        if me is not None and web_sessions.is_seen_update_due(me.session, now=self.now):
            row = me.session.id
            await self.web.database.write(lambda session: session_store.touch(session, row, at=self.now))


def check_csrf_token(request: BrowserRequest[Any], bound_to: str) -> None:
    """Require that the form carries the CSRF token bound to this cookie's token. Raises CsrfTokenInvalid."""
    if not hmac.compare_digest(request.field("csrf").encode(), csrf_token(bound_to).encode()):
        raise CsrfTokenInvalid


def csrf_token(bound_to: str) -> str:
    """Return the CSRF token for forms, derived from a cookie's token, which it does not reveal."""
    return current_keyring().blind_index("portal form", bound_to) if bound_to else ""
