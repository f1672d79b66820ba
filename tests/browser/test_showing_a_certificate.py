"""A certificate shown on one phone, photographed with another and verified."""

from pathlib import Path

from playwright.sync_api import Browser

from tests import browsers
from tests.browser.desk_process import PhonePage, running, take_screenshot

DRIVER, OWNER = 700_000_001, 700_000_002


def test_a_certificate_is_shown_applied_for_drawn_and_verified_from_a_photo(browser: Browser, tmp_path: Path) -> None:
    options = {"viewport": {"width": 1366, "height": 860}, "locale": "zh-CN", "reduced_motion": "reduce"}
    with running(tmp_path) as address, browsers.open_window(browser, **options) as window:
        page = window.new_page()
        page.goto(address)
        driver, owner = PhonePage(page, address, DRIVER), PhonePage(page, address, OWNER)
        owner.starts()
        owner.sees("请选择要办理的事项")
        owner.says("/certificate")
        owner.taps("桂A·D10086")
        owner.sees("有效")
        take_screenshot(page, "certificate")
        owner.taps("申请新的检验标志")
        owner.sees("1 条违法没有处理")
        owner.says("/certificate")
        owner.taps("桂A·D10086")
        owner.taps("下载")
        take_screenshot(page, "certificate-forms")
        owner.taps("图片")
        owner.sees("离线凭证")
        take_screenshot(page, "certificate-drawn")
        driver.starts()
        driver.sees("请选择要办理的事项")
        driver.says("/verify")
        driver.sees("分享码")
        driver.photographs("王秀英")
        driver.sees("真实有效")
        take_screenshot(page, "certificate-verified")
