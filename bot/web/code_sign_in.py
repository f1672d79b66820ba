"""Signing in with a one-time code of the chat, choosing the language: the same at the portal and the staff's page."""

import secrets
from collections.abc import Callable
from typing import Any

from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from bot.errors import Refusal
from bot.texts import LANGUAGES
from bot.web.access import client_address
from bot.web.browser_request import BrowserRequest, CsrfTokenInvalid, check_csrf_token, csrf_token
from bot.web.templating import LANGUAGE_COOKIE
from storage.organisations.web_sessions import WebSession

SIGN_IN_COOKIE = "visit"
YEAR = 31_536_000
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS X": "macOS"}
SignIn = Callable[..., tuple[str, WebSession]]  # of session, the typed code, address, device and now.


async def sign_in(
    request: BrowserRequest[Any], service: SignIn, *, template: str, then: Callable[[WebSession], str]
) -> Response:
    """Check the code and set the session cookie. Every wrong code gets the same answer. Raises QueueFull.

    template: asks for the code again. then: the path to which who has signed in is led.
    """
    bound_to = request.http.cookies.get(SIGN_IN_COOKIE, "")
    if not bound_to:
        raise CsrfTokenInvalid
    check_csrf_token(request, bound_to)
    queue = request.web.sign_ins
    with queue.enter(client_address(request.http.scope)) as entry:
        async with queue.turn(entry):
            outcome = await request.web.database.write(lambda session: _try_code(session, request, service))
    if isinstance(outcome, Refusal):
        return sign_in_page(request, template, refused=True, status=403)
    token, begun = outcome
    response = request.redirect(then(begun))
    request.set_cookie(response, request.session_cookie_name, token, path="/")
    response.delete_cookie(SIGN_IN_COOKIE, path=request.home)
    return response


def sign_in_page(
    request: BrowserRequest[Any], template: str, *, over: bool = False, refused: bool = False, status: int = 200
) -> Response:
    """Return the page that asks for the code. over: a session has ended; refused: a code was wrong."""
    bound_to = request.http.cookies.get(SIGN_IN_COOKIE, "") or secrets.token_urlsafe(24)
    response = request.show(template, status, csrf=csrf_token(bound_to), over=over, refused=refused)
    request.set_cookie(response, SIGN_IN_COOKIE, bound_to, path=request.home)
    return response


async def choose_language(request: BrowserRequest[Any]) -> Response:
    """Set the language of this browser and redirect back to the page."""
    language, back = request.query("to"), request.query("back")
    is_ours = back == request.home or back.startswith((f"{request.home}/", f"{request.home}?"))
    response = RedirectResponse(back if is_ours and "\\" not in back else request.home, 303)
    if language in LANGUAGES:
        request.set_cookie(response, LANGUAGE_COOKIE, language, path="/", max_age=YEAR)
    return response


def browser_and_system(agent: str) -> str:
    """Return only browser and system of a User-Agent header, for example "Chrome, Windows"."""
    browser = next((name for token, name in BROWSERS.items() if token in agent), "?")
    system = next((name for token, name in SYSTEMS.items() if token in agent), "Linux" if "Linux" in agent else "?")
    return f"{browser}, {system}"


def _try_code(session: Session, request: BrowserRequest[Any], service: SignIn) -> tuple[str, WebSession] | Refusal:
    """Try the code. A refusal that counts the attempt is returned, not raised, so that the count is committed."""
    address, agent = client_address(request.http.scope), request.http.headers.get("user-agent", "")
    try:
        return service(
            session, request.field("code"), address=address, device=browser_and_system(agent), now=request.now
        )
    except Refusal as refusal:
        if not refusal.keeps:
            raise
        return refusal
