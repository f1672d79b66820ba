"""A guest who scans a car's code before they are registered: they register in the chat, and come back to the code."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.desk_process import running, take_screenshot
from tests.browser.test_identity_and_answers import (
    NEWCOMER,
    NEWCOMER_ID_NUMBER,
    NEWCOMER_NAME,
    OWNER,
    WIDE,
    phones,
    shares_contact,
)
from tests.browser.test_mini_app_in_local_telegram import opened

CAR = "桂A·D10086"


def test_a_guest_who_scans_registers_and_comes_back_to_the_code(browser: Browser, tmp_path: Path) -> None:
    with (
        running(tmp_path) as address,
        phones(browser, address, NEWCOMER, OWNER, size=WIDE, locale="zh-CN") as (guest, owner),
    ):
        owner.starts()
        owner.sees("请选择要办理的事项")
        shown = opened(owner)
        shown.locator(".tile.code").click()
        shown.get_by_role("button", name=CAR).click()
        expect(shown.locator("img.code")).to_be_visible(timeout=15000)
        guest.starts()
        guest.sees("注册")
        app = opened(guest)
        app.locator(".tile.scan").click()
        guest.phone.get_by_role("dialog", name="扫描二维码").locator(".shot").first.click()
        app.get_by_role("button", name="打开聊天").click()
        expect(guest.phone.locator("iframe.mini-app-page")).to_have_count(0)
        guest.taps("同意并开始注册")
        guest.taps("同意由服务商传送")
        guest.sees("第 1 步")
        guest.says(NEWCOMER_NAME)
        guest.sees("第 2 步")
        guest.says(NEWCOMER_ID_NUMBER)
        shares_contact(guest)
        guest.sees("您与车主是什么关系")
        guest.sees(CAR)
        take_screenshot(guest.page, "guest-came-back")
