"""Registration: codes to the phone number on record, and going on without one."""

import pytest

from storage.register import people
from storage.register.people import Person
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.registration_steps import (
    NUMBER,
    PHONE,
    REGISTERED_PHONE,
    account_of,
    code_in,
    confirms,
    other_than,
    person_of,
    to_code,
    to_confirm,
)


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    return app.person("小王", PHONE)


def test_a_person_with_the_phone_of_the_register_needs_no_code(app: AppDriver, guest: Actor) -> None:
    person = cast.register_person(app, "王小明", NUMBER, PHONE)
    to_confirm(guest)
    guest.sees("注册成功")
    assert account_of(app, guest).person_id == person.id
    assert app.sms(PHONE) == []


def test_a_code_is_sent_to_another_phone_in_the_register(app: AppDriver, guest: Actor) -> None:
    person = cast.register_person(app, "王小明", NUMBER, REGISTERED_PHONE)
    to_code(guest)
    guest.sees("另一个手机号", "验证码正在发往那个号码")
    [text] = app.sms(REGISTERED_PHONE)
    assert "勿告诉任何人" in text
    assert "王" not in text
    guest.says(code_in(text))
    guest.sees("注册成功")
    assert app.read(lambda session: session.get(Person, person.id)).phone == PHONE


def test_a_wrong_code_counts_as_an_attempt_and_the_right_one_is_still_verified(app: AppDriver, guest: Actor) -> None:
    cast.register_person(app, "王小明", NUMBER, REGISTERED_PHONE)
    to_code(guest)
    code = code_in(app.sms(REGISTERED_PHONE)[0])
    guest.says(other_than(code))
    guest.sees("验证码不对，还可以再试 4 次", "另一个手机号")
    guest.says("验证码是啥")
    guest.sees("8 位数字", "不计次数")
    guest.says(" ".join(code.translate({ord("0") + at: ord("０") + at for at in range(10)})))
    guest.sees("注册成功")


def test_after_five_wrong_codes_another_code_has_to_be_requested(app: AppDriver, guest: Actor) -> None:
    cast.register_person(app, "王小明", NUMBER, REGISTERED_PHONE)
    to_code(guest)
    code = code_in(app.sms(REGISTERED_PHONE)[0])
    for _ in range(5):
        guest.says(other_than(code))
    guest.sees("次数已用完")
    guest.says(code)
    guest.sees("次数已用完")
    guest.taps("重新发送")
    guest.sees("秒后可以再获取")
    app.later(seconds=61)
    guest.taps("重新发送")
    guest.says(code_in(app.sms(REGISTERED_PHONE)[-1]))
    guest.sees("注册成功")


def test_an_expired_code_is_refused_on_registration(app: AppDriver, guest: Actor) -> None:
    cast.register_person(app, "王小明", NUMBER, REGISTERED_PHONE)
    to_code(guest)
    code = code_in(app.sms(REGISTERED_PHONE)[0])
    app.later(minutes=5)
    guest.says(code)
    guest.sees("已经失效", "另一个手机号")


def test_going_back_sends_no_second_code(app: AppDriver, guest: Actor) -> None:
    cast.register_person(app, "王小明", NUMBER, REGISTERED_PHONE)
    to_code(guest)
    guest.taps("上一步")
    guest.sees("第 3 步")
    guest.shares_contact()
    guest.sees("另一个手机号")
    assert len(app.sms(REGISTERED_PHONE)) == 1
    guest.says(code_in(app.sms(REGISTERED_PHONE)[0]))
    guest.sees("注册成功")


def test_who_goes_on_without_a_code_declares_the_identity_and_takes_nothing_on_record(
    app: AppDriver, guest: Actor
) -> None:
    on_record = cast.register_person(app, "王小明", NUMBER, REGISTERED_PHONE)
    to_code(guest)
    guest.taps("不用验证码，继续")
    guest.sees("请核对", "按您申报的信息办理")
    assert "身份核实" in guest.labels()
    confirms(guest)
    guest.sees("注册成功")
    person = person_of(app, guest)
    assert person.id != on_record.id
    assert (person.registered, person.phone) == (False, PHONE)
    assert not app.read(lambda session: people.is_contested(session, person))
    assert app.read(lambda session: session.get(Person, on_record.id)).phone == REGISTERED_PHONE


def test_a_person_without_a_phone_in_the_register_goes_on_without_a_code(app: AppDriver, guest: Actor) -> None:
    cast.register_person(app, "王小明", NUMBER, "")
    to_confirm(guest)
    confirms(guest)
    guest.sees("注册成功")
    assert not person_of(app, guest).registered


def test_the_registration_goes_on_when_no_more_codes_are_sent(app: AppDriver, guest: Actor) -> None:
    to_code(guest)
    guest.taps("重新发送")
    guest.sees("秒后可以再获取", "如果您在登记系统里留的是另一个手机号")
    for _ in range(4):
        app.later(seconds=61)
        guest.taps("重新发送")
    guest.sees("起可以再获取")
    app.later(minutes=6)
    guest.taps("上一步")
    guest.shares_contact()
    guest.sees("现在没有可用的验证码")
    guest.taps("不用验证码，继续")
    confirms(guest)
    guest.sees("注册成功")
