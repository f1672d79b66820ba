"""Access checks by request headers: Telegram's secret token for updates, the operator's token for metrics."""

import hmac

from starlette.datastructures import Headers

from bot.settings import Settings
from bot.web.hosts import LOOPBACK, host_name
from bot.web.route_policies import Access

SECRET_TOKEN_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FORWARDED_HEADERS = ("forwarded", "x-forwarded-for", "x-real-ip")

Refusal = tuple[int, dict[str, str]]
"""HTTP status and additional headers."""


def access_refusal(access: Access, settings: Settings, headers: Headers, client: str) -> Refusal | None:
    """Return how to refuse a request that the route's access rule does not allow. client: the client's address."""
    match access:
        case Access.TELEGRAM:
            known = settings.webhook_secret
            return None if known and _same(headers.get(SECRET_TOKEN_HEADER, ""), known) else (403, {})
        case Access.OPERATOR if settings.metrics_token:
            has_token = _same(headers.get("authorization", ""), f"Bearer {settings.metrics_token}")
            return None if has_token else (401, {"WWW-Authenticate": "Bearer"})
        case Access.OPERATOR:
            return None if _is_local(headers, client) else (403, {})
    return None


def _same(given: str, secret: str) -> bool:
    # Compared as bytes: compare_digest raises for text with characters beyond ASCII, which a header may hold.
    return hmac.compare_digest(given.encode(), secret.encode())


def _is_local(headers: Headers, client: str) -> bool:
    """Whether this machine asks for itself. A forwarded request comes from elsewhere."""
    is_loopback = client in LOOPBACK and host_name(headers.get("host", "")) in LOOPBACK
    return is_loopback and not any(name in headers for name in FORWARDED_HEADERS)
