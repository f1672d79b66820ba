"""A certificate held up on one phone, photographed by another, and looked up by an officer on a third."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests import browsers
from tests.browser.running import Hand, running

DRIVER, OWNER = 700_000_001, 700_000_002


def shot(page: Page, name: str) -> None:
    """Keep a screenshot for whoever wants to look: under var/, which no commit takes."""
    folder = Path("var/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def test_the_certificate_is_shown_applied_for_drawn_and_verified_from_a_photo(browser: Browser, tmp_path: Path) -> None:
    options = {"viewport": {"width": 1366, "height": 860}, "locale": "zh-CN", "reduced_motion": "reduce"}
    with running(tmp_path) as address, browsers.open_window(browser, **options) as window:
        page = window.new_page()
        page.goto(address)
        driver, owner = Hand(page, address, DRIVER), Hand(page, address, OWNER)
        owner.starts()
        owner.sees("请选择要办理的事项")
        owner.says("/certificate")
        owner.taps("桂A·D10086")
        owner.sees("有效")
        shot(page, "certificate")
        owner.taps("申请新的检验标志")
        owner.taps("我已了解，申请")
        owner.sees("1 条违法没有处理")
        owner.says("/certificate")
        owner.taps("桂A·D10086")
        owner.taps("下载")
        shot(page, "certificate-forms")
        owner.taps("图片")
        owner.sees("离线凭证")
        shot(page, "certificate-drawn")
        driver.starts()
        driver.sees("请选择要办理的事项")
        driver.says("/verify")
        driver.sees("分享码")
        driver.photographs("王秀英")
        driver.sees("真实有效")
        shot(page, "certificate-verified")
