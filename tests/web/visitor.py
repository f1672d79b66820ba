"""Somebody at a browser without a screen: opens pages, sends the forms that stand on them, keeps cookies."""

import html
import re
from typing import Any

import httpx

from bot.adapters.sandbox.pool import Laboratory
from bot.settings import load
from bot.web.app import create_app
from bot.web.dependencies import WebSide
from tests.stories.actor import Actor
from tests.stories.app_driver import Town

ORIGIN = "http://127.0.0.1:8080"
HTML = {"Accept": "text/html"}
CHINESE = {"Accept-Language": "zh-CN"}


class Visitor:
    """One browser at the web side of a town."""

    def __init__(
        self,
        town: Town,
        *,
        origin: str = ORIGIN,
        address: str = "127.0.0.1",
        laboratory: Laboratory | None = None,
        **settings: Any,
    ) -> None:
        self.town = town
        own = load(_env_file=None, **settings)
        side = WebSide(own, town.database, lambda: town.now, town.desk, laboratory=laboratory)
        self.app = create_app(side)
        self.comes_from(address, origin)

    def comes_from(self, address: str, origin: str = ORIGIN) -> None:
        """Be a browser without cookies at another address, at the same desk."""
        transport = httpx.ASGITransport(self.app, client=(address, 1234))
        self.client = httpx.AsyncClient(transport=transport, base_url=origin, headers=HTML | CHINESE)
        self.answer = httpx.Response(200)

    @property
    def page(self) -> str:
        """What the last page says."""
        return html.unescape(self.answer.text)

    def asks(self, method: str, path: str, **more: Any) -> int:
        """Send anything; returns the status."""
        self.answer = self.town.wait(self.client.request(method, path, **more))
        return self.answer.status_code

    def opens(self, path: str = "/organisation", **more: Any) -> int:
        """Open a page, and follow where it leads; returns the status."""
        self.asks("GET", path, **more)
        return self._follow()

    def sends(self, path: str, **fields: str) -> int:
        """Send a form with what the last page hides in its forms, and follow where it leads."""
        self.asks("POST", path, data={"csrf": self.csrf(), **fields})
        return self._follow()

    def csrf(self) -> str:
        """What the forms of the last page carry."""
        found = re.search(r'name="csrf" value="([^"]*)"', self.answer.text)
        return found[1] if found else ""

    def signs_in(self, code: str) -> int:
        """Type a sign-in code."""
        self.opens()
        return self.sends("/organisation/sign-in", code=code)

    def sees(self, *fragments: str) -> None:
        """Fail unless the page says all of this."""
        for fragment in fragments:
            assert fragment in self.page, f"the page says:\n{self.page}\nnot: {fragment}"

    def _follow(self) -> int:
        while self.answer.is_redirect:
            self.answer = self.town.wait(self.client.get(self.answer.headers["location"]))
        return self.answer.status_code


def code_for(actor: Actor) -> str:
    """Get a sign-in code in the chat, as a person does."""
    actor.says("/organisation")
    if "登录网页" not in " ".join(actor.labels()):
        actor.taps("有限公司")
    actor.taps("登录网页")
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", actor.last())
    assert found is not None, actor.last()
    return found[0]
