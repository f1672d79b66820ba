"""A browser without a screen: opens pages, submits their forms with the CSRF token, keeps cookies."""

import html
import re
import sys
from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from typing import Any

import httpx

from bot.adapters.payments.gateway import Gateway
from bot.adapters.payments.webhook_events import (
    MalformedWebhook,
    RejectionReason,
    WebhookEvent,
    WebhookRejected,
    WebhookResponse,
)
from bot.adapters.sandbox.pool import SandboxPool
from bot.settings import load
from bot.web.app import create_app
from bot.web.dependencies import WebDependencies
from storage.payments.payments import PaymentProvider
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver

if find_spec("sniffio") is None:  # httpx looks for it at every request, in each folder of packages.
    sys.modules["sniffio"] = None  # type: ignore[assignment]

ORIGIN = "http://127.0.0.1:8080"
HTML = {"Accept": "text/html"}
CHINESE = {"Accept-Language": "zh-CN"}


class Visitor:
    """One browser at the web application of a app."""

    def __init__(
        self,
        app: AppDriver,
        *,
        origin: str = ORIGIN,
        address: str = "127.0.0.1",
        photo_pool: SandboxPool | None = None,
        drawing_pool: SandboxPool | None = None,
        gateways: Mapping[PaymentProvider, Gateway] | None = None,
        **settings: Any,
    ) -> None:
        self.app = app
        loaded = load(_env_file=None, **settings)
        self.web = WebDependencies(
            loaded,
            app.database,
            lambda: app.now,
            app.desk,
            gateways=gateways or {},
            photo_pool=photo_pool,
            drawing_pool=drawing_pool,
        )
        self.asgi = create_app(self.web)
        self.comes_from(address, origin)

    def comes_from(self, address: str, origin: str = ORIGIN) -> None:
        """Become a browser without cookies at this client address, at the same application."""
        transport = httpx.ASGITransport(self.asgi, client=(address, 1234))
        self.client = httpx.AsyncClient(transport=transport, base_url=origin, headers=HTML | CHINESE)
        self.answer = httpx.Response(200)

    @property
    def page(self) -> str:
        """The content of the last page."""
        return html.unescape(self.answer.text)

    def asks(self, method: str, path: str, **more: Any) -> int:
        """Send any request and return the status."""
        self.answer = self.app.wait(self.client.request(method, path, **more))
        return self.answer.status_code

    def opens(self, path: str = "/organisation", **more: Any) -> int:
        """Open a page, follow redirects, and return the status."""
        self.asks("GET", path, **more)
        return self._follow()

    def sends(self, path: str, **fields: str) -> int:
        """Submit a form with the CSRF token of the last page, follow redirects, and return the status."""
        self.asks("POST", path, data={"csrf": self.csrf(), **fields})
        return self._follow()

    def csrf(self) -> str:
        """Return the CSRF token of the last page's forms."""
        found = re.search(r'name="csrf" value="([^"]*)"', self.answer.text)
        return found[1] if found else ""

    def signs_in(self, code: str) -> int:
        """Submit a sign-in code and return the status."""
        self.opens()
        return self.sends("/organisation/sign-in", code=code)

    def sees(self, *fragments: str) -> None:
        """Assert that the page contains all of this."""
        for fragment in fragments:
            assert fragment in self.page, f"{fragment!r} is not on the page:\n{self.page}"

    def _follow(self) -> int:
        while self.answer.is_redirect:
            self.answer = self.app.wait(self.client.get(self.answer.headers["location"]))
        return self.answer.status_code


class RefusingGateway:
    """A payment gateway that refuses every webhook event and remembers the length of each body."""

    def __init__(self, provider: PaymentProvider) -> None:
        self.provider = provider
        self.lengths: list[int] = []

    async def parse_webhook(self, headers: Any, body: bytes, now: datetime) -> WebhookEvent:
        self.lengths.append(len(body))
        raise MalformedWebhook(RejectionReason.MALFORMED)

    def webhook_response(self, rejection: WebhookRejected | None = None) -> WebhookResponse:
        return WebhookResponse(rejection.status if rejection else 200, "text/plain", "")


def code_for(actor: Actor) -> str:
    """Get a sign-in code in the chat."""
    actor.says("/organisation")
    if "登录网页" not in " ".join(actor.labels()):
        actor.taps("有限公司")
    actor.taps("登录网页")
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}\b", actor.last())
    assert found is not None, actor.last()
    return found[0]
