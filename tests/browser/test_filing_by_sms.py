"""The first journey of a newcomer: three phones, a car filed by SMS, approved, seen, unbound."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from bot.cli.demo_data import FOLDER, PORTRAIT
from tests import browsers
from tests.browser.running import Hand, running

DRIVER, OWNER, REVIEWER = 700_000_001, 700_000_002, 700_000_101


def shot(page: Page, name: str) -> None:
    """Keep a screenshot for whoever wants to look: under var/, which no commit takes."""
    folder = Path("var/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def test_a_car_is_filed_approved_seen_and_unbound(browser: Browser, tmp_path: Path) -> None:
    options = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", "reduced_motion": "reduce"}
    with running(tmp_path) as address, browsers.open_window(browser, **options) as window:
        page = window.new_page()
        page.goto(address)
        expect(page.locator(".phone")).to_have_count(3)
        driver, owner = Hand(page, address, DRIVER), Hand(page, address, OWNER)
        shot(page, "start")
        Hand(page, address, REVIEWER).starts()
        owner.starts()
        owner.sees("请选择要办理的事项")
        driver.starts()
        driver.sees("请选择要办理的事项")
        driver.says("/file")
        driver.sees("先看这几条")
        shot(page, "hints")
        driver.taps("短信验证备案")
        driver.taps("已和车主说好")
        driver.taps("小型汽车")
        driver.says("桂A12345")
        driver.sees("后六位")
        driver.says("123456")
        driver.taps("朋友")
        driver.sees("请核对")
        shot(page, "confirm")
        driver.taps("确认，请车主验证")
        owner.sees("有人想备案您的机动车")
        shot(page, "asked")
        owner.taps("同意")
        owner.sees("您已同意")
        driver.sees("车主同意了")
        driver.taps("开始实人认证")
        driver.sees("人脸信息使用同意书")
        shot(page, "consent")
        driver.taps("同意，开始人脸认证")
        driver.sees("四个数字")
        driver.sends_photo((FOLDER / PORTRAIT).read_bytes())
        driver.sees("恭喜您备案申请成功")
        owner.sees("已备案您的机动车")
        shot(page, "finished")
        driver.says("/progress")
        driver.taps("桂A·12345")
        driver.sees("业务办结")
        driver.says("/vehicles")
        driver.taps("桂A·12345")
        driver.taps("解除备案")
        driver.taps("确定解除")
        driver.sees("已解除")
        owner.sees("由备案人自己解除")
        shot(page, "unbound")


def test_a_newcomer_walks_it_on_a_phone_in_english(browser: Browser, tmp_path: Path) -> None:
    options = {"viewport": browsers.PHONE, "locale": "en-GB", "has_touch": True, "is_mobile": True}
    with running(tmp_path) as address, browsers.open_window(browser, **options, reduced_motion="reduce") as window:
        page = window.new_page()
        page.goto(address)
        driver = Hand(page, address, DRIVER)
        driver.starts()
        driver.says("/language")
        driver.taps("English")
        driver.sees("I will speak English")
        driver.says("/file 02 桂A12345 123456")
        driver.sees("What are you to the owner")
        driver.taps("friend")
        driver.sees("Please check")
        shot(page, "phone-confirm")
        driver.taps("Confirm")
        driver.sees("is in")
        shot(page, "phone-code")
