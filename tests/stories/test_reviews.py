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
    app: AppDriver, driver: Citizen, owner: Citizen, zhou: Actor
) -> None:
    car = cast.car(app, owner)
    others = cast.crowd(app, 2)
    first = case(app, driver, car, seed=1)
    app.later(hours=1)
    case(app, others[0], car, seed=2)
    app.later(days=1)
    case(app, others[1], car, seed=3)
    app.later(days=1)
    zhou.says("/queue")
    zhou.sees("待审件：3", "超时 2 件")
    lines = [line for line in zhou.last().splitlines() if line.startswith("#")]
    assert [line[:5] for line in lines] == ["#1001", "#1002", "#1003"]
    assert ["超时" in line for line in lines] == [True, True, False]
    zhou.says("/take")
    assert review_of(app, first).status is ReviewStatus.TAKEN


def test_the_due_day_counts_working_days_only(app: AppDriver, driver: Citizen, owner: Citizen, zhou: Actor) -> None:
    app.later(days=2)  # A Friday, so that the case is due on Monday.
    case(app, driver, cast.car(app, owner))
    app.later(days=2)
    zhou.says("/queue")
    zhou.sees("11月30日 23:59", "超时 0 件")


def test_an_empty_queue_says_so(zhou: Actor) -> None:
    zhou.says("/queue")
    zhou.sees("没有待审件")
    zhou.says("/take")
    zhou.sees("没有您可以领取的")


@pytest.mark.parametrize("typed", ["9999", "abc", "١٠٠١", "1" * 30])
def test_an_invalid_case_number_is_explained(zhou: Actor, typed: str) -> None:
    zhou.says(f"/case {typed}")
    zhou.sees("没有编号为")


def test_a_case_must_be_taken_before_it_is_decided(
    app: AppDriver, driver: Citizen, owner: Citizen, zhou: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    zhou.says("/pass 1001")
    zhou.sees("您没有领取")
    zhou.says("/case 1001")
    zhou.sees("还没有人领取")
    zhou.taps("领取")
    zhou.sees("机器的参考意见")


def test_a_released_case_can_be_taken_by_anybody(
    app: AppDriver, driver: Citizen, owner: Citizen, zhou: Actor, he: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    zhou.says("/take")
    zhou.taps("放回队列")
    zhou.sees("已放回队列")
    assert not photos_of(zhou)
    he.says("/take")
    he.sees("机器的参考意见")
    he.says("/release 1001")
    he.sees("已放回队列")


def test_an_expired_lease_frees_the_case_and_the_reviewer_is_notified(
    app: AppDriver, driver: Citizen, owner: Citizen, zhou: Actor, he: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    zhou.says("/take")
    app.later(minutes=29)
    assert review_of(app, review).status is ReviewStatus.TAKEN
    app.later(minutes=1)
    assert zhou.has_seen("时间到了，已放回队列")
    assert not photos_of(zhou)
    assert review_of(app, review).status is ReviewStatus.WAITING
    he.says("/take")
    zhou.taps("通过")
    assert zhou.has_seen("已由另一位审核员领取")


def test_nothing_can_be_decided_after_the_lease_has_expired(
    app: AppDriver, driver: Citizen, owner: Citizen, zhou: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    zhou.says("/take")
    zhou.taps("退办：其他原因")
    zhou.sees("请写一句")
    app.later(minutes=31)
    zhou.says("证件过期")
    zhou.sees("您没有领取")
    assert review_of(app, review).status is ReviewStatus.WAITING
    zhou.says("/menu")
    zhou.sees("车主服务台")


def test_an_overdue_case_raises_an_alarm_now_and_on_every_working_day(
    app: AppDriver, driver: Citizen, owner: Citizen, zhou: Actor
) -> None:
    admin = cast.reviewer(app, "管理员", (StaffRole.ADMIN,))
    cashier = cast.reviewer(app, "收费员", (StaffRole.CASHIER,))
    for member in (zhou, admin, cashier):
        member.says("/menu")
    case(app, driver, cast.car(app, owner))
    app.later(hours=37)
    assert not zhou.has_seen("超时")
    app.later(hours=1)
    zhou.sees("超时", "#1001")
    admin.sees("超时", "#1001")
    assert not cashier.has_seen("#1001")
    app.later(days=1)
    assert alarms(zhou) == 2
    app.later(days=2)  # A weekend.
    assert alarms(zhou) == 2
    zhou.taps("#1001")
    zhou.taps("领取")
    zhou.taps("通过")
    shown = alarms(zhou)  # The notification that was tapped shows the case now.
    app.later(days=3)
    assert alarms(zhou) == shown
    admin.taps("#1001")
    admin.sees("已通过")


def test_the_review_desk_speaks_english(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    reviewer = app.person("Zoe", language="en")
    cast.employ(app, reviewer, StaffRole.REVIEWER)
    case(app, driver, cast.car(app, owner))
    reviewer.says("/queue")
    reviewer.sees("Cases for review: 1", "round 1", "free")
    reviewer.taps("Take the next")
    reviewer.sees("What machines say", "still being read")
    reviewer.taps("Return: writing illegible")
    reviewer.sees("is returned")


def alarms(actor: Actor) -> int:
    """Return how many overdue notifications this person sees."""
    return sum("⚠ 超时：" in (message.get("text") or "") for message in actor.messages())
