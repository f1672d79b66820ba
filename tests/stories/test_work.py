"""Work finds people: from the news to the inbox, to a colleague, and back while somebody is away."""

from storage.review.reviews import ReviewStatus
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.review_steps import case, photos_of, review_of


def test_a_case_is_handed_to_a_colleague_who_decides_it(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    app.settle()
    for each in (reviewer, second_reviewer):
        each.sees("有新的待办：1 件", "#1001")
    reviewer.taps("审核 #1001")
    assert photos_of(reviewer)
    reviewer.says("/queue")
    reviewer.sees("您已领取")
    reviewer.taps("领取、转交")
    reviewer.taps("转交：审核 #1001")
    reviewer.taps("审核员小何")
    reviewer.sees("已转交给审核员小何")
    assert not photos_of(reviewer)
    second_reviewer.sees("同事转交给您：审核 #1001")
    second_reviewer.taps("审核 #1001")
    second_reviewer.taps("通过")
    assert review_of(app, review).status is ReviewStatus.PASSED
    reviewer.says("/queue")
    reviewer.sees("现在没有待办")


def test_who_is_away_gives_back_what_they_have_taken_and_a_proposer_learns_that_nobody_is_there(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor, admin: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.says("/away 11-27")
    reviewer.sees("您暂离到 2026年11月27日 23:59", "审核 #1001")
    app.later(minutes=1)
    second_reviewer.sees("有新的待办：1 件", "#1001")
    other = cast.reviewer(app, "管理员小钱", (StaffRole.ADMIN,))
    other.says("/away 11-27")
    admin.says("/rule vehicles_per_user 5 because")
    admin.taps("不公告")
    assert admin.has_seen("通知不到任何人：规则提议")
    assert admin.has_seen("管理员小钱")
    other.taps("我回来了")
    app.later(minutes=1)
    assert other.has_seen("vehicles_per_user") or other.has_seen("一人可备案")
