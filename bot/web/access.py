"""Access checks by request headers: Telegram's secret token for updates, the operator's token for metrics."""

import hmac

from starlette.datastructures import Headers

from bot.settings import Settings
from bot.web.hosts import host_name, is_loopback
from bot.web.route_policies import Access

SECRET_TOKEN_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# Every header of a proxy begins with one of these.
PROXY_HEADERS = ("forwarded", "x-forwarded", "x-real-", "x-original-", "via", "x-client-ip", "cf-", "true-client-ip")

HttpRefusal = tuple[int, dict[str, str]]  # HTTP status and additional headers.


def access_refusal(access: Access, settings: Settings, headers: Headers, client: str) -> HttpRefusal | None:
    """Return how to refuse a request that the route's access rule does not allow. client: the client's address."""
    secret, token = settings.webhook_secret, settings.metrics_token
    # Without a secret the webhook's route answers 404.
    if access is Access.TELEGRAM and secret and not _same(headers.get(SECRET_TOKEN_HEADER, ""), secret):
        return 403, {}
    if access is Access.OPERATOR and token and not _same(headers.get("authorization", ""), f"Bearer {token}"):
        return 401, {"WWW-Authenticate": "Bearer"}
    if access is Access.OPERATOR and not token and not is_from_this_machine(headers, client):
        return 403, {}
    return None


def _same(given: str, secret: str) -> bool:
    # Compared as bytes: compare_digest raises for text with characters beyond ASCII, which a header may hold.
    return hmac.compare_digest(given.encode(), secret.encode())


def is_from_this_machine(headers: Headers, client: str) -> bool:
    """Whether this machine asks for itself. A forwarded request comes from elsewhere."""
    is_here = is_loopback(client) and is_loopback(host_name(headers.get("host", "")))
    return is_here and not any(name.startswith(PROXY_HEADERS) for name in headers)
