"""Filing by SMS on the page with three phones: filed, approved, shown, unbound."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from bot.cli.demo_data import FOLDER, PORTRAIT
from tests import browsers
from tests.browser.desk_process import PhonePage, running, take_screenshot

DRIVER, OWNER, REVIEWER = 700_000_001, 700_000_002, 700_000_101


def test_a_vehicle_is_filed_approved_shown_and_unbound(browser: Browser, tmp_path: Path) -> None:
    options = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", "reduced_motion": "reduce"}
    with running(tmp_path) as address, browsers.open_window(browser, **options) as window:
        page = window.new_page()
        page.goto(address)
        expect(page.locator(".phone")).to_have_count(3)
        driver, owner = PhonePage(page, address, DRIVER), PhonePage(page, address, OWNER)
        take_screenshot(page, "start")
        PhonePage(page, address, REVIEWER).starts()
        owner.starts()
        owner.sees("请选择要办理的事项")
        driver.starts()
        driver.sees("请选择要办理的事项")
        applies_by_sms(page, driver)
        owner.sees("有人想备案您的机动车")
        take_screenshot(page, "asked")
        owner.taps("同意")
        owner.sees("您已同意")
        passes_face_check(page, driver)
        owner.sees("已备案您的机动车")
        take_screenshot(page, "finished")
        shows_progress_and_unbinds(driver)
        owner.sees("由备案人自己解除")
        take_screenshot(page, "unbound")


def applies_by_sms(page: Page, driver: PhonePage) -> None:
    """Apply to file the owner's car, up to the SMS code."""
    driver.says("/file")
    driver.sees("先看这几条")
    take_screenshot(page, "hints")
    driver.taps("短信验证备案")
    driver.says("桂A12345")
    driver.sees("后六位")
    driver.says("123456")
    driver.taps("朋友")
    driver.sees("请核对")
    take_screenshot(page, "confirm")
    driver.taps("确认，请车主验证")


def passes_face_check(page: Page, driver: PhonePage) -> None:
    """Agree to the face check and pass it."""
    driver.sees("车主同意了")
    driver.sees("人脸信息使用同意书")
    take_screenshot(page, "consent")
    driver.taps("同意，开始人脸认证")
    driver.sees("四个数字")
    driver.sends_photo((FOLDER / PORTRAIT).read_bytes())
    driver.sees("恭喜您备案申请成功")


def shows_progress_and_unbinds(driver: PhonePage) -> None:
    """Look at the finished application and end the filing."""
    driver.says("/progress")
    driver.taps("桂A·12345")
    driver.sees("业务办结")
    driver.says("/vehicles")
    driver.sees("还可以备案")  # Before the list arrives, a button of the progress page has the same plate.
    driver.taps("桂A·12345")
    driver.taps("解除备案")
    driver.sees("已解除")


def test_a_new_user_starts_filing_on_a_phone_in_english(browser: Browser, tmp_path: Path) -> None:
    options = {"viewport": browsers.PHONE, "locale": "en-GB", "has_touch": True, "is_mobile": True}
    with running(tmp_path) as address, browsers.open_window(browser, **options, reduced_motion="reduce") as window:
        page = window.new_page()
        page.goto(address)
        driver = PhonePage(page, address, DRIVER)
        driver.starts()
        driver.says("/language")
        driver.taps("English")
        driver.sees("I will speak English")
        driver.says("/file 02 桂A12345 123456")
        driver.sees("What is your relationship to the owner")
        driver.taps("Friend")
        driver.sees("Please check")
        take_screenshot(page, "phone-confirm")
        driver.taps("Confirm")
        driver.sees("has been submitted")
        take_screenshot(page, "phone-code")
