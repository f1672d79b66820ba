"""The Mini App on the phones of the local Telegram: the filer scans the code on the screen of the owner's phone."""

from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, expect

from tests import browsers
from tests.browser.desk_process import PhonePage, running, take_screenshot

DRIVER, OWNER = 700_000_001, 700_000_002


def opened(phone: PhonePage) -> FrameLocator:
    """Open the app with the menu button of a phone."""
    phone.phone.locator(".composer .commands-button").click()
    app = phone.phone.frame_locator("iframe.mini-app-page")
    expect(app.locator(".tiles")).to_be_visible(timeout=15000)
    return app


def test_a_code_is_scanned_from_the_phone_beside(browser: Browser, tmp_path: Path) -> None:
    options = {"viewport": {"width": 1366, "height": 860}, "locale": "zh-CN", "reduced_motion": "reduce"}
    with running(tmp_path) as address, browsers.open_window(browser, **options) as window:
        page = window.new_page()
        page.goto(address)
        driver, owner = PhonePage(page, address, DRIVER), PhonePage(page, address, OWNER)
        owner.starts()
        driver.starts()
        owner.sees("请选择要办理的事项")
        driver.sees("请选择要办理的事项")
        shown = opened(owner)
        shown.locator(".tile.code").click()
        shown.get_by_role("button", name="桂A·D10086").click()
        expect(shown.locator("img.code")).to_be_visible(timeout=15000)
        filer = opened(driver)
        filer.locator(".tile.scan").click()
        driver.phone.get_by_role("dialog", name="扫描二维码").locator(".shot").first.click()
        filer.get_by_role("button", name="家人").click()
        expect(filer.locator("main")).to_contain_text("还差一步", timeout=15000)
        expect(shown.locator("main")).to_contain_text("申请备案", timeout=15000)
        take_screenshot(page, "app-in-local-telegram")
        filer.get_by_role("button", name="回到聊天继续办理").click()
        expect(driver.phone.locator("iframe.mini-app-page")).to_have_count(0)
        driver.sees("实人认证")
