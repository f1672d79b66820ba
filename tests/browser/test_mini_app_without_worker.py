"""The Mini App where the client lets it have no service worker, as on iOS."""

from pathlib import Path

from playwright.sync_api import Browser

from tests import browsers
from tests.browser.desk_process import running
from tests.browser.mini_app_page import MiniAppPage
from tests.browser.test_mini_app import OWNER, text_of


def test_a_page_without_a_worker_shows_what_it_has_fetched(browser: Browser, tmp_path: Path) -> None:
    """While the page stays open, a certificate that it has fetched needs no network."""
    options = {"viewport": browsers.PHONE, "locale": "zh-CN", "reduced_motion": "reduce", "service_workers": "block"}
    with running(tmp_path) as address, browsers.open_window(browser, **options) as window:
        owner = MiniAppPage(window, address, OWNER)
        owner.opens("certificates")
        owner.sees("获取时间")
        owner.screen()
        owner.taps_on("返回")
        window.set_offline(True)
        owner.opens("certificates")
        owner.sees("当前没有网络")
        assert text_of(owner.screen()).startswith("CZ1:")
