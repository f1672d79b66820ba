"""Routes of signed-in browsers: the form, the session and the CSRF token are checked, and refusals are explained."""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import NotStaff, NotYours, Refusal
from bot.services.organisations.organisations import NotAdministrator
from bot.services.organisations.web_sessions import TooManySignInAttempts
from bot.texts import plain_text, texts
from bot.web import route_policies
from bot.web.browser_request import BrowserRequest, CsrfTokenInvalid, ElsewhereFirst, SignedOut, check_csrf_token
from bot.web.dependencies import WebDependencies
from bot.web.errors import error_response
from bot.web.neighbourhood_queue import RETRY_SECONDS, QueueFull
from bot.web.route_policies import POLICIES, Access
from bot.web.templating import language_of

STATUSES: dict[type[Refusal], int] = {NotYours: 404, NotStaff: 403, NotAdministrator: 403, TooManySignInAttempts: 429}
MAX_FORM_FIELDS = 12
Admits = Callable[[Session, Any], object]
Request_ = TypeVar("Request_", bound=BrowserRequest[Any])


class BrowserRoutes(Generic[Request_]):
    """Builds routes: reads the form, checks the session and the CSRF token, explains refusals.

    kind: of the request that the pages get. access: of the policies that need its session.
    """

    def __init__(self, web: WebDependencies, kind: type[Request_], access: Access) -> None:
        self._web, self._kind, self._access = web, kind, access

    def route(
        self,
        path: str,
        page: Callable[[Request_], Awaitable[Response]],
        *,
        admits: Admits | None = None,
    ) -> Route:
        """Return the route of a page. A path whose policy asks for a session requires one, and its CSRF token.

        admits: lets a form bring a file. It is called before the form is read, and raises who may not send one.
        """
        needs_session = POLICIES[path].access is self._access

        async def endpoint(http: Request) -> Response:
            now = self._web.clock()
            request = self._kind(http, self._web, now, texts(language_of(http.scope)).at(now))
            try:
                request.require_offered()
                if request.is_post:
                    await _read_form(request, admits)
                if needs_session:
                    require_session(request)
                return await page(request)
            except SignedOut:
                self._web.known_sessions.forget(request.session_token)
                return _back_to_sign_in(request)
            except ElsewhereFirst as elsewhere:
                return request.redirect(elsewhere.path)
            except CsrfTokenInvalid:
                return error_response(http.scope, 403, key="problem-form")
            except QueueFull:
                headers = {"Retry-After": str(RETRY_SECONDS)}
                return error_response(http.scope, 503, key="verification-web-busy", headers=headers)
            except Refusal as refusal:
                return _refusal_response(request, refusal)
            finally:
                await request.form.close()
                if request.me is not None:
                    self._web.known_sessions.add(request.session_token, request.me.account_id)

        return route_policies.route(path, endpoint)


async def _read_form(request: BrowserRequest[Any], admits: Admits | None) -> None:
    if admits is not None:
        await request.read(admits)
    request.form = await request.http.form(max_files=int(admits is not None), max_fields=MAX_FORM_FIELDS)


def require_session(request: BrowserRequest[Any]) -> None:
    """Require a session cookie, and of a form the session's CSRF token. Raises SignedOut or CsrfTokenInvalid."""
    if not request.session_token:
        raise SignedOut
    if request.is_post:
        check_csrf_token(request, request.session_token)


def _back_to_sign_in(request: BrowserRequest[Any]) -> Response:
    response = request.redirect("?over=1" if request.session_token else "")
    request.delete_session_cookie(response)
    return response


def _refusal_response(request: BrowserRequest[Any], refusal: Refusal) -> Response:
    """Return the page with the reasons of the refusal, and a way back."""
    reasons = refusal.reasons()
    sentence = "\n".join(plain_text(request.reason(each)) for each in reasons)
    status = next((number for kind, number in STATUSES.items() if isinstance(reasons[0], kind)), 409)
    back = request.back or request.home
    return error_response(request.http.scope, status, sentence=sentence, back=back, words=request.texts)
