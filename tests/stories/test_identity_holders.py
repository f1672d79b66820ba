"""Identity cases as the holder of the account sees them: they are told, object, stop, and hear how it ends."""

import pytest

from storage.review.identity_cases import IdentityCaseStatus
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import account_of, approve, asks, case_of, lost
from tests.stories.test_sign_out import lock


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    """The same driver with another Telegram account."""
    return app.person("李建国", "+8613812345678", "zh-hans")


def test_the_holder_has_time_to_object(app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor) -> None:
    lost(guest, driver)
    approve(reviewer)
    reviewer.sees("到时才能通过")
    assert case_of(app).status is IdentityCaseStatus.TAKEN
    driver.taps("这不是我，提出异议 #ID1001")
    driver.sees("您的异议已记下", "您的账号不变")
    assert not guest.has_seen("异议已记下")
    reviewer.says("/identity 1001 approve 证件一致")
    reviewer.sees("您没有领取 #ID1001")
    assert account_of(app, driver).person_id == driver.person_id


@pytest.mark.parametrize("words", ["不是我", "不", "嗯"])
def test_words_of_the_holder_lead_to_the_button(app: AppDriver, driver: Citizen, guest: Actor, words: str) -> None:
    lost(guest, driver)
    driver.says(words)
    driver.sees("没明白您的意思", "不是您本人在申请", "有人申请接管您的账号")
    driver.taps("这不是我，提出异议 #ID1001")
    driver.sees("您的异议已记下")
    driver.says(words)
    assert "接管" not in driver.last()


def test_the_holder_objects_to_a_case_of_another_kind(app: AppDriver, driver: Citizen, guest: Actor) -> None:
    asks(guest, "登记错了人", name="李建国", id_number=driver.id_number)
    driver.taps("这不是我，提出异议 #ID1001")
    driver.sees("您的异议已记下")
    assert (case_of(app).status, case_of(app).disputed_at) == (IdentityCaseStatus.WAITING, app.now)


def test_who_has_no_account_objects_with_the_phone_on_record(app: AppDriver, guest: Actor, reviewer: Actor) -> None:
    person = cast.register_person(app, "李建国", cast.id_number(8), "+8613800000088")
    asks(guest, "登不上", name="李建国", id_number=cast.id_number(8))
    real = app.person("李建国", person.phone, "zh-hans")
    real.says("/identity")
    real.taps("有人在用我的身份申请")
    real.says(person.phone)
    real.sees("手动输入的号码不能作准")
    real.shares_contact()
    real.sees("已记下")
    reviewer.sees("有异议")
    assert case_of(app).disputed_at == app.now


def test_the_holder_hears_that_a_case_is_withdrawn(app: AppDriver, driver: Citizen, guest: Actor) -> None:
    lost(guest, driver)
    app.later(minutes=1)
    driver.sees("有人申请接管您的账号")
    guest.says("/identity")
    guest.taps("撤回申请")
    guest.taps("确认撤回")
    app.later(hours=24)
    driver.sees("#ID1001 已由申请人撤回", "您的账号不变")


def test_further_cases_of_a_day_are_one_message(app: AppDriver) -> None:
    holder = cast.citizen(app, "李建国", cast.id_number(1), "+8613800000001", language="en")
    strangers = [app.person("李建国", f"+861381234567{each}", "zh-hans") for each in range(3)]
    for each, stranger in enumerate(strangers, start=1):
        asks(stranger, "登不上", name="李建国", id_number=holder.id_number, seed=each)
    holder.sees("Someone is asking to take over your account", "#ID1001")
    assert sum("核实申请" in text or "identity" in text for text in holder.sms) == 1
    app.later(hours=24)
    holder.sees("2 more cases ask to take over your account", "#ID1002", "#ID1003", "once a day at most")
    assert "2 more cases" in holder.sms[-1]
    holder.taps("object to #ID1003")
    assert case_of(app, 1003).disputed_at == app.now


def test_the_holder_finds_the_case_by_the_command_too(app: AppDriver, driver: Citizen, guest: Actor) -> None:
    lost(guest, driver)
    driver.says("/identity")
    driver.sees("有人申请接管您的账号")
    driver.taps("提出异议 #ID1001")
    driver.says("/identity")
    driver.sees("您的异议已记下")
    assert not any("提出异议" in label for label in driver.labels())
    driver.taps("我自己也要申请核实")
    driver.sees("请选择要办的事")


def test_a_holder_who_signed_out_is_told_by_sms(app: AppDriver, driver: Citizen, guest: Actor) -> None:
    lock(app, driver)
    lost(guest, driver)
    assert "核实申请 #ID1001" in driver.sms[-1]
    driver.says("/identity")
    driver.taps("有人在用我的身份申请")
    driver.shares_contact()
    assert case_of(app).disputed_at == app.now
