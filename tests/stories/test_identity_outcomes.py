"""How an identity case ends for its holder: they hear of it, its buttons go, and a closed account leads to staff."""

import pytest

from storage.review.identity_cases import IdentityCaseStatus
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import approve_by_two, asks, asks_for_number, case_of, lost, take


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    """The same driver with another Telegram account."""
    return app.person("李建国", "+8613812345678", "zh-hans")


def offers_to_object(actor: Actor) -> bool:
    """Return whether any message of this person still has a button to object."""
    shown = [message.get("reply_markup", {}).get("inline_keyboard", []) for message in actor.messages()]
    return any("提出异议" in button["text"] for rows in shown for row in rows for button in row)


def reject(reviewer: Actor, number: int = 1001) -> None:
    """Take and reject a case."""
    take(reviewer, number)
    reviewer.says(f"/identity {number} reject 照片上的证件看不清")


def test_who_has_objected_hears_of_the_rejection_at_once(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor
) -> None:
    lost(guest, driver)
    driver.taps("提出异议 #ID1001")
    reject(reviewer)
    driver.sees("#ID1001 没有通过", "您的账号不变")
    assert "#ID1001 没有通过" in driver.sms[-1]
    shown = sum("#ID1001 没有通过" in (each.get("text") or "") for each in driver.messages())
    app.later(hours=25)
    assert sum("#ID1001 没有通过" in (each.get("text") or "") for each in driver.messages()) == shown


def test_who_has_objected_by_phone_hears_of_the_end_by_sms(app: AppDriver, guest: Actor) -> None:
    person = cast.register_person(app, "李建国", cast.id_number(8), "+8613800000088")
    asks(guest, "登不上", name="李建国", id_number=cast.id_number(8))
    real = app.person("李建国", person.phone, "zh-hans")
    real.says("/identity")
    real.taps("有人在用我的身份申请")
    real.shares_contact()
    real.sees("结果用短信通知")
    guest.says("/identity")
    guest.taps("撤回申请")
    guest.taps("确认撤回")
    assert "#ID1001 已由申请人撤回" in app.sms(person.phone)[-1]


def test_who_has_the_former_phone_and_objects_hears_of_the_end(app: AppDriver, driver: Citizen) -> None:
    former = driver.phone
    old = app.person("李建国", former, "zh-hans")
    asks_for_number(driver, "+8613877776666")
    old.says("/identity")
    old.taps("有人在用我的身份申请")
    old.shares_contact()
    old.sees("已记下")
    driver.says("/identity")
    driver.taps("撤回申请")
    driver.taps("确认撤回")
    assert "您的手机号不变" in app.sms(former)[-1]


def test_a_case_that_ends_before_the_digest_is_told_in_it(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    for each in (1, 2):
        stranger = app.person("李建国", f"+861381234567{each}", "zh-hans")
        asks(stranger, "登不上", name="李建国", id_number=driver.id_number, seed=each)
    reject(reviewer, 1002)
    assert not driver.has_seen("#ID1002")
    app.later(hours=24)
    driver.sees("#ID1002 没有通过")


@pytest.mark.parametrize("ends", ["rejected", "withdrawn", "approved"])
def test_the_buttons_to_object_go_with_the_case(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor, ends: str
) -> None:
    lost(guest, driver)
    driver.says("/identity")
    assert offers_to_object(driver)
    if ends == "rejected":
        reject(reviewer)
    elif ends == "withdrawn":
        guest.says("/identity")
        guest.taps("撤回申请")
        guest.taps("确认撤回")
    else:
        approve_by_two(app, reviewer)
    assert case_of(app).status is IdentityCaseStatus(ends)
    assert not offers_to_object(driver)


def test_of_several_cases_the_open_ones_keep_their_buttons(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    for each in (1, 2, 3):
        stranger = app.person("李建国", f"+861381234567{each}", "zh-hans")
        asks(stranger, "登不上", name="李建国", id_number=driver.id_number, seed=each)
    app.later(hours=24)
    reject(reviewer, 1002)
    driver.sees("还有 2 件申请")
    driver.taps("提出异议 #ID1003")
    assert case_of(app, 1003).disputed_at == app.now


@pytest.mark.parametrize("road", ["/menu", "/start", "/vehicles", "/privacy", "tap"])
def test_a_closed_account_leads_to_staff(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor, road: str
) -> None:
    lost(guest, driver)
    message, data = driver.button("提出异议 #ID1001")
    approve_by_two(app, reviewer)
    if road == "tap":
        driver.forges(data, message["message_id"])
    else:
        driver.says(road)
    driver.sees("这个账号已停用")
    driver.taps("身份核实")
    driver.sees("请选择要办的事")


def test_an_objection_without_a_case_offers_to_have_it_checked_again(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor
) -> None:
    lost(guest, driver)
    approve_by_two(app, reviewer)
    told = len(reviewer.messages())
    driver.says("/identity")
    driver.taps("有人在用我的身份申请")
    driver.shares_contact()
    driver.sees("没有记下异议", "申请重新核实")
    assert not driver.has_seen("已记下")
    assert len(reviewer.messages()) == told
    driver.taps("申请重新核实")
    driver.taps("登不上")
