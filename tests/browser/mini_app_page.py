"""The Mini App in a window: opened as a Telegram client opens it, with a client's scanner if asked."""

import itertools
import json
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, Page, expect

from bot.runtime.local_simulator import TOKEN
from tests.web.app_visitor import launch_data

DARK = {"bg_color": "#17212b", "text_color": "#f5f5f5", "secondary_bg_color": "#232e3c"}
# A client on a phone: it keeps what the page tells it, and answers when the test says so.
CLIENT = """
window.told = [];
window.TelegramWebviewProxy = { postEvent: (event, data) => window.told.push([event, JSON.parse(data)]) };
"""
PAGES = itertools.count()


class MiniAppPage:
    """Page object of the app, opened by one person. scanner: the client has a scanner, as on Android and iOS.

    Each has an address of its own, as behind a reverse proxy: together they ask more often than one phone may.
    """

    def __init__(
        self,
        window: BrowserContext,
        address: str,
        person: int,
        *,
        scanner: bool = False,
        theme: dict[str, str] | None = None,
    ) -> None:
        self.page: Page = window.new_page()
        self.page.set_extra_http_headers({"X-Forwarded-For": f"198.{next(PAGES) % 256}.100.1"})
        self.taps = 0
        if scanner:
            self.page.add_init_script(CLIENT)
        launch = {
            "tgWebAppData": launch_data(person, datetime.now(UTC), token=TOKEN, query_id=str(time.time_ns())),
            "tgWebAppVersion": "8.0",
            "tgWebAppPlatform": "android" if scanner else "web",
            "tgWebAppThemeParams": json.dumps(theme or {}),
        }
        self.page.goto(f"{address}/app#{urlencode(launch)}")
        expect(self.page.locator(".tiles")).to_be_visible(timeout=15000)

    def opens(self, view: str) -> None:
        """Tap a tile of the first view."""
        self.taps += 1
        self.page.locator(f".tile.{view}").click()

    def taps_on(self, label: str) -> None:
        """Tap the button with this label."""
        self.taps += 1
        self.page.get_by_role("button", name=label, exact=True).last.click()

    def sees(self, text: str) -> None:
        """Wait until the view contains this."""
        expect(self.page.locator("main")).to_contain_text(text, timeout=15000)

    def chooses(self, picture: bytes) -> None:
        """Choose a picture of a code."""
        self.page.set_input_files("#picture", {"name": "code.png", "mimeType": "image/png", "buffer": picture})

    def screen(self) -> bytes:
        """Return a photo of the code on the screen."""
        code = self.page.locator("img.code").first
        expect(code).to_be_visible(timeout=15000)
        return code.screenshot()

    def is_told(self) -> list[str]:
        """Return what the page has told the client, by the names of the events."""
        told: list[list[Any]] = self.page.evaluate("window.told")
        return [event for event, _ in told]

    def scanner_reads(self, text: str) -> None:
        """Have the client's scanner read a code."""
        self.page.evaluate("text => window.Telegram.WebView.receiveEvent('qr_text_received', { data: text })", text)
