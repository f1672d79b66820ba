"""Signing in by a one-time code of the chat, choosing the organisation and the language, signing out."""

import secrets
from uuid import UUID

from sqlmodel import Session
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.errors import NotYours, Refusal
from bot.services.organisations import web_sessions
from bot.services.organisations.web_sessions import SignedIn
from bot.texts import LANGUAGES
from bot.web.access import client_address
from bot.web.browser_request import CsrfTokenInvalid, SignedOut, check_csrf_token, csrf_token
from bot.web.portal.page_request import PageRequest, PageRoutes
from bot.web.route_policies import PORTAL
from bot.web.templating import LANGUAGE_COOKIE
from storage.organisations.web_sessions import WebSession

SIGN_IN_COOKIE = "visit"
YEAR = 31_536_000
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS X": "macOS"}


def routes(pages: PageRoutes) -> list[Route]:
    """Return the routes for signing in and out."""
    return [
        pages.route(PORTAL, welcome),
        pages.route(f"{PORTAL}/sign-in", sign_in),
        pages.route(f"{PORTAL}/language", choose_language),
        pages.route(f"{PORTAL}/sign-out", sign_out),
        pages.route(f"{PORTAL}/choose", choose_organisation),
    ]


async def welcome(request: PageRequest) -> Response:
    """Ask for the code, or redirect a signed-in user to the vehicles."""
    try:
        await request.read(lambda _, me: me)
    except SignedOut:
        return _sign_in_page(request, over="over" in request.http.query_params)
    return request.redirect("/cars")


async def sign_in(request: PageRequest) -> Response:
    """Check the code and set the session cookie. Every wrong code gets the same answer. Raises QueueFull."""
    bound_to = request.http.cookies.get(SIGN_IN_COOKIE, "")
    if not bound_to:
        raise CsrfTokenInvalid
    check_csrf_token(request, bound_to)
    queue = request.web.sign_ins
    with queue.enter(client_address(request.http.scope)) as entry:
        async with queue.turn(entry):
            outcome = await request.web.database.write(lambda session: _try_code(session, request))
    if isinstance(outcome, Refusal):
        return _sign_in_page(request, refused=True, status=403)
    token, web_session = outcome
    response = request.redirect("/cars" if web_session.organisation_id else "/choose")
    request.set_cookie(response, request.session_cookie_name, token, path="/")
    response.delete_cookie(SIGN_IN_COOKIE, path=PORTAL)
    return response


async def choose_language(request: PageRequest) -> Response:
    """Set the language of this browser and redirect back to the page."""
    language, back = request.query("to"), request.query("back")
    is_ours = back == PORTAL or back.startswith((f"{PORTAL}/", f"{PORTAL}?"))
    response = RedirectResponse(back if is_ours and "\\" not in back else PORTAL, 303)
    if language in LANGUAGES:
        request.set_cookie(response, LANGUAGE_COOKIE, language, path="/", max_age=YEAR)
    return response


async def sign_out(request: PageRequest) -> Response:
    """End the session of this browser."""
    await request.act(lambda session, me: web_sessions.end(session, me.session.id, by=me, now=request.now))
    response = request.redirect()
    request.delete_session_cookie(response)
    return response


async def choose_organisation(request: PageRequest) -> Response:
    """Choose the organisation to act for."""
    if request.is_post:
        await request.act(lambda session, me: _choose(session, me, request.field("organisation")))
        return request.redirect("/cars")
    await request.read(lambda _, me: me)
    return request.show("choose.html")


def _choose(session: Session, me: SignedIn, organisation: str) -> None:
    try:
        chosen = UUID(organisation)
    except ValueError:
        raise NotYours from None
    web_sessions.choose_organisation(session, me, chosen)


def _try_code(session: Session, request: PageRequest) -> tuple[str, WebSession] | Refusal:
    """Try the code. A refusal that counts the attempt is returned, not raised, so that the count is committed."""
    address, agent = client_address(request.http.scope), request.http.headers.get("user-agent", "")
    try:
        return web_sessions.sign_in(
            session, request.field("code"), address=address, device=browser_and_system(agent), now=request.now
        )
    except Refusal as refusal:
        if not refusal.keeps:
            raise
        return refusal


def _sign_in_page(request: PageRequest, *, over: bool = False, refused: bool = False, status: int = 200) -> Response:
    bound_to = request.http.cookies.get(SIGN_IN_COOKIE, "") or secrets.token_urlsafe(24)
    response = request.show("sign_in.html", status, csrf=csrf_token(bound_to), over=over, refused=refused)
    request.set_cookie(response, SIGN_IN_COOKIE, bound_to, path=PORTAL)
    return response


def browser_and_system(agent: str) -> str:
    """Return only browser and system of a User-Agent header, for example "Chrome, Windows"."""
    browser = next((name for token, name in BROWSERS.items() if token in agent), "?")
    system = next((name for token, name in SYSTEMS.items() if token in agent), "Linux" if "Linux" in agent else "?")
    return f"{browser}, {system}"
