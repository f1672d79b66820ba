"""HTTP middleware: enforces the policy of every route and adds the security headers to every response.

Order of the checks: host ──► method ──► rate limit ──► origin (CSRF) ──► body size ──► content type ──► access.
A request that fails one never reaches its route. Routes of the simulator have no policy: the host is checked, the
request has to come from this machine, and the headers are their own.
"""

import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.access import HttpRefusal, access_refusal, client_address, is_from_this_machine
from bot.web.dependencies import WebDependencies
from bot.web.errors import error_response, make_reference
from bot.web.hosts import AllowedHosts
from bot.web.rate_limit import RequestRateLimiter
from bot.web.route_policies import READ, Access, PolicyIndex, RateLimit, RoutePolicy
from bot.web.security_headers import security_headers
from bot.web.session_cookies import session_tokens

log = logging.getLogger("chezhu.web")

NO_ROUTE = RoutePolicy(Access.PUBLIC)  # Decides about the headers of errors that no route answers.


class BodyTooLarge(Exception):
    """The request's body is longer than the policy allows."""


class PolicyMiddleware:
    """ASGI middleware; one for the whole application."""

    def __init__(
        self, app: ASGIApp, *, web: WebDependencies, policies: PolicyIndex, extra_routes: Sequence[BaseRoute] = ()
    ) -> None:
        self._app = app
        self._web = web
        self._policies = policies
        self._extra_routes = extra_routes
        self._rate_limiter = RequestRateLimiter()
        self._hosts = AllowedHosts(web.settings)
        self._https, self._local = web.settings.public_url.startswith("https://"), web.settings.is_local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with an error."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = self._policies.find(scope["path"])
        scope.setdefault("state", {})["policy"] = policy
        headers = Headers(scope=scope)
        if not (policy and policy.any_host) and not self._hosts.allows(headers.get("host", "")):
            response = error_response(scope, 400, key="problem-host")
            await response(scope, receive, self._with_security_headers(send, NO_ROUTE))
        elif policy is not None:
            await self._enforce(scope, receive, self._with_security_headers(send, policy), policy, headers)
        elif any(route.matches(scope)[0] is not Match.NONE for route in self._extra_routes):
            is_here = is_from_this_machine(scope)
            await (self._app if is_here else error_response(scope, 403))(scope, receive, send)
        else:
            await self._app(scope, receive, self._with_security_headers(send, NO_ROUTE))

    async def _enforce(self, scope: Scope, receive: Receive, send: Send, policy: RoutePolicy, headers: Headers) -> None:
        refusal = self._refusal(scope, policy, headers)
        if refusal:
            status, extra = refusal
            await error_response(scope, status, headers=extra)(scope, receive, send)
            return
        response = ResponseTracker(send)
        try:
            await self._app(scope, limit_body(receive, policy.body_limit(headers)), response)
        except BodyTooLarge:
            await self._fail(scope, receive, response, 413)
        except ClientDisconnect:
            log.debug("a client left during its request", extra={"path": scope["path"]})
        except Exception:
            reference = make_reference()
            log.exception("request failed", extra={"reference": reference, "method": scope["method"]})
            await self._fail(scope, receive, response, 500, reference=reference)

    def _refusal(self, scope: Scope, policy: RoutePolicy, headers: Headers) -> HttpRefusal | None:
        method = scope["method"]
        if method not in policy.methods:
            return 405, {"Allow": ", ".join(sorted(policy.methods))}
        if wait := self._seconds_to_wait(scope, policy, headers):
            return 429, {"Retry-After": str(wait)}
        if method not in READ and policy.is_page and not _is_same_origin(headers):
            return 403, {}
        return _body_refusal(policy, headers) or access_refusal(policy.access, self._web.settings, scope)

    def _seconds_to_wait(self, scope: Scope, policy: RoutePolicy, headers: Headers) -> int:
        """Count a request, by who is signed in or by address, and return for how long it has to wait."""
        limit, now = policy.rate_limit, self._web.clock()
        if limit is RateLimit.PAGES:
            account = self._web.known_sessions.account_of(session_tokens(headers, is_https=self._https))
            if account is not None:
                return self._rate_limiter.seconds_to_wait_of_account(limit, account, now=now)
        return self._rate_limiter.seconds_to_wait(limit, client_address(scope), now=now)

    def _with_security_headers(self, send: Send, policy: RoutePolicy) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in security_headers(policy, https=self._https, local=self._local):
                    headers.setdefault(name, value)
            await send(message)

        return send_with_headers

    async def _fail(
        self, scope: Scope, receive: Receive, response: "ResponseTracker", status: int, *, reference: str = ""
    ) -> None:
        if response.has_started:  # Part of another response is sent already: only the connection can be closed.
            raise ConnectionAbortedError
        await error_response(scope, status, reference=reference)(scope, receive, response)


class ResponseTracker:
    """A `send` that remembers whether the response has started."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_started = False

    async def __call__(self, message: Message) -> None:
        """Send the message."""
        self.has_started = self.has_started or message["type"] == "http.response.start"
        await self._send(message)


def limit_body(receive: Receive, max_body: int) -> Receive:
    """Return a `receive` that raises BodyTooLarge beyond this many bytes, whatever Content-Length says."""
    received = 0

    async def receive_limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > max_body:
            raise BodyTooLarge
        return message

    return receive_limited


def _body_refusal(policy: RoutePolicy, headers: Headers) -> HttpRefusal | None:
    length = headers.get("content-length", "")
    if length and not (length.isascii() and length.isdigit()):
        return 400, {}
    if length and int(length) > policy.body_limit(headers):
        return 413, {}
    has_body = bool(length and int(length)) or "transfer-encoding" in headers
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if has_body and policy.content_types and not content_type.startswith(policy.content_types):
        return 415, {}
    return None


def _is_same_origin(headers: Headers) -> bool:
    """Whether one of our own pages sent the form. Browsers say so; other programs hold no session cookie."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
