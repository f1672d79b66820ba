"""Registration: back, cancel, starting again, another language."""

import pytest

from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.registration_steps import (
    NUMBER,
    PHONE,
    REGISTERED_PHONE,
    STEPS,
    account_of,
    code_in,
    confirms,
    go_on,
    person_of,
    to_confirm,
    to_id_number,
)


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    return app.person("小王", PHONE)


@pytest.mark.parametrize("step", ["服务条款", *STEPS])
def test_cancel_works_at_every_step(app: AppDriver, guest: Actor, step: str) -> None:
    STEPS.get(step, lambda actor: actor.says("/start"))(guest)
    guest.says("/cancel")
    guest.sees("已取消：注册")
    guest.says("王小明")
    guest.sees("没明白您的意思")
    assert account_of(app, guest).person_id is None


def test_back_leads_through_every_step_and_keeps_the_answers(guest: Actor) -> None:
    to_confirm(guest)
    guest.says("/back")
    guest.sees("第 3 步")
    guest.says("/back")
    guest.sees("第 2 步")
    guest.taps("上一步")
    guest.sees("第 1 步")
    guest.taps("上一步")
    guest.sees("短信服务商")
    guest.taps("上一步")
    guest.sees("服务条款")
    guest.taps("同意并开始注册")
    guest.taps("同意由服务商传送")
    guest.taps("沿用：王小明")
    guest.taps("沿用：4509")
    guest.sees("手机号已经收到")
    guest.taps("沿用：138****")
    go_on(guest)
    confirms(guest)
    guest.sees("注册成功")


def test_another_phone_number_is_shared_again_not_typed(guest: Actor) -> None:
    to_confirm(guest)
    guest.says("/back")
    guest.says("13800000009")
    guest.sees("手动输入的号码不能作准")
    guest.taps("换手机号")
    guest.sees("分享我的手机号")
    assert not any("沿用" in label for label in guest.labels())
    guest.shares_contact()
    go_on(guest)
    guest.sees("请核对")


@pytest.mark.parametrize("words", ["/back", "上一步"])
def test_back_at_the_first_question_shows_it_again(guest: Actor, words: str) -> None:
    guest.says("/start")
    guest.says(words)
    guest.sees("这一步不能退回", "服务条款")
    guest.taps("同意并开始注册")
    guest.sees("短信服务商")


def test_answers_can_be_changed_on_confirmation(app: AppDriver, guest: Actor) -> None:
    to_confirm(guest, "王小名")
    guest.taps("改姓名或身份证号")
    guest.says("王小明")
    guest.taps("沿用：4509")
    guest.shares_contact()
    go_on(guest)
    guest.sees("请核对")
    guest.taps("换手机号")
    guest.shares_contact()
    go_on(guest)
    confirms(guest)
    person = person_of(app, guest)
    assert person.name == "王小明"


def test_start_during_registration_shows_the_current_question(guest: Actor) -> None:
    to_id_number(guest)
    guest.says("/start")
    guest.sees("已填的内容都在", "第 2 步")
    guest.taps("重新开始")
    guest.sees("服务条款")


def test_the_button_that_registers_goes_on_while_registering(app: AppDriver, guest: Actor) -> None:
    to_confirm(guest)
    guest.says("/file")
    guest.sees("您还没有注册完", "请核对")
    assert "注册 / 登录" not in guest.labels()
    guest.says("/menu")
    guest.taps("注册 / 登录")
    guest.sees("已填的内容都在", "请核对")
    confirms(guest)
    assert person_of(app, guest).name == "王小明"


def test_start_goes_on_with_a_registration_that_was_left_for_another_flow(app: AppDriver, guest: Actor) -> None:
    to_confirm(guest)
    guest.says("/identity")
    guest.says("/start")
    guest.sees("请核对")
    guest.taps("上一步")
    guest.sees("第 3 步")
    guest.says("/start")
    guest.taps("重新开始")
    guest.sees("服务条款")


def test_a_consent_stands_above_its_button_whatever_is_sent(guest: Actor) -> None:
    guest.says("/start")
    terms = guest.last()
    guest.says("/file")
    assert guest.last().endswith(terms)
    guest.says("你好")
    assert terms not in guest.last()
    guest.says("你好")
    assert guest.last().endswith(terms)


def test_start_shows_the_menu_to_registered_people(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/start")
    driver.sees("请选择要办理的事项")
    driver.says("/start abracadabra")
    driver.sees("请选择要办理的事项")


def test_an_outdated_confirm_button_registers_nobody(app: AppDriver, guest: Actor) -> None:
    to_confirm(guest)
    message, data = guest.button("确认注册")
    guest.says("/cancel")
    guest.forges(data, message["message_id"])
    assert guest.has_seen("已经办过")
    assert account_of(app, guest).person_id is None


def test_the_language_can_be_changed_during_registration(guest: Actor) -> None:
    to_id_number(guest)
    guest.says("/language")
    guest.taps("English")
    assert guest.has_seen("From now on I will speak English")
    guest.sees("Step 2 of 3")
    guest.says(NUMBER)
    guest.sees("Step 3 of 3")
    guest.shares_contact()
    guest.sees("If the register has a different phone number for you")
    guest.taps("Go on without a code")
    guest.sees("Please check", "not confirmed")
    guest.taps("Register")
    guest.sees("You are registered")


def test_a_person_registers_in_english(app: AppDriver) -> None:
    cast.register_person(app, "Anna Bell", NUMBER, REGISTERED_PHONE)
    ann = app.person("Ann", PHONE, language="en")
    ann.says("/start")
    ann.taps("I agree")
    ann.sees("servers outside China", "SMS provider")
    ann.taps("I agree to the providers")
    ann.says("anna  BELL")
    ann.says(NUMBER)
    ann.shares_contact()
    ann.sees("a different phone number for you", "valid for 5 minutes")
    ann.says("123")
    ann.sees("The code has 8 digits")
    ann.says(code_in(app.sms(REGISTERED_PHONE)[0]))
    ann.sees("You are registered")
