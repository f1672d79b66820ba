"""A Mini App without a screen: opens it with launch data as a Telegram client gets them, and sends its requests."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bot.adapters.sandbox.pool import SandboxPool
from tests.stories.actor import Actor
from tests.stories.app_driver import TOKEN, AppDriver
from tests.web.visitor import Visitor

JSON = {"Accept": "application/json"}


def launch_data(telegram_id: int, now: datetime, *, token: str = TOKEN, **more: str) -> str:
    """Return signed launch data of this user. more: further fields, or others in place of these."""
    user = {"id": telegram_id, "first_name": "李 & 李", "language_code": "zh-hans", "allows_write_to_pm": True}
    fields = {"query_id": "AAHdF6IQAAAAAN0XohDhrOrc", "user": json.dumps(user), "auth_date": f"{now.timestamp():.0f}"}
    return urlencode(signed(fields | more, token))


def signed(fields: dict[str, str], token: str = TOKEN) -> dict[str, str]:
    """Return the fields with their hash."""
    lines = "\n".join(f"{key}={fields[key]}" for key in sorted(fields))
    secret = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return fields | {"hash": hmac.digest(secret, lines.encode(), hashlib.sha256).hex()}


class AppVisitor(Visitor):
    """One opened Mini App."""

    def __init__(self, app: AppDriver, *, photo_pool: SandboxPool | None = None, **settings: Any) -> None:
        super().__init__(app, photo_pool=photo_pool, **settings)
        self.token = ""

    @property
    def said(self) -> dict[str, Any]:
        """The last answer."""
        found: dict[str, Any] = self.answer.json()
        return found

    def begins(self, init_data: str) -> int:
        """Send launch data and return the status."""
        status = self.asks("POST", "/app/session", json={"init_data": init_data}, headers=JSON)
        self.token = self.said.get("token", "")
        return status

    def opened_by(self, actor: Actor) -> "AppVisitor":
        """Open the app as this Telegram user; each time a second later, as no two launches are alike."""
        self.app.now += timedelta(seconds=1)
        assert self.begins(launch_data(actor.id, self.app.now)) == 200, self.answer.text
        return self

    def gets(self, path: str) -> int:
        """Ask for something and return the status."""
        return self.asks("GET", f"/app/{path}", headers=self._headers)

    def posts(self, path: str, **body: Any) -> int:
        """Do something and return the status."""
        return self.asks("POST", f"/app/{path}", json=body, headers=self._headers)

    @property
    def _headers(self) -> dict[str, str]:
        return JSON | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
