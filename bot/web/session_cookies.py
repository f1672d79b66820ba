"""The cookies of sessions: of the organisation portal and of the staff's page."""

from collections.abc import Iterator

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

PORTAL_COOKIE, STAFF_COOKIE = "session", "staff"


def session_cookie_name(cookie: str, *, is_https: bool) -> str:
    """Return the name of a session cookie. By https it has the prefix __Host-, so that no other host can set it."""
    return f"__Host-{cookie}" if is_https else cookie


def session_tokens(headers: Headers, *, is_https: bool) -> Iterator[str]:
    """Yield the tokens of sessions that a request brings; they may be invented."""
    sent = cookie_parser(headers.get("cookie", ""))
    for cookie in (STAFF_COOKIE, PORTAL_COOKIE):
        if token := sent.get(session_cookie_name(cookie, is_https=is_https), ""):
            yield token
