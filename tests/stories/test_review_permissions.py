"""Permissions for cases: reviewers only, one at a time, and no cases of their own."""

import pytest

from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.review_steps import apply_for, case, photos_of, review_of, submit


def test_reviewers_see_in_full_only_the_applicant_of_the_case_they_hold(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    others = ("王秀英", driver.phone, owner.phone, owner.id_number, "A123456")
    assert all(secret not in words(reviewer) for secret in ("李建国", driver.id_number, *others))
    reviewer.says("/take 1001")
    assert all(secret in words(reviewer) for secret in ("李建国", driver.id_number))
    reviewer.says("/release 1001")
    assert all(secret not in words(reviewer) for secret in ("李建国", driver.id_number, *others))


def words(actor: Actor) -> str:
    """Return everything that the chat shows."""
    return "\n".join(message.get("text") or message.get("caption") or "" for message in actor.messages())


@pytest.mark.parametrize("command", ["take", "take 1001", "case 1001", "pass 1001", "return 1001 1", "release 1001"])
def test_only_reviewers_can_use_the_commands_of_the_review_desk(
    app: AppDriver, driver: Citizen, owner: Citizen, command: str
) -> None:
    case(app, driver, cast.car(app, owner))
    for stranger in (owner, cast.reviewer(app, "出纳", (StaffRole.CASHIER,)), app.person("路人")):
        stranger.says(f"/{command}")
        stranger.sees("没有这个命令")
    admin = cast.reviewer(app, "管理员", (StaffRole.ADMIN,))
    if not command.startswith("case"):
        admin.says(f"/{command}")
        admin.sees("没有这个命令")


def test_buttons_stop_working_when_the_reviewers_service_ends(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    cast.employ(app, reviewer, StaffRole.STATION)
    reviewer.taps("通过")
    reviewer.sees("没有这个命令")
    assert review_of(app, review).status is ReviewStatus.TAKEN


def test_a_button_works_only_for_the_reviewer_it_was_made_for(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    _, data = reviewer.button("通过")
    second_reviewer.says("/queue")
    second_reviewer.forges(data)
    second_reviewer.sees("不能用")
    assert review_of(app, review).status is ReviewStatus.TAKEN


def test_a_second_reviewer_is_told_that_the_case_is_taken_without_a_name(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    second_reviewer.says("/queue")
    reviewer.says("/take #1001")
    second_reviewer.taps("#1001")
    second_reviewer.sees("已由另一位审核员领取")
    assert not second_reviewer.has_seen("小周")
    for command in ("pass 1001", "return 1001 3", "release 1001", "take 1001"):
        second_reviewer.says(f"/{command}")
        second_reviewer.sees("已由另一位审核员领取")
    second_reviewer.says("/take")
    second_reviewer.sees("没有您可以领取的")
    second_reviewer.says("/queue")
    second_reviewer.sees("同事已领取")
    second_reviewer.says("/case 1001")
    second_reviewer.sees("其他审核员已领取")
    assert not photos_of(second_reviewer)


def test_help_and_menu_show_review_commands_to_reviewers_only(app: AppDriver, owner: Citizen, reviewer: Actor) -> None:
    reviewer.says("/help")
    reviewer.sees("/queue", "/take", "/case", "/pass", "/return", "/release", "/blacklist")
    reviewer.says("/menu")
    assert "待办" in reviewer.labels()
    owner.says("/help")
    assert "/queue" not in owner.last()
    owner.says("/menu")
    assert "待办" not in owner.labels()


def test_reviewers_cannot_decide_cases_of_their_own_or_their_organisation(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    third = cast.third(app)
    company = cast.organisation(app, third)
    own, companys = (
        case(app, driver, cast.car(app, owner)),
        case(app, owner, cast.car(app, company, plate="桂A54321"), seed=2),
    )
    for insider, number in ((driver, 1001), (owner, 1001), (owner, 1002), (third, 1002)):
        cast.employ(app, insider, StaffRole.REVIEWER)
        for command in ("take", "case"):
            insider.says(f"/{command} {number}")
            insider.sees("与您本人、您的车（包括以前的）或您的单位有关")
    owner.says("/take")
    owner.sees("没有您可以领取的")
    owner.says("/queue")
    owner.sees("现在没有待办")
    third.says("/take")
    assert review_of(app, own).status is ReviewStatus.TAKEN
    assert review_of(app, companys).status is ReviewStatus.WAITING


def test_a_case_returned_twice_needs_another_reviewer(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor
) -> None:
    filing = apply_for(app, driver, cast.car(app, owner))
    for seed in (1, 2):
        submit(app, filing, seed=seed)
        reviewer.says("/take")
        reviewer.says("/return 1001 2")
    submit(app, filing, seed=3)
    reviewer.says("/take 1001")
    reviewer.sees("已退办 2 次", "另一位审核员")
    reviewer.says("/take")
    reviewer.sees("没有您可以领取的")
    second_reviewer.says("/take")
    second_reviewer.sees("第 3 轮")
    rounds = sorted(app.read(lambda session: stored(session, Review)), key=lambda each: each.round)
    assert [each.barred_person for each in rounds] == [None, None, rounds[0].reviewer_person]
    assert rounds[2].reviewer_person not in (None, rounds[2].barred_person)
