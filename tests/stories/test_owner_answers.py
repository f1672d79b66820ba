"""The owner's answer: by button, command or plain message, by the owner only, in time."""

import pytest

from storage.filing import owner_blocks
from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.filing_steps import apply, code_of, status, withdraw
from tests.stories.violation_steps import filed


def test_the_owner_approves_by_button_in_place_of_the_code(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    owner.sees("有人想备案您的机动车", "桂A·12345", "李*国", "朋友")
    owner.taps("同意")
    owner.sees("您已同意")
    driver.sees("好消息", "实人认证")
    driver.sees("手持身份证或驾驶证照片")
    assert "先离开" in driver.labels()
    assert status(app, driver) is FilingStatus.CHECKING


def test_a_second_tap_reports_that_the_request_is_decided(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    message, yes = owner.button("同意")
    owner.taps("同意")
    owner.forges(yes, message["message_id"])
    owner.sees("您已同意")
    app.later(seconds=4)
    owner.forges(yes, message["message_id"])
    owner.sees("已经有了答复")


@pytest.mark.parametrize("words", ["同意", "好的", "YES", "可以。"])
def test_the_owner_approves_by_a_plain_message(app: AppDriver, words: str) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    owner.says(words)
    owner.sees("您已同意")
    assert status(app, driver) is FilingStatus.CHECKING


def test_the_owner_approves_by_command(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    owner.says("/approve 1001")
    owner.sees("您已同意")


def test_the_owner_refuses_with_a_note_and_blocks_the_filer(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    apply(driver)
    owner.says("/refuse 1001 我不认识他")
    owner.sees("您已拒绝", "没有转告对方")
    driver.sees("车主未同意", "车主没有同意。")
    owner.taps("以后不接受")
    owner.sees("不能再申请")
    blocks = app.read(lambda session: owner_blocks.in_force(session, car.id, by=owner.person_id))
    assert [each.person_id for each in blocks] == [driver.person_id]
    app.later(days=1)
    driver.says("/file 02 桂A12345 123456")
    driver.sees("车主不接受")


def test_the_owner_refuses_by_a_plain_message_and_by_command(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    owner.says("不同意")
    owner.sees("您已拒绝")
    app.later(days=1)
    apply(driver)
    owner.says("/refuse 1002 不熟")
    owner.sees("您已拒绝")
    assert status(app, driver) is FilingStatus.REFUSED


def test_an_answer_to_a_number_without_a_pending_approval_is_explained(app: AppDriver) -> None:
    owner = cast.owner(app)
    owner.says("/approve 99")
    owner.sees("没有编号为 #99")
    for command in ("/approve", "/refuse", "/approvals"):
        owner.says(command)
        owner.sees("没有等您确认")


def test_the_number_of_a_request_opens_the_requests_for_the_owner_alone(app: AppDriver) -> None:
    driver, owner, third = cast.driver(app), cast.owner(app), cast.third(app)
    cast.car(app, owner)
    apply(driver)
    for command in ("/menu", "/approve 1001"):
        owner.says(command)
        owner.says("#1001")
        owner.sees("我的车：申请和备案", "#1001")
        third.says("#1001")
        third.sees("您没有编号为 #1001")
    owner.says("#1002")
    owner.sees("您没有编号为 #1002")


def test_nobody_else_can_answer_for_the_owner(app: AppDriver) -> None:
    driver, owner, third = cast.driver(app), cast.owner(app), cast.third(app)
    cast.car(app, owner)
    apply(driver)
    third.says("/approve 1001")
    third.sees("没有编号为 #1001")
    _, yes = owner.button("同意")
    third.says("/menu")
    third.forges(yes)
    third.sees("不能用")
    assert status(app, driver) is FilingStatus.WAITING_OWNER


def test_the_owner_is_reminded_and_then_the_application_lapses(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    app.later(hours=24, minutes=1)
    owner.sees("还在等您答复")
    message, stale = owner.button("同意")
    app.later(hours=48)
    driver.sees("已失效", "没有答复")
    assert owner.has_seen("不再需要您答复")
    owner.sees("您一直没有答复")
    owner.forges(stale, message["message_id"])
    assert owner.has_seen("已经有了答复")
    assert status(app, driver) is FilingStatus.LAPSED


def test_an_owner_who_is_not_registered_is_asked_by_sms(app: AppDriver) -> None:
    driver = cast.driver(app)
    person = cast.register_person(app, "赵铁柱", cast.id_number(50), "+8613800000050")
    cast.car(app, person)
    apply(driver)
    driver.sees("验证码正在发往车主手机 138****0050")
    assert len(app.sms("+8613800000050")) == 1
    app.later(hours=25)
    assert "还在等您答复" in app.sms("+8613800000050")[-1]


def test_an_owner_who_blocked_the_bot_is_asked_by_sms(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    owner.blocks()
    apply(driver)
    app.later(hours=25)
    assert "还在等您答复" in owner.sms[-1]


def test_the_administrator_answers_for_a_vehicle_of_the_organisation(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    firm = cast.organisation(app, administrator=owner)
    cast.car(app, firm)
    apply(driver)
    owner.sees("有人想备案您的机动车")
    driver.says(code_of(owner))
    driver.sees("车主已同意")


def test_withdrawing_an_application_notifies_the_owner(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    driver.says("/progress 1001")
    driver.sees("待车主确认", "互联网申请成功")
    withdraw(driver)
    driver.sees("已撤回")
    owner.sees("撤回了备案")
    owner.says("/approvals")
    owner.sees("没有等您确认")


@pytest.mark.parametrize(("answer", "words"), [("", "车主未同意"), ("/approve 1002", "车主已收回同意")])
def test_a_block_ends_the_open_application_of_who_is_blocked(app: AppDriver, answer: str, words: str) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    owner.says("/refuse 1001")
    app.later(days=1)
    apply(driver)
    code = code_of(owner)
    if answer:
        owner.says(answer)
    owner.taps("以后不接受")
    assert owner.has_seen("此人还没办完的申请 #1002")
    driver.sees(words)
    assert status(app, driver) is FilingStatus.REFUSED
    driver.says(code)
    assert status(app, driver) is FilingStatus.REFUSED
    with pytest.raises(AssertionError):
        owner.button("终止")


def test_a_block_says_what_the_blocked_person_has_filed(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    apply(driver)
    owner.says("/refuse 1001")
    filed(app, car, driver)
    owner.taps("以后不接受")
    assert owner.has_seen("此人已办成的备案 #900")
    owner.taps("解除备案")
    assert driver.has_seen("已解除")
