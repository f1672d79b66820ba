"""The reason of a refusal: passed on after it, once, by who has refused."""

import pytest
from sqlmodel import Session, select

from bot.errors import NotYours, Refusal
from bot.services.filing import refusal_reasons
from bot.services.filing.approvals import ApprovalClosed
from bot.services.filing.refusal_reasons import RefusalReason
from storage.engine import conversations
from storage.filing import approvals
from storage.filing.approvals import Approval
from storage.filing.filings import FilingStatus
from storage.register.people import Person
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import asked_owner, code_of, status
from tests.stories.test_authority import applied_to_organisation, hand_over


@pytest.mark.parametrize(
    ("reason", "passed_on"),
    [("不认识", "说不认识您"), ("没有和我说好", "说您没有事先说好"), ("自己用", "说车要自己用")],
)
def test_the_owner_passes_a_reason_on(app: AppDriver, driver: Citizen, reason: str, passed_on: str) -> None:
    owner = asked_owner(app, driver)
    owner.taps("拒绝")
    owner.sees("您已拒绝", "点一个理由")
    message, again = owner.button(reason)
    owner.taps(reason)
    owner.sees("会把理由转告")
    driver.sees("补充了拒绝申请", "#1001", passed_on)
    driver.says("/progress 1001")
    driver.sees(passed_on)
    app.later(seconds=4)
    owner.forges(again, message["message_id"])
    assert owner.has_seen("已经有了答复")


def test_a_tap_refuses_before_a_reason_is_chosen(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    code = code_of(owner)
    owner.taps("拒绝")
    assert status(app, driver) is FilingStatus.REFUSED
    driver.sees("车主未同意", "车主没有同意。")
    driver.says(code)
    owner.says("/approve 1001")
    owner.sees("#1001 您没有同意")
    assert status(app, driver) is FilingStatus.REFUSED


def test_only_a_refusal_has_a_reason(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    owner.taps("同意")
    owner.taps("终止")
    owner.taps("确定终止")
    _pass_on(app, owner, refused=ApprovalClosed)


def test_only_who_has_refused_gives_the_reason(app: AppDriver) -> None:
    driver, old, new = applied_to_organisation(app)
    driver.sees("已提交")
    old.taps("拒绝")
    _pass_on(app, new, refused=NotYours)
    hand_over(old, "欧阳")
    _pass_on(app, old, refused=NotYours)
    _pass_on(app, new, refused=NotYours)


def _pass_on(app: AppDriver, citizen: Citizen, *, refused: type[Refusal]) -> None:
    """Try to pass a reason on as this person, about the only application."""

    def action(session: Session) -> None:
        approval, by = session.exec(select(Approval)).one(), session.get_one(Person, citizen.person_id)
        refusal_reasons.pass_on(session, approval.id, RefusalReason.STRANGER, by=by, now=app.now)

    with pytest.raises(refused):
        app.write(action)


def test_a_refusal_begun_with_the_first_version_can_be_ended(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    place_at_reason(app, owner)
    owner.says("好的")
    owner.sees("您是在答复下面的申请吗", "#1001")
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    owner.taps("不是，继续填写")
    owner.sees("请确认拒绝")
    owner.taps("确认拒绝")
    owner.sees("您已拒绝")
    assert status(app, driver) is FilingStatus.REFUSED


def test_a_refusal_begun_with_the_first_version_takes_a_note(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    place_at_reason(app, owner)
    owner.says("我不认识他")
    owner.sees("您已拒绝", "没有转告对方")


def place_at_reason(app: AppDriver, owner: Citizen) -> None:
    """Place the owner at the step of version 0.1.0 that asked for the reason before the refusal."""

    def action(session: Session) -> None:
        (approval,) = approvals.of_owner(session, owner.person_id)
        conversation = conversations.load(session, owner.account.lane)
        conversation.flow, conversation.step, conversation.draft = "refusal", "reason", {"approval": approval.id.hex}
        conversations.save(session, conversation, at=app.now)

    app.write(action)


def test_in_english_a_reason_is_passed_on(app: AppDriver) -> None:
    driver = cast.citizen(app, "李建国", cast.id_number(1), "+8613800000001", language="en")
    owner = cast.citizen(app, "王秀英", cast.id_number(2), "+8613800000002", language="en")
    cast.car(app, owner)
    driver.says("/file 02 桂A12345 123456")
    driver.taps("Friend")
    driver.taps("Confirm")
    owner.taps("Refuse")
    owner.sees("You have refused", "Tap a reason")
    owner.taps("I need the car myself")
    owner.sees("we will tell")
    driver.sees("they need the car themselves")
