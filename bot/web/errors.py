"""Error responses: a page or JSON with one sentence in the client's language, never a stack trace.

The machine API answers in English only, always as JSON.
"""

import secrets
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from bot import profile
from bot.profile import Journey
from bot.texts import Texts, texts
from bot.web.route_policies import API, APP, PORTAL, STAFF, VERIFY, RoutePolicy
from bot.web.templating import language_of, page

STATUSES_WITH_TEXT = frozenset({400, 403, 404, 405, 413, 415, 429, 500, 503})
ENGLISH = "en"


def error_response(
    scope: Scope,
    status: int,
    *,
    key: str = "",
    sentence: str = "",
    reference: str = "",
    headers: Mapping[str, str] | None = None,
    back: str = "",
    words: Texts | None = None,
) -> Response:
    """Return the response with this status and sentence, or the text of `key`, or the text of the status.

    back: where the page leads; by default to the beginning of the pages that the path belongs to. words: of the
    reader; by default in the language of the browser.
    """
    catalogue = words or texts(ENGLISH if _is_of_api(scope) else language_of(scope))
    sentence = sentence or catalogue.plain(key or _text_key(status))
    if not wants_page(scope):
        content = {"error": sentence} | ({"reference": reference} if reference else {})
        return JSONResponse(content, status, headers=headers)
    about = {"status": status, "reference": reference, "back": back or home_of(scope["path"]), "is_home": not back}
    html = page("problem.html", catalogue, sentence=sentence, **about)
    return Response(html, status, headers=headers, media_type="text/html")


def home_of(path: str) -> str:
    """Return where the pages begin to which a path belongs. Verification is what every desk offers to everybody."""
    begins = (STAFF, APP, PORTAL) if profile.offers(Journey.ORGANISATIONS) else (STAFF, APP)
    return next((each for each in begins if path == each or path.startswith(f"{each}/")), VERIFY)


async def http_exception_response(request: Request, problem: Exception) -> Response:
    """Return the response to an error of the router, such as an unknown path."""
    assert isinstance(problem, HTTPException)
    return error_response(request.scope, problem.status_code, headers=problem.headers)


def wants_page(scope: Scope) -> bool:
    """Whether the client is a browser, and the route, if there is one, answers people rather than programs."""
    policy: RoutePolicy | None = scope.get("state", {}).get("policy")
    accepts = "text/html" in Headers(scope=scope).get("accept", "")
    return accepts and (policy is None or policy.is_page) and not _is_of_api(scope)


def make_reference() -> str:
    """Return a random number by which staff find the error in the log."""
    return secrets.token_hex(4)


def _is_of_api(scope: Scope) -> bool:
    return bool(scope["path"].startswith(f"{API}/"))


def _text_key(status: int) -> str:
    if status == 401:
        return "problem-403"
    return f"problem-{status if status in STATUSES_WITH_TEXT else 500}"
