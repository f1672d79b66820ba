"""Route policies: for each path who may use it, with which methods and bodies, and how often.

This table is the only declaration of a path's policy. Routes are built by `route()`, which knows no other paths.
Before the route runs, the middleware enforces methods, body, rate limit, and who may use it, but for the kinds of
`Access` that the route checks itself: a session of the portal, the staff's page or the Mini App, the key of a client of
the machine API, and the signature of a payment provider.
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from bot.services.importing.api_kinds import ApiKind
from bot.web import staff_paths

Endpoint = Callable[[Request], Awaitable[Response]]

FORM = ("application/x-www-form-urlencoded",)
UPLOAD = ("multipart/form-data",)
JSON = ("application/json",)
READ = frozenset({"GET", "HEAD"})
POST = frozenset({"POST"})
MAX_TEXT_BODY = 65_536


class Access(StrEnum):
    """Who may use a route.

    The middleware checks Telegram's secret token and the operator's metrics token. A payment provider's signature
    covers the body, so the route verifies it. The portal, the staff's page and the Mini App look their session up
    in the transaction of each request.
    """

    PUBLIC = "public"
    TELEGRAM = "telegram"
    PAYMENT_PROVIDER = "payment_provider"
    SESSION = "session"
    STAFF = "staff"
    APP = "app"
    CLIENT = "client"
    OPERATOR = "operator"


class RateLimit(StrEnum):
    """Which rate limit a route counts towards; each client address has its own count.

    Towards PAGES those who are signed in count by account, whatever their address.
    """

    PAGES = "pages"
    SIGN_IN = "sign_in"
    VERIFICATION = "verification"
    API = "api"


@dataclass(frozen=True, slots=True)
class RoutePolicy:
    """The policy of one path.

    max_body: bytes; without uploaded files no more than MAX_TEXT_BODY where they are accepted. content_types: accepted
    prefixes; empty accepts any type. any_host: also answers requests for host names that are not configured. is_page:
    answers people rather than programs. camera: the page may use the camera. framed: Telegram's web clients may show it
    in a frame. max_age: seconds for which caches may keep the response; 0 forbids caching.
    """

    access: Access
    methods: frozenset[str] = READ
    max_body: int = 0
    content_types: tuple[str, ...] = ()
    rate_limit: RateLimit | None = None
    any_host: bool = False
    is_page: bool = False
    camera: bool = False
    framed: bool = False
    max_age: int = 0

    def body_limit(self, headers: Headers) -> int:
        """Return how many bytes the body of a request with these headers may have."""
        return self.max_body if UPLOAD[0] not in self.content_types or is_upload(headers) else MAX_TEXT_BODY


def is_upload(headers: Headers) -> bool:
    """Whether a request brings a form with files. They are kept on the disk, all other bodies in memory."""
    return headers.get("content-type", "").strip().lower().startswith(UPLOAD)


HEALTH = RoutePolicy(Access.PUBLIC, any_host=True)
PAYMENT_WEBHOOK = RoutePolicy(Access.PAYMENT_PROVIDER, POST, max_body=65_536)
VERIFICATION = RoutePolicy(
    Access.PUBLIC,
    READ | POST,
    max_body=12_000_000,
    content_types=FORM + UPLOAD + JSON,
    rate_limit=RateLimit.VERIFICATION,
)
PUBLIC_PAGE = RoutePolicy(Access.PUBLIC, rate_limit=RateLimit.PAGES, is_page=True)
PAGE = RoutePolicy(Access.SESSION, rate_limit=RateLimit.PAGES, is_page=True)
ACTION = RoutePolicy(  # The longest words have a thousand characters, of which each takes up to twelve bytes in a form.
    Access.SESSION, POST, max_body=16_000, content_types=FORM, rate_limit=RateLimit.PAGES, is_page=True
)
PAGE_AND_ACTION = replace(ACTION, methods=READ | POST)
STAFF_PAGE, STAFF_ACTION = replace(PAGE, access=Access.STAFF), replace(ACTION, access=Access.STAFF)
STAFF_PHOTO, STAFF_PAGE_AND_ACTION = replace(STAFF_PAGE, is_page=False), replace(STAFF_ACTION, methods=READ | POST)
APP_QUERY = RoutePolicy(Access.APP, rate_limit=RateLimit.PAGES)
APP_ACTION = RoutePolicy(Access.APP, POST, max_body=10_000, content_types=JSON, rate_limit=RateLimit.PAGES)
API_BATCH = RoutePolicy(Access.CLIENT, POST, max_body=4_000_000, content_types=JSON, rate_limit=RateLimit.API)
PORTAL = "/organisation"
STAFF = "/staff"
VERIFY = "/verify"
APP = "/app"
API = "/api/v1"
API_KINDS = tuple(kind.value for kind in ApiKind)

POLICIES = {
    "/healthz": HEALTH,
    "/readyz": HEALTH,
    "/metrics": RoutePolicy(Access.OPERATOR),
    "/telegram/updates": RoutePolicy(Access.TELEGRAM, POST, max_body=1_000_000, content_types=JSON),
    "/notices/wechat": PAYMENT_WEBHOOK,
    "/notices/alipay": PAYMENT_WEBHOOK,
    VERIFY: replace(VERIFICATION, content_types=FORM + UPLOAD, is_page=True, camera=True),
    "/api/verify": VERIFICATION,
    f"{API}/openapi.json": RoutePolicy(Access.PUBLIC, rate_limit=RateLimit.PAGES, max_age=300),
    f"{API}/events": RoutePolicy(Access.CLIENT, rate_limit=RateLimit.API),
    **{f"{API}/{kind}": API_BATCH for kind in API_KINDS},
    "/keys": RoutePolicy(Access.PUBLIC, rate_limit=RateLimit.VERIFICATION, max_age=300),
    APP: replace(PUBLIC_PAGE, camera=True, framed=True),
    f"{APP}/worker.js": RoutePolicy(Access.PUBLIC, rate_limit=RateLimit.PAGES),
    f"{APP}/assets": RoutePolicy(Access.PUBLIC, rate_limit=RateLimit.PAGES, max_age=3600),
    f"{APP}/session": replace(APP_ACTION, access=Access.PUBLIC),
    f"{APP}/session/about": APP_QUERY,
    f"{APP}/session/end": APP_ACTION,
    f"{APP}/requests": APP_QUERY,
    f"{APP}/requests/approve": APP_ACTION,
    f"{APP}/requests/refuse": APP_ACTION,
    f"{APP}/requests/stop": APP_ACTION,
    f"{APP}/requests/unbind": APP_ACTION,
    f"{APP}/requests/term": APP_ACTION,
    f"{APP}/vehicles": APP_QUERY,
    f"{APP}/certificates": APP_ACTION,
    f"{APP}/codes": APP_ACTION,
    f"{APP}/codes/{{code:uuid}}": APP_QUERY,
    f"{APP}/codes/{{code:uuid}}/cancel": APP_ACTION,
    f"{APP}/scan": replace(APP_ACTION, rate_limit=RateLimit.VERIFICATION),
    f"{APP}/scan/picture": replace(
        APP_ACTION, max_body=12_000_000, content_types=UPLOAD, rate_limit=RateLimit.VERIFICATION
    ),
    f"{APP}/filings": APP_ACTION,
    f"{APP}/organisation": APP_ACTION,
    f"{APP}/staff": APP_ACTION,
    PORTAL: PUBLIC_PAGE,
    f"{PORTAL}/assets": RoutePolicy(Access.PUBLIC, rate_limit=RateLimit.PAGES, max_age=3600),
    f"{PORTAL}/language": PUBLIC_PAGE,
    f"{PORTAL}/sign-in": replace(ACTION, access=Access.PUBLIC, rate_limit=RateLimit.SIGN_IN),
    f"{PORTAL}/sign-out": ACTION,
    f"{PORTAL}/choose": PAGE_AND_ACTION,
    f"{PORTAL}/browsers": PAGE,
    f"{PORTAL}/browsers/{{browser:uuid}}/end": ACTION,
    f"{PORTAL}/cars": PAGE,
    f"{PORTAL}/cars.csv": PAGE,
    f"{PORTAL}/cars/{{car:uuid}}": PAGE,
    f"{PORTAL}/cars/{{car:uuid}}/codes": ACTION,
    f"{PORTAL}/cars/{{car:uuid}}/codes/{{code:uuid}}": PAGE,
    f"{PORTAL}/cars/{{car:uuid}}/codes/{{code:uuid}}/cancel": ACTION,
    f"{PORTAL}/cars/{{car:uuid}}/filings/{{filing:uuid}}/unbind": PAGE_AND_ACTION,
    f"{PORTAL}/violations": PAGE,
    f"{PORTAL}/violations.csv": PAGE,
    f"{PORTAL}/violations.xlsx": PAGE,
    f"{PORTAL}/members": PAGE,
    f"{PORTAL}/members/invite": ACTION,
    f"{PORTAL}/members/withdraw": ACTION,
    f"{PORTAL}/members/{{member:uuid}}/remove": PAGE_AND_ACTION,
    f"{PORTAL}/members/{{member:uuid}}/hand-over": PAGE_AND_ACTION,
    STAFF: PUBLIC_PAGE,
    f"{STAFF}/language": PUBLIC_PAGE,
    f"{STAFF}/sign-in": replace(ACTION, access=Access.PUBLIC, rate_limit=RateLimit.SIGN_IN),
    **dict.fromkeys((f"{STAFF}/{path}" for path in staff_paths.PAGES), STAFF_PAGE),
    **dict.fromkeys((f"{STAFF}/{path}" for path in staff_paths.acts()), STAFF_ACTION),
    f"{STAFF}/imports/check": replace(STAFF_ACTION, max_body=20_100_000, content_types=FORM + UPLOAD),
    **dict.fromkeys((f"{STAFF}/{path}" for path in staff_paths.PHOTOS), STAFF_PHOTO),
    **dict.fromkeys((f"{STAFF}/{path}" for path in staff_paths.PAGES_AND_ACTS), STAFF_PAGE_AND_ACTION),
}


def route(path: str, endpoint: Endpoint) -> Route:
    """Return the route of a path, with the methods of its policy. Raises KeyError for a path without a policy."""
    return Route(path, endpoint, methods=POLICIES[path].methods)


class PolicyIndex:
    """Finds the policy of a request by its path, among the given routes."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._exact: dict[str, RoutePolicy] = {}
        self._patterns: list[tuple[re.Pattern[str], RoutePolicy]] = []
        for one in routes:
            assert isinstance(one, Route | Mount)
            if isinstance(one, Mount) or "{" in one.path:
                self._patterns.append((one.path_regex, POLICIES[one.path]))
            else:
                self._exact[one.path] = POLICIES[one.path]

    def find(self, path: str) -> RoutePolicy | None:
        """Return the policy of the route at this path, None if there is no such route."""
        exact = self._exact.get(path)
        return exact or next((policy for pattern, policy in self._patterns if pattern.match(path)), None)
