"""Violations on the page: selected, handled, and the payment code paid with the wallet of the same phone."""

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests import browsers
from tests.browser.desk_process import PhonePage, running

DRIVER = 700_000_001
PHONE = "+8613800000001"


def test_two_violations_are_handled_and_paid_by_scanning_the_code(browser: Browser, tmp_path: Path) -> None:
    options = {"viewport": {"width": 1366, "height": 860}, "locale": "zh-CN", "reduced_motion": "reduce"}
    with running(tmp_path) as address, browsers.open_window(browser, **options) as window:
        page = window.new_page()
        page.goto(address)
        driver = PhonePage(page, address, DRIVER)
        driver.starts()
        driver.sees("请选择要办理的事项")
        driver.says("/violations")
        driver.sees("通知设置")  # The menu has a button with this plate too.
        for label in ("桂A·3L168", "选择并处理", "全选"):
            driver.taps(label)
        driver.sees("合计 2 条：罚款 250 元")
        for label in ("处理并缴款", "事实无误"):
            driver.taps(label)
        driver.sees("验证码")
        driver.says(_code(driver))
        driver.taps("微信支付")
        driver.sees("微信支付扫码缴款：250 元")
        driver.phone.locator(".of-bot .pictures img").last.click()
        page.get_by_role("button", name="用钱包支付").click()
        page.get_by_role("button", name="支付", exact=True).click()
        driver.sees("缴款成功")
        expect(driver.phone.locator(".of-bot", has_text="250 元").last).to_be_visible()


def _code(driver: PhonePage) -> str:
    """Wait for a text message and return the newest code."""
    expect(driver.phone.locator(".notification-main").first).to_be_visible()
    return str(re.findall(r"\d{6}", driver.sms(PHONE)[-1])[0])
