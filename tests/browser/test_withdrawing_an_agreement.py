"""The owner on the page: stops what their code agreed to, refuses with a reason, takes back in words."""

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests import browsers
from tests.browser.desk_process import PhonePage, running, take_screenshot

DRIVER, OWNER, REVIEWER = 700_000_001, 700_000_002, 700_000_101


def test_the_owner_stops_what_their_code_agreed_to_and_refuses(browser: Browser, tmp_path: Path) -> None:
    options = {"viewport": {"width": 1400, "height": 900}, "locale": "zh-CN", "reduced_motion": "reduce"}
    with running(tmp_path) as address, browsers.open_window(browser, **options) as window:
        page = window.new_page()
        page.goto(address)
        driver, owner, other = (PhonePage(page, address, each) for each in (DRIVER, OWNER, REVIEWER))
        for phone in (driver, owner, other):
            phone.starts()
            phone.sees("请选择要办理的事项")
        owner.says("/file")
        owner.taps("我是车主")
        owner.sees("给哪一辆车出示")  # The menu has a button with this plate too.
        owner.taps("桂A·12345")
        owner.sees("短码")
        driver.says("/file")
        driver.taps("扫码备案")
        driver.says(_short_code(owner))
        driver.taps("朋友")
        owner.sees("对方使用二维码即表示您同意")
        owner.taps("终止")
        owner.taps("确定终止")
        driver.sees("车主收回了同意")
        other.says("/file 02 桂A12345 123456")
        other.taps("同事")
        other.taps("确认，请车主验证")
        owner.taps("拒绝")
        owner.taps("不认识这个人")
        other.sees("说不认识您")
        take_screenshot(page, "refused")


def test_an_agreement_is_taken_back_by_a_word_on_a_phone_in_english(browser: Browser, tmp_path: Path) -> None:
    options = {"viewport": browsers.PHONE, "locale": "en-GB", "reduced_motion": "reduce"}
    with running(tmp_path) as address, browsers.open_window(browser, **options) as window:
        page = window.new_page()
        page.goto(address)
        driver, owner = PhonePage(page, address, DRIVER), PhonePage(page, address, OWNER)
        for phone in (driver, owner):
            phone.starts()
            phone.says("/language")
            phone.taps("English")
            phone.sees("I will speak English")
        driver.says("/file 02 桂A12345 123456")
        driver.taps("Friend")
        driver.taps("Confirm")
        owner.taps("Approve")
        owner.sees("You have approved")
        owner.says("withdraw")
        owner.sees("You have withdrawn your approval")
        expect(owner.phone.get_by_role("button", name="Block this person")).to_be_visible()
        take_screenshot(page, "phone-withdrawn")
        driver.sees("The owner has withdrawn their approval")


def _short_code(owner: PhonePage) -> str:
    found = re.search(r"短码：(\S+)", owner.phone.locator(".of-bot", has_text="短码").last.inner_text())
    assert found is not None
    return found[1]
