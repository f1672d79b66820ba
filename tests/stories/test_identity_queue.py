"""Identity cases in the hands of reviewers: taken, decided once, by others than those whom they concern."""

import pytest

from bot.services.identity.levels import IdentityLevel, level_of
from storage.review.identity_cases import IdentityCaseStatus
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import account_of, approve, approve_by_two, asks, case_of, lost, person_of, take
from tests.stories.registration_steps import registers
from tests.stories.review_steps import photos_of

PHONE = "+8613812345678"
OTHER_STAFF = (("管理员", StaffRole.ADMIN), ("出纳", StaffRole.CASHIER))


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    """The same driver with another Telegram account."""
    return app.person("李建国", PHONE, "zh-hans")


@pytest.mark.parametrize("words", ["/identity，1001，reject，证件不符", "/identity 1001, reject, 证件不符"])
def test_signs_may_divide_the_words_of_a_decision(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor, words: str
) -> None:
    lost(guest, driver)
    app.later(hours=72)
    take(reviewer)
    reviewer.says(words)
    assert case_of(app).status is IdentityCaseStatus.REJECTED
    assert case_of(app).reason == "证件不符"


def test_a_rejection_tells_both_sides(app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor) -> None:
    lost(guest, driver)
    app.later(minutes=1)
    take(reviewer)
    reviewer.taps("不通过")
    reviewer.sees("请写一句原因")
    reviewer.says("糊")
    reviewer.sees("2 到 200 个字")
    reviewer.says("照片上的证件看不清")
    reviewer.sees("没有通过，会通知相关人员")
    guest.sees("没有通过", "照片上的证件看不清")
    app.later(hours=24)  # The holder has been told of the case today already.
    driver.sees("您的账号不变")
    assert account_of(app, driver).person_id == driver.person_id
    assert account_of(app, guest).person_id is None


def test_a_declaration_of_a_number_that_somebody_holds_cannot_be_verified(
    app: AppDriver, guest: Actor, reviewer: Actor
) -> None:
    registers(guest, "王小明", cast.id_number(7))
    asks(guest, "核实我的身份", contact=False)
    guest.says("/progress")
    assert "身份核实 #ID1001 处理中" in guest.labels()
    cast.register_person(app, "王大明", cast.id_number(7), "+8613800000007")
    approve(reviewer)
    assert case_of(app).status is IdentityCaseStatus.TAKEN
    assert level_of(person_of(app, guest)) is IdentityLevel.DECLARED


def test_reviewers_do_not_decide_their_own_cases(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor
) -> None:
    cast.employ(app, driver, StaffRole.REVIEWER)
    lost(guest, driver)
    for words in ("/identity 1001", "/identity 1001 approve 证件一致", "/identity 1001 reject 证件不符"):
        driver.says(words)
        driver.sees("与您本人有关")
    driver.says("/identity")
    driver.sees("待核实：1 件")
    assert not any("#ID1001" in label for label in driver.labels())


def test_a_case_that_another_reviewer_holds_is_not_decided(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor, second_reviewer: Actor
) -> None:
    lost(guest, driver)
    take(reviewer)
    for words in ("/identity 1001", "/identity 1001 reject 证件不符", "/identity 1001 release"):
        second_reviewer.says(words)
        second_reviewer.sees("您没有领取 #ID1001")
    app.later(minutes=30)
    assert not photos_of(reviewer)
    reviewer.says("/identity 1001 reject 证件不符")
    reviewer.sees("您没有领取 #ID1001")
    take(second_reviewer)


def test_a_yes_or_no_is_no_reason(app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor) -> None:
    lost(guest, driver)
    app.later(hours=72)
    for button in ("不通过", "通过"):
        take(reviewer)
        reviewer.taps(button)
        reviewer.says("不是")
        reviewer.sees("看不出原因", f"#ID1001 {button}：请写一句")
        reviewer.says("/cancel")
    reviewer.says("/identity 1001 approve ok")
    reviewer.sees("看不出原因")
    assert case_of(app).status is IdentityCaseStatus.TAKEN


def test_a_case_outlives_no_registration(app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor) -> None:
    lost(guest, driver)
    guest.says("/menu")
    guest.taps("身份核实 #ID1001 处理中")
    guest.sees("核实申请 #ID1001", "工作人员最晚")
    guest.says("/start")
    guest.sees("核实申请 #ID1001 还在处理", "不用注册", "这一次仍计入")
    assert case_of(app).is_open
    registers(guest)
    reviewer.says("/identity 1001")
    reviewer.sees("已经结束")
    assert case_of(app).status is IdentityCaseStatus.STOPPED
    assert guest.has_seen("核实申请 #ID1001 已终止")
    assert account_of(app, driver).person_id == driver.person_id


def test_a_registration_goes_on_after_the_case(app: AppDriver, driver: Citizen, guest: Actor) -> None:
    lost(guest, driver)
    guest.says("/start")
    guest.taps("身份核实")
    guest.taps("撤回申请")
    guest.taps("确认撤回")
    guest.says("/menu")
    guest.taps("继续办理：注册")
    guest.sees("您的核实申请已经有结果，或已经结束")
    guest.taps("继续注册")
    guest.sees("欢迎来到")


@pytest.mark.parametrize("goes_on", ["/start", "/menu", "hello", "tap"])
def test_a_registration_ends_with_the_approval_of_the_case(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor, goes_on: str
) -> None:
    lost(guest, driver)
    guest.says("/start")
    approve_by_two(app, reviewer)
    assert account_of(app, guest).person_id == driver.person_id
    if goes_on == "tap":
        guest.taps("终止核实，继续注册")
    else:
        guest.says(goes_on)
    if goes_on == "/menu":
        guest.taps("继续办理：注册")
    assert guest.has_seen("您已经注册过了")
    guest.says("/menu")
    assert "继续办理：注册" not in guest.labels()


def test_a_holder_who_appears_later_is_not_passed_over(app: AppDriver, guest: Actor, reviewer: Actor) -> None:
    person = cast.register_person(app, "李建国", cast.id_number(8), PHONE)
    asks(guest, "登不上", name="李建国", id_number=cast.id_number(8))
    app.later(seconds=1)
    holder = app.person("李建国", PHONE, "zh-hans")
    registers(holder, "李建国", cast.id_number(8))
    app.later(hours=72)
    approve(reviewer)
    reviewer.sees("账号或身份已经变化")
    assert case_of(app).status is IdentityCaseStatus.TAKEN
    assert account_of(app, holder).person_id == person.id


@pytest.mark.parametrize("words", ["/identity 9999", "/identity abc", "/identity 1001 maybe"])
def test_an_invalid_command_of_a_reviewer_is_explained(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor, words: str
) -> None:
    lost(guest, driver)
    reviewer.says(words)
    reviewer.sees("没有编号为" if "1001" not in words else "approve")


def test_a_case_from_the_refusal_to_the_decision_in_english(app: AppDriver) -> None:
    ann = cast.citizen(app, "Ann Bell", cast.id_number(4), "+8613800000004", language="en")
    other = app.person("Ann", PHONE, "en")
    reviewer = cast.greeted(cast.reviewer(app, "Reviewer Roe"))
    reviewer.says("/language")
    reviewer.taps("English")
    asks(other, "I cannot get into my old account", name="Ann Bell", id_number=ann.id_number)
    other.sees("Submitted (#ID1001)", "we allow time for objections")
    ann.sees("Someone is asking to take over your account")
    app.later(hours=72)
    reviewer.says("/identity")
    reviewer.sees("Identity cases waiting: 1", "lost account")
    reviewer.taps("Identity #ID1001")
    reviewer.sees("Account asking: not registered", "same name", "The phone on record has not confirmed it")
    reviewer.taps("Approve")
    reviewer.sees("what did you compare?")
    reviewer.says("document and face match the register")
    reviewer.sees("we have noted your approval")
    approve(cast.greeted(cast.reviewer(app, "审核员小何")))
    other.sees("Approved (#ID1001)")
    ann.sees("This account is closed")


def test_an_objection_calls_for_two_reviewers(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor, second_reviewer: Actor
) -> None:
    lost(guest, driver)
    driver.taps("提出异议 #ID1001")
    reviewer.sees("#ID1001", "有异议")
    guest.says("/identity")
    guest.sees("由两位工作人员核对")
    app.later(hours=72)
    take(reviewer)
    reviewer.sees("这个身份的持有人提出异议", "先后通过才算数")
    reviewer.says("/identity 1001 approve 证件、人脸一致")
    reviewer.sees("还要另一位工作人员通过")
    assert account_of(app, driver).person_id == driver.person_id
    reviewer.says("/identity 1001")
    reviewer.sees("您已通过，还要另一位")
    reviewer.says("/identity")
    reviewer.sees("有异议", "待另一位")
    assert not any("#ID1001" in label for label in reviewer.labels())
    take(second_reviewer)
    second_reviewer.sees("您通过后即生效")
    second_reviewer.says("/identity 1001 approve 证件、人脸一致")
    guest.sees("核实通过")
    driver.sees("这个账号已停用")
    assert account_of(app, guest).person_id == driver.person_id


def test_an_overdue_case_raises_one_alarm_for_everybody_whom_it_does_not_concern(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor
) -> None:
    admin, cashier = (cast.reviewer(app, name, (role,)) for name, role in OTHER_STAFF)
    cast.employ(app, driver, StaffRole.REVIEWER)
    for member in (reviewer, admin, cashier):
        member.says("/menu")
    lost(guest, driver)
    app.later(days=5, hours=13)
    assert alarms(reviewer) == 0
    assert reviewer.has_seen("快到期了：1 件")
    app.later(hours=1)
    assert [alarms(each) for each in (reviewer, admin, cashier, driver, guest)] == [1, 1, 0, 0, 0]
    assert "核实 #ID1001" not in "".join(admin.labels())
    app.later(days=1)
    assert alarms(reviewer) == 1


def alarms(actor: Actor) -> int:
    """Return how many overdue notifications this person sees."""
    return sum("⚠ 超时：" in (message.get("text") or "") for message in actor.messages())
