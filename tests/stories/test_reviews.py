"""Reviews: the queue, due days and overdue cases, taking and releasing a case."""

import pytest

from storage.review.reviews import ReviewStatus
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.review_steps import case, photos_of, review_of


def test_the_queue_shows_the_earliest_due_first_and_marks_overdue_cases(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    car = cast.car(app, owner)
    others = cast.crowd(app, 2)
    first = case(app, driver, car, seed=1)
    app.later(hours=1)
    case(app, others[0], car, seed=2)
    app.later(days=1)
    case(app, others[1], car, seed=3)
    app.later(days=1)
    reviewer.says("/queue")
    reviewer.sees("待办 3 件", "超时 2 件")
    lines = [line for line in reviewer.last().splitlines() if "#" in line]
    assert [line.removeprefix("⚠ ")[:5] for line in lines] == ["#1001", "#1002", "#1003"]
    assert ["超时" in line for line in lines] == [True, True, False]
    reviewer.says("/take")
    assert review_of(app, first).status is ReviewStatus.TAKEN


def test_the_due_day_counts_working_days_only(app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor) -> None:
    app.later(days=2)  # A Friday, so that the case is due on Monday.
    case(app, driver, cast.car(app, owner))
    app.later(days=2)
    reviewer.says("/queue")
    reviewer.sees("11月30日 23:59", "超时 0 件")


def test_an_empty_queue_says_so(reviewer: Actor) -> None:
    reviewer.says("/queue")
    reviewer.sees("现在没有待办")
    reviewer.says("/take")
    reviewer.sees("没有您可以领取的")


@pytest.mark.parametrize("typed", ["ID1002", "#id1002"])
def test_the_number_of_an_identity_case_leads_to_its_command(reviewer: Actor, typed: str) -> None:
    reviewer.says(f"/pass {typed}")
    reviewer.sees("身份核实的编号", "/pass")
    assert reviewer.labels() == ["身份核实", "待办"]


@pytest.mark.parametrize("typed", ["9999", "abc", "١٠٠١", "1" * 30])
def test_an_invalid_case_number_is_explained(reviewer: Actor, typed: str) -> None:
    reviewer.says(f"/case {typed}")
    reviewer.sees("没有编号为")


def test_a_case_must_be_taken_before_it_is_decided(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/pass 1001")
    reviewer.sees("您没有领取")
    reviewer.says("/case 1001")
    reviewer.sees("还没有人领取")
    reviewer.taps("领取")
    reviewer.sees("机器的参考意见")


def test_a_released_case_can_be_taken_by_anybody(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.taps("放回队列")
    reviewer.sees("已放回队列")
    assert not photos_of(reviewer)
    second_reviewer.says("/take")
    second_reviewer.sees("机器的参考意见")
    second_reviewer.says("/release")
    second_reviewer.sees("已放回队列")
    assert not photos_of(second_reviewer)
    second_reviewer.says("/release")
    second_reviewer.sees("您没有领取任何申请")
    second_reviewer.says("/release 1001")
    second_reviewer.sees("没有领取 #1001")
    second_reviewer.says("/case #")
    second_reviewer.sees("请在命令后面写上申请编号", "/case 1024")
    assert second_reviewer.labels() == ["待办"]


def test_an_expired_lease_frees_the_case_and_the_reviewer_is_notified(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    app.later(minutes=29)
    assert review_of(app, review).status is ReviewStatus.TAKEN
    app.later(minutes=1)
    assert reviewer.has_seen("处理时间已到，已放回队列")
    assert not photos_of(reviewer)
    assert review_of(app, review).status is ReviewStatus.WAITING
    second_reviewer.says("/take")
    reviewer.taps("通过")
    assert reviewer.has_seen("已由另一位审核员领取")


def test_nothing_can_be_decided_after_the_lease_has_expired(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.taps("退办：几条原因")
    reviewer.sees("写一句说明")
    app.later(minutes=31)
    reviewer.says("证件过期")
    reviewer.sees("您没有领取")
    assert review_of(app, review).status is ReviewStatus.WAITING
    reviewer.says("/menu")
    reviewer.sees("车主服务台")


def test_a_case_is_reminded_of_before_it_is_due_and_raises_one_alarm_when_it_is_not_decided(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    admin = cast.reviewer(app, "管理员", (StaffRole.ADMIN,))
    cashier = cast.reviewer(app, "出纳", (StaffRole.CASHIER,))
    for member in (reviewer, admin, cashier):
        member.says("/menu")
    case(app, driver, cast.car(app, owner))
    app.settle()
    reviewer.sees("有新的待办：1 件", "#1001")
    app.later(hours=30)
    reviewer.sees("快到期了：1 件", "#1001")
    assert not admin.has_seen("#1001")
    app.later(hours=7)
    assert not reviewer.has_seen("超时")
    app.later(hours=1)
    reviewer.sees("超时", "#1001")
    admin.sees("超时", "#1001")
    assert not cashier.has_seen("#1001")
    app.later(days=1)
    assert alarms(reviewer) == 1
    reviewer.taps("#1001")
    reviewer.taps("领取")
    reviewer.taps("通过")
    shown = alarms(reviewer)  # The notification that was tapped shows the case now.
    app.later(days=3)
    assert alarms(reviewer) == shown
    assert not any("#1001" in label for label in admin.labels())  # The alarm stays, without a way into what is over.


def test_the_review_desk_in_english(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    reviewer = app.person("Zoe", language="en")
    cast.employ(app, reviewer, StaffRole.REVIEWER)
    case(app, driver, cast.car(app, owner))
    reviewer.says("/queue")
    reviewer.sees("Your work: 1", "Review")
    reviewer.taps("Take the next")
    reviewer.sees("What the machine found", "still reading the document")
    reviewer.taps("Return: text cannot be read")
    reviewer.sees("You have returned")


def alarms(actor: Actor) -> int:
    """Return how many overdue notifications this person sees."""
    return sum("⚠ 超时：" in (message.get("text") or "") for message in actor.messages())
