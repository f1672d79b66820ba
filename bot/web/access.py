"""Access checks by request headers: Telegram's secret token for updates, the operator's token for metrics."""

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from bot.settings import Settings
from bot.web.hosts import host_name, is_loopback
from bot.web.route_policies import Access

SECRET_TOKEN_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# Every header of a proxy begins or ends with one of these.
PROXY_HEADERS = ("forwarded", "x-forwarded", "x-real-", "x-original-", "via", "x-client-ip", "cf-", "true-client-ip")
PROXY_HEADER_ENDS = ("-ip", "clientip")

# What Prometheus, curl and a browser of this machine send. A proxy that forwards as if this machine asked is known by
# any other header, such as that of a trace.
SCRAPER_HEADERS = frozenset(
    {
        *("host", "user-agent", "accept", "accept-encoding", "accept-language", "connection", "cache-control"),
        *("pragma", "cookie", "dnt", "priority", "upgrade-insecure-requests", "x-prometheus-scrape-timeout-seconds"),
    }
)
BROWSER_HEADERS = "sec-"

HttpRefusal = tuple[int, dict[str, str]]  # HTTP status and additional headers.


def access_refusal(access: Access, settings: Settings, scope: Scope) -> HttpRefusal | None:
    """Return how to refuse a request that the route's access rule does not allow."""
    headers, secret, token = Headers(scope=scope), settings.webhook_secret, settings.metrics_token
    # Without a secret the webhook's route answers 404.
    if access is Access.TELEGRAM and secret and not _same(headers.get(SECRET_TOKEN_HEADER, ""), secret):
        return 403, {}
    if access is Access.OPERATOR and token and not _same(headers.get("authorization", ""), f"Bearer {token}"):
        return 401, {"WWW-Authenticate": "Bearer"}
    if access is Access.OPERATOR and not token and not (_is_alone(settings) and _is_scraped_here(scope, headers)):
        return 403, {}
    return None


def client_address(scope: Scope) -> str:
    """Return the client's address, as a trusted proxy names it."""
    return scope["client"][0] if scope.get("client") else ""


def is_from_this_machine(scope: Scope) -> bool:
    """Whether this machine asks for itself. A forwarded request comes from elsewhere.

    A proxy may add no header and name this machine as the host: nginx does by default, in HTTP/1.0.
    """
    headers = Headers(scope=scope)
    is_here = is_loopback(client_address(scope)) and is_loopback(host_name(headers.get("host", "")))
    is_forwarded = any(name.startswith(PROXY_HEADERS) or name.endswith(PROXY_HEADER_ENDS) for name in headers)
    return is_here and scope.get("http_version") != "1.0" and not is_forwarded


def _is_alone(settings: Settings) -> bool:
    """Whether no setting says that people reach the desk from outside: by a proxy, or by another name."""
    if settings.trusted_proxies or settings.allowed_hosts:
        return False
    return not settings.public_url or is_loopback(host_name(urlsplit(settings.public_url).netloc))


def _is_scraped_here(scope: Scope, headers: Headers) -> bool:
    known = (name in SCRAPER_HEADERS or name.startswith(BROWSER_HEADERS) for name in headers)
    return is_from_this_machine(scope) and all(known)


def _same(given: str, secret: str) -> bool:
    # Compared as bytes: compare_digest raises for text with characters beyond ASCII, which a header may hold.
    return hmac.compare_digest(given.encode(), secret.encode())
