"""Registration: all steps up to the registered person, and who is accepted."""

import pytest

from storage.identity import consents
from storage.identity.consents import ConsentText
from storage.register import people
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.filing_steps import apply
from tests.stories.registration_steps import (
    NUMBER,
    PHONE,
    account_of,
    code_in,
    confirms,
    person_of,
    registers,
    to_code,
    to_confirm,
    to_contact,
    to_id_number,
)


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    return app.person("小王", PHONE)


def test_a_person_who_is_not_in_the_register_registers_as_self_declared(app: AppDriver, guest: Actor) -> None:
    guest.says("/start")
    guest.sees("服务条款", "2026-12 版", "单独征求同意", "/privacy")
    guest.taps("同意并开始注册")
    guest.sees("2026-12 版", "Telegram", "境外", "短信服务商", "微信支付、支付宝", "撤回", "窗口")
    guest.taps("同意由服务商传送")
    guest.sees("第 1 步")
    guest.says("王小明")
    guest.sees("第 2 步")
    guest.says(NUMBER)
    guest.sees("第 3 步")
    guest.shares_contact()
    assert guest.has_seen("收到手机号 138****5678")
    guest.sees("如果您在登记系统里留的是另一个手机号", "不用了", "窗口")
    guest.taps("不用验证码，继续")
    guest.sees("请核对", "王小明", NUMBER, "138 1234 5678", "按您申报的信息办理")
    confirms(guest)
    guest.sees("注册成功", "王小明，您好")
    assert "备案非本人机动车" in guest.labels()
    person = person_of(app, guest)
    assert (person.name, person.id_number, person.phone, person.registered) == ("王小明", NUMBER, PHONE, False)
    agreed = app.read(lambda session: consents.of_person(session, person.id))
    kinds = {ConsentText.TERMS, ConsentText.DATA_SHARING}
    assert {(one.kind, one.version) for one in agreed} == {(kind, "2026-12") for kind in kinds}


def test_a_name_that_does_not_match_the_id_number_can_be_corrected(app: AppDriver, guest: Actor) -> None:
    cast.register_person(app, "王小明", NUMBER, PHONE)
    to_confirm(guest, "王大明")
    guest.sees("没有与登记系统对上")
    assert "王小明" not in guest.last()
    guest.taps("改姓名或身份证号")
    guest.says("王 小明")
    guest.taps("沿用")
    guest.shares_contact()
    guest.sees("注册成功")


def test_register_look_ups_are_limited_whether_found_or_not(app: AppDriver, guest: Actor) -> None:
    cast.register_person(app, "王小明", NUMBER, PHONE)
    to_id_number(guest, "王大明")
    for order in range(20, 24):
        guest.says(cast.id_number(order))
        guest.sees("第 3 步")
        guest.says("/back")
    for _ in range(6):
        guest.says(NUMBER)
        guest.sees("第 3 步")
        guest.says("/back")
    guest.says(cast.id_number(31))
    guest.sees("今天核对的次数已用完")
    app.later(hours=25)
    guest.says(cast.id_number(31))
    guest.sees("第 3 步")


def test_a_second_account_of_a_person_is_refused_with_an_explanation(app: AppDriver, guest: Actor) -> None:
    driver = cast.driver(app)
    to_code(guest, "李建国", driver.id_number)
    guest.says(code_in(driver.sms[-1]))
    assert guest.has_seen("一人只能有一个")
    assert account_of(app, guest).person_id is None


def test_signing_out_frees_nothing(app: AppDriver, guest: Actor) -> None:
    driver = cast.driver(app)
    driver.says("/privacy")
    driver.taps("退出登录")
    driver.taps("确认退出")
    to_code(guest, "李建国", driver.id_number)
    guest.says(code_in(driver.sms[-1]))
    assert guest.has_seen("一人只能有一个")
    driver.says("/start")
    driver.sees("锁定")
    assert account_of(app, driver).person_id == driver.person_id
    assert account_of(app, guest).person_id is None


def test_of_two_confirmations_for_one_person_only_the_first_registers(app: AppDriver, guest: Actor) -> None:
    cast.register_person(app, "王小明", NUMBER, PHONE)
    to_confirm(guest)
    guest.sees("注册成功")
    other = app.person("小李", PHONE)
    to_contact(other)
    other.shares_contact()
    assert other.has_seen("一人只能有一个")
    assert len(app.read(lambda session: stored(session, people.Person))) == 1


def test_an_owner_who_registers_while_a_question_waits_is_asked_it(app: AppDriver) -> None:
    owner = cast.register_person(app, "王秀英", cast.id_number(2), "+8613800000002")
    cast.car(app, owner)
    apply(cast.driver(app))
    guest = app.person("王秀英", "+8613800000002", "zh-hans")
    registers(guest, "王秀英", cast.id_number(2))
    guest.sees("#1001")
    assert guest.labels()[0] == "同意"
