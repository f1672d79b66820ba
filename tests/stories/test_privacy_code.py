"""The code before an export or a deletion: to the person's own phone, for what it was asked for, used once."""

from typing import Any

import pytest

from storage import files
from storage.engine import conversations
from storage.identity import accounts, sms_codes
from storage.identity.sms_codes import CodePurpose
from storage.register import people
from storage.register.people import Person
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.privacy_steps import deletes, exports, privacy_code, to_word
from tests.stories.registration_steps import other_than

EXPORT, DELETE = "导出我的全部资料", "删除我的账号"


def is_registered(app: AppDriver, who: Citizen) -> bool:
    return app.read(lambda session: accounts.of_person(session, who.person_id)) is not None


def exported(app: AppDriver, who: Citizen) -> bool:
    return bool(app.read(lambda session: files.of_person(session, who.person_id)))


def set_phone(app: AppDriver, who: Citizen, phone: str) -> None:
    def do(session: Any) -> None:
        person = session.get_one(Person, who.person_id)
        people.set_phone(person, phone)
        session.add(person)

    app.write(do)


def test_a_tap_on_export_asks_for_the_code_and_exports_nothing(app: AppDriver, driver: Citizen) -> None:
    driver.says("/privacy")
    driver.taps(EXPORT)
    driver.sees("138****0001", "验证码", "身份核实")
    assert not exported(app, driver)
    driver.says(privacy_code(driver))
    assert exported(app, driver)
    assert driver.has_seen("没有打码")


def test_the_code_is_asked_for_in_english(app: AppDriver) -> None:
    ann = cast.citizen(app, "Anna Bell", cast.id_number(9), "+8613800000009", language="en")
    ann.says("/privacy")
    ann.taps("Export all my data")
    ann.sees("138****0009", "To confirm it is you", "counter")


@pytest.mark.parametrize("act", ["export", "deletion"])
def test_a_wrong_code_does_nothing_and_the_right_one_still_works(app: AppDriver, driver: Citizen, act: str) -> None:
    if act == "export":
        driver.says("/privacy")
        driver.taps(EXPORT)
    else:
        to_word(driver)
        driver.says("删除")
    code = privacy_code(driver)
    for typed in (other_than(code), "删除", "1"):
        driver.says(typed)
        assert is_registered(app, driver)
        assert not exported(app, driver)
    driver.says(code)
    assert exported(app, driver) is (act == "export")
    assert is_registered(app, driver) is (act == "export")


def test_the_word_alone_deletes_nothing(app: AppDriver, driver: Citizen) -> None:
    to_word(driver)
    driver.says("删除")
    driver.sees("验证码")
    driver.says("删除")
    assert is_registered(app, driver)


def test_a_code_for_another_purpose_does_not_count(app: AppDriver, driver: Citizen) -> None:
    driver.says("/privacy")
    driver.taps(EXPORT)

    def add(session: Any) -> None:
        [sent] = stored(session, sms_codes.SmsCode)
        sent.purpose = CodePurpose.UNLOCK
        session.add(sent)

    app.write(add)
    driver.says(privacy_code(driver))
    driver.sees("已经失效")
    assert not exported(app, driver)


@pytest.mark.parametrize("act", ["export", "deletion"])
def test_a_code_sent_to_an_earlier_phone_number_does_not_count(app: AppDriver, driver: Citizen, act: str) -> None:
    if act == "export":
        driver.says("/privacy")
        driver.taps(EXPORT)
    else:
        to_word(driver)
        driver.says("删除")
    code = privacy_code(driver)
    set_phone(app, driver, "+8613900000005")
    driver.says(code)
    driver.sees("已经失效")
    assert is_registered(app, driver)
    assert not exported(app, driver)


def test_a_used_code_does_not_serve_a_second_time(app: AppDriver, driver: Citizen) -> None:
    exports(driver)
    code = privacy_code(driver)
    to_word(driver)
    driver.says("删除")
    driver.says(code)
    assert is_registered(app, driver)


@pytest.mark.parametrize("act", ["export", "deletion"])
def test_without_a_phone_number_the_way_leads_to_staff(app: AppDriver, driver: Citizen, act: str) -> None:
    set_phone(app, driver, "")
    if act == "export":
        driver.says("/privacy")
        driver.taps(EXPORT)
    else:
        to_word(driver)
        driver.says("删除")
    driver.sees("没有您的手机号", "窗口")
    assert "身份核实" in driver.labels()
    assert is_registered(app, driver)
    assert not exported(app, driver)


def test_another_code_can_be_sent_after_a_minute(app: AppDriver, driver: Citizen) -> None:
    driver.says("/privacy")
    driver.taps(EXPORT)
    first = privacy_code(driver)
    driver.taps("重新发送")
    driver.sees("秒后可以再获取")
    app.later(seconds=61)
    driver.taps("重新发送")
    assert privacy_code(driver) != first
    driver.says(privacy_code(driver))
    assert exported(app, driver)


def test_a_deletion_that_waited_for_the_word_under_an_older_version_asks_for_the_code(
    app: AppDriver, driver: Citizen
) -> None:
    to_word(driver)
    standing = app.read(lambda session: conversations.load(session, driver.account.lane))
    assert (standing.flow, standing.step, standing.draft) == ("deletion", "word", {})
    driver.says("删除")
    assert is_registered(app, driver)


def test_after_the_deletion_no_code_is_left(app: AppDriver, driver: Citizen) -> None:
    deletes(driver)
    assert app.read(lambda session: stored(session, sms_codes.SmsCode)) == []


def test_who_has_signed_out_exports_and_deletes_nothing(app: AppDriver, driver: Citizen) -> None:
    driver.says("/privacy")
    message, export = driver.button(EXPORT)
    _, delete = driver.button(DELETE)
    driver.taps("退出登录")
    driver.taps("确认退出")
    for data in (export, delete):
        driver.forges(data, message["message_id"])
        driver.sees("退出登录")
    assert driver.sms == []
    assert is_registered(app, driver)


def test_the_code_step_takes_no_one_elses_button(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    owner.says("/privacy")
    _, export = owner.button(EXPORT)
    driver.says("/privacy")
    driver.forges(export)
    driver.sees("按钮")
    assert owner.sms == driver.sms == []


def test_the_text_message_says_which_act_it_is_for_and_its_code_serves_no_other(
    app: AppDriver, driver: Citizen
) -> None:
    driver.says("/privacy")
    driver.taps(EXPORT)
    assert "用于导出您的全部资料" in driver.sms[-1]
    assert "删除" not in driver.sms[-1]
    for_export = privacy_code(driver)
    driver.says("/cancel")
    app.later(minutes=2)
    to_word(driver)
    driver.says("删除")
    assert "用于删除您的账号" in driver.sms[-1]
    driver.says(for_export)
    assert is_registered(app, driver)
    driver.says(privacy_code(driver))
    assert not is_registered(app, driver)
