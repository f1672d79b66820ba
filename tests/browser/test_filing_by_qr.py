"""Filing by QR code on the page: the owner shows the vehicle's code, the filer photographs it."""

from pathlib import Path

from playwright.sync_api import Browser

from bot.cli.demo_data import FOLDER, PORTRAIT
from tests import browsers
from tests.browser.desk_process import PhonePage, running

DRIVER, OWNER = 700_000_001, 700_000_002


def test_the_qr_code_on_the_owners_phone_is_photographed(browser: Browser, tmp_path: Path) -> None:
    options = {"viewport": {"width": 1366, "height": 860}, "locale": "zh-CN", "reduced_motion": "reduce"}
    with running(tmp_path) as address, browsers.open_window(browser, **options) as window:
        page = window.new_page()
        page.goto(address)
        driver, owner = PhonePage(page, address, DRIVER), PhonePage(page, address, OWNER)
        owner.starts()
        owner.sees("请选择要办理的事项")
        owner.says("/vehicles")
        owner.taps("桂A·D10086")
        owner.taps("机动车二维码")
        owner.sees("短码")
        driver.starts()
        driver.sees("请选择要办理的事项")
        driver.says("/file")
        driver.taps("扫码备案")
        driver.photographs("王秀英")
        driver.taps("家人")
        driver.taps("同意，开始人脸认证")
        driver.sees("四个数字")
        driver.sends_photo((FOLDER / PORTRAIT).read_bytes())
        driver.sees("恭喜您备案申请成功")
        owner.sees("已备案您的机动车")
