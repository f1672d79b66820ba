"""The phone on record in stories: it makes an identity case faster, and nobody else learns who is on record."""

import re

import pytest

from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import asks, lost, take
from tests.stories.registration_steps import code_in, to_code


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    """The same driver with another Telegram account."""
    return app.person("李建国", "+8613812345678", "zh-hans")


def test_a_code_to_the_phone_on_record_makes_a_case_faster(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor
) -> None:
    lost(guest, driver)
    guest.taps("输入登记手机收到的验证码")
    guest.sees("请输入短信里的验证码", "没有收到")
    guest.taps("先离开")
    guest.sees("核实申请没有撤回", "#ID1001")
    guest.taps("输入登记手机收到的验证码")
    guest.says("00000000")
    guest.sees("验证码不对")
    app.later(seconds=61)
    guest.taps("再发一次")
    guest.sees("会再发到那个手机")
    guest.says(re.findall(r"验证码 ([\d ]{8,})，", driver.sms[-1])[-1])
    guest.sees("已确认")
    take(reviewer)
    reviewer.sees("登记的手机已用验证码确认")
    reviewer.says("/identity 1001 approve 证件、人脸与登记一致")
    guest.sees("核实通过")


def test_nobody_learns_from_a_case_whether_a_number_is_on_record(app: AppDriver, driver: Citizen, guest: Actor) -> None:
    other = app.person("李建国", "+8613899995678", "zh-hans")
    lost(guest, driver)
    asks(other, "登不上", name="李建国", id_number=cast.id_number(9), seed=2)
    driver.taps("提出异议 #ID1001")
    for actor in (guest, other):
        app.later(seconds=61)
        actor.taps("输入登记手机收到的验证码")
        actor.says("00000000")
        actor.taps("再发一次")
        actor.says("/identity")
    shown = [
        [(each.get("text") or "").replace("#ID1002", "#ID1001") for each in who.messages()] for who in (guest, other)
    ]
    assert shown[0] == shown[1]


def test_only_who_has_the_phone_on_record_learns_that_the_person_has_an_account(
    app: AppDriver, driver: Citizen, guest: Actor
) -> None:
    nobody = cast.register_person(app, "王小明", cast.id_number(8), "+8613800000088")
    other = app.person("王小明", "+8613899995678", "zh-hans")
    to_code(guest, driver.name, driver.id_number)
    to_code(other, "王小明", cast.id_number(8))
    for who in (guest, other):
        who.sees("另一个手机号")
        assert not who.has_seen("已经有账号")
    assert guest.last() == other.last()
    guest.says(code_in(driver.sms[-1]))
    assert guest.has_seen("已经有账号")
    other.says(code_in(app.sms(nobody.phone)[-1]))
    other.sees("注册成功")
    same = app.person("李建国", driver.phone, "zh-hans")
    to_code(same, driver.name, driver.id_number)
    assert same.has_seen("已经有账号")
