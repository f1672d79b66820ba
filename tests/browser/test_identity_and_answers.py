"""Whose account it is, what a word answers and where a step ends: in Chinese side by side, in English on a phone.

All tests use one desk; each has people and vehicles of its own.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests import browsers
from tests.browser.desk_process import PhonePage, running, take_screenshot
from tests.stories import pictures

DRIVER, OWNER, REVIEWER = 700_000_001, 700_000_002, 700_000_101
NEWCOMER, ADMINISTRATOR, MOTORCYCLIST, ENGLISH_SPEAKER = 700_000_004, 700_000_005, 700_000_006, 700_000_008
NEWCOMER_PHONE, MOTORCYCLIST_PHONE = "+8613800000004", "+8613800000006"
NEWCOMER_NAME, NEWCOMER_ID_NUMBER = "欧阳明", "999999198812010058"
WIDE = {"width": 1400, "height": 900}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one desk for all tests."""
    with running(tmp_path_factory.mktemp("desk")) as address:
        yield address


@contextmanager
def phones(
    browser: Browser, address: str, *people: int, size: dict[str, int], locale: str
) -> Iterator[list[PhonePage]]:
    """Open a window with these people's phones."""
    shown = [{"name": "phones.people", "value": json.dumps(people)}]
    stored = {"cookies": [], "origins": [{"origin": address, "localStorage": shown}]}
    options = {"viewport": size, "locale": locale, "reduced_motion": "reduce", "storage_state": stored}
    with browsers.open_window(browser, **options) as window:
        page = window.new_page()
        page.goto(address)
        yield [PhonePage(page, address, person) for person in people]


def test_a_word_answers_one_question_and_ends_its_step(browser: Browser, address: str) -> None:
    with phones(browser, address, DRIVER, OWNER, REVIEWER, size=WIDE, locale="zh-CN") as (driver, owner, other):
        for phone in (driver, owner, other):
            phone.starts()
            phone.sees("请选择要办理的事项")
        _does(driver, "/file 02 桂A12345 123456", "家人", "确认，请车主验证")
        owner.sees("#1001")
        _does(other, "/file 02 桂A9X119 9X1190", "同事", "确认，请车主验证")
        owner.sees("#1002")
        owner.says("同意")
        owner.sees("这 2 份申请，您要答复哪一份")
        take_screenshot(owner.page, "which-of-two")
        owner.taps("同意 #1001 桂A·12345")
        driver.sees("车主同意了您备案 桂A·12345")
        driver.sees("这一步不用再办了")
        other.taps("先离开")
        other.sees("没有撤回，仍在办理")
        other.taps("撤回申请")
        other.sees("申请次数不退回")
        take_screenshot(owner.page, "withdrawing")
        other.taps("确认撤回")
        owner.sees("撤回了备案 桂A·9X119 的申请")
        owner.says("同意")
        owner.sees("现在没有等您答复的申请")


def _does(phone: PhonePage, words: str, *labels: str) -> None:
    phone.says(words)
    for label in labels:
        phone.taps(label)


def test_a_word_about_something_else_answers_nothing_in_english(browser: Browser, address: str) -> None:
    with phones(browser, address, ENGLISH_SPEAKER, ADMINISTRATOR, size=browsers.PHONE, locale="en-GB") as (
        driver,
        owner,
    ):
        owner.starts()
        _speaks_english(owner)
        driver.starts()
        driver.sees("What would you like to do?")
        _does(driver, "/file 02 桂A7G901 7G9010", "Colleague", "Confirm and ask the owner")
        driver.sees("A code is on its way")
        owner.sees("Someone is asking to file")
        owner.says("/offices")
        owner.sees("East service hall")
        owner.says("ok")
        owner.sees("This application is waiting for your answer")
        take_screenshot(owner.page, "phone-ok")
        owner.says("yes")
        owner.taps("Approve #")
        driver.sees("the owner has approved your filing")
        driver.taps("Leave for now")
        driver.sees("is not withdrawn and goes on")
        driver.taps("Withdraw application")
        driver.sees("Withdraw application #")
        take_screenshot(driver.page, "phone-withdrawing")
        driver.taps("Yes, withdraw")
        owner.sees("has withdrawn")


def _speaks_english(phone: PhonePage) -> None:
    phone.says("/language")
    phone.taps("English")
    phone.sees("I will speak English")


def test_a_lost_account_comes_back_and_both_sides_hear_of_it(browser: Browser, address: str) -> None:
    new = _add_person(address, NEWCOMER_NAME, "zh-hans", NEWCOMER_PHONE)
    with phones(browser, address, NEWCOMER, new, REVIEWER, size=WIDE, locale="zh-CN") as (old, new_phone, reviewer):
        old.starts()
        old.taps("同意并开始注册")
        old.taps("同意由服务商传送")
        old.sees("第 1 步")
        old.says(NEWCOMER_NAME)
        old.sees("第 2 步")
        old.says(NEWCOMER_ID_NUMBER)
        shares_contact(old)
        old.sees("注册成功")
        new_phone.starts()
        _does(new_phone, "/identity", "原来的账号登不上了", "同意，继续")
        new_phone.sees("请输入您的姓名")
        new_phone.says(NEWCOMER_NAME)
        new_phone.sees("请输入您的身份证号码")
        new_phone.says(NEWCOMER_ID_NUMBER)
        shares_contact(new_phone)
        new_phone.sees("第一张")
        new_phone.sends_photo(pictures.photo(1))
        new_phone.sees("第二张")
        new_phone.sends_photo(pictures.photo(2))
        new_phone.taps("提交核实")
        old.sees("有人申请接管您的账号")
        take_screenshot(old.page, "account-claimed")
        new_phone.taps("输入登记手机收到的验证码")
        new_phone.says(re.findall(r"\d{5} \d{5}", new_phone.sms(NEWCOMER_PHONE)[-1])[0])
        new_phone.sees("已确认")
        reviewer.taps("核实 #ID1001")
        reviewer.phone.get_by_role("button", name="通过", exact=True).click()
        reviewer.sees("请写一句核实的依据")
        reviewer.says("证件、人脸与登记一致")
        new_phone.sees("您的身份已在这个账号上")
        old.sees("这个账号已停用")
        take_screenshot(old.page, "account-moved")
        old.says("/file")
        old.sees("要再用它，请申请核实")


def _add_person(address: str, name: str, language: str, phone: str) -> int:
    asked = {"first_name": name, "language_code": language, "phone": phone}
    return int(httpx.post(f"{address}/world/people", json=asked, trust_env=False).json()["id"])


def shares_contact(phone: PhonePage) -> None:
    """Share the phone number with the button of the keyboard."""
    phone.phone.get_by_role("button", name="分享我的手机号").click()
    phone.phone.get_by_role("dialog").get_by_role("button", name="分享").click()


def test_signing_out_frees_nothing_and_a_code_unlocks_in_english(browser: Browser, address: str) -> None:
    with phones(browser, address, MOTORCYCLIST, size=browsers.PHONE, locale="en-GB") as (phone,):
        phone.starts()
        _speaks_english(phone)
        _does(phone, "/privacy", "Sign out", "Yes, sign out")
        phone.sees("the desk is locked in this account")
        phone.says("/file")
        phone.sees("Please unlock the desk first")
        take_screenshot(phone.page, "phone-locked")
        phone.taps("Unlock with a code")
        phone.sees("The code goes to your phone")
        phone.says(re.findall(r"\d{8}", phone.sms(MOTORCYCLIST_PHONE)[-1])[0])
        phone.sees("Unlocked. Welcome back.")
        phone.sees("What would you like to do?")
        expect(phone.phone.get_by_role("button", name="Continue: unlocking")).to_have_count(0)
        take_screenshot(phone.page, "phone-unlocked")
