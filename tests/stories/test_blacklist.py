"""The blacklist: an entry is proposed, confirmed by a second person, and what follows for the applicant."""

from datetime import timedelta

import pytest

from storage.filing.filings import FilingStatus
from storage.review.blacklist import BlacklistStatus
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.blacklist_steps import confirmed, entries_of, propose, until
from tests.stories.cast import Citizen
from tests.stories.review_steps import case, filing_of, photos_of, review_of, submit


@pytest.fixture
def review(app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor) -> Review:
    """A returned case whose applicant is proposed."""
    return propose(app, driver, owner, reviewer)


def test_a_proposal_for_false_material_returns_the_case(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor, admin: Actor
) -> None:
    review = propose(app, driver, owner, reviewer)
    reviewer.sees("已提出", "另一位工作人员确认")
    assert not photos_of(reviewer)
    assert review_of(app, review).status is ReviewStatus.RETURNED
    assert filing_of(app, review).return_reason == "anothers-document"
    driver.sees("退办", "不是您本人的证件")
    for other in (second_reviewer, admin):
        other.sees("列入黑名单", "确认或否决")
    assert not reviewer.has_seen("确认或否决")
    assert until(app, driver) is None
    driver.says("/file")
    assert "黑名单" not in driver.last()


def test_an_applicant_can_be_proposed_after_a_return(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.taps("退办：照片不是申请人")
    reviewer.taps("虚假材料")
    reviewer.sees("#1001", "哪里是假的")
    reviewer.taps("由他人冒充申请人")
    reviewer.sees("已提出")
    reviewer.says("/case 1001")
    assert "虚假材料" not in reviewer.labels()
    second_reviewer.taps("打开")
    second_reviewer.sees("李*国", "由他人冒充申请人", "等另一位工作人员确认")


def test_a_second_person_confirms_after_viewing_the_photos(
    app: AppDriver, driver: Citizen, owner: Citizen, second_reviewer: Actor, review: Review
) -> None:
    second_reviewer.says("/blacklist")
    second_reviewer.sees("待确认 1 件")
    second_reviewer.taps("冒用他人证件")
    assert second_reviewer.has_seen("李*国")
    assert len(photos_of(second_reviewer)) == 2
    second_reviewer.taps("确认列入黑名单")
    assert second_reviewer.has_seen("已列入黑名单。")
    assert not photos_of(second_reviewer)
    assert until(app, driver) == app.now + timedelta(days=365)
    driver.sees("您已被列入黑名单", "冒用他人证件", "#1001", "2027年11月25日", "/appeal")
    filing = filing_of(app, review)
    assert (filing.status, filing.return_reason) == (FilingStatus.REFUSED, "false-material")
    owner.sees("#1001", "没有通过，已结束")
    app.later(days=2)
    driver.says("/file")
    driver.sees("因提供过虚假材料", "2027年11月25日 10:00 前")
    assert "黑名单申诉" in driver.labels()


def test_nobody_confirms_their_own_proposal(
    app: AppDriver, driver: Citizen, reviewer: Actor, second_reviewer: Actor, review: Review
) -> None:
    reviewer.says("/blacklist")
    reviewer.taps("冒用他人证件")
    assert reviewer.labels() == ["黑名单"]
    second_reviewer.says("/blacklist")
    second_reviewer.taps("冒用他人证件")
    _, data = second_reviewer.button("确认列入黑名单")
    reviewer.forges(data)
    reviewer.sees("不能用")
    assert entries_of(app, driver)[0].status is BlacklistStatus.PROPOSED


def test_a_second_person_rejects_and_nothing_changes(
    app: AppDriver, driver: Citizen, reviewer: Actor, second_reviewer: Actor, review: Review
) -> None:
    second_reviewer.says("/blacklist")
    second_reviewer.taps("冒用他人证件")
    second_reviewer.taps("不列入")
    reviewer.sees("您提出的（申请 #1001，冒用他人证件）同事没有同意")
    assert second_reviewer.has_seen("没有列入黑名单")
    assert until(app, driver) is None
    assert filing_of(app, review).status is FilingStatus.RETURNED
    second_reviewer.says("/blacklist")
    second_reviewer.sees("没有待确认的")


def test_a_proposal_is_decided_once(
    app: AppDriver, driver: Citizen, second_reviewer: Actor, admin: Actor, review: Review
) -> None:
    for judge in (second_reviewer, admin):
        judge.says("/blacklist")
        judge.taps("冒用他人证件")
    second_reviewer.taps("不列入")
    admin.taps("确认列入黑名单")
    assert admin.has_seen("已经有了结果")
    assert until(app, driver) is None


def test_a_person_is_proposed_once(
    app: AppDriver, driver: Citizen, reviewer: Actor, second_reviewer: Actor, review: Review
) -> None:
    second_reviewer.says("/case 1001")
    assert "虚假材料" not in second_reviewer.labels()
    second_reviewer.says("/block 1001 3")
    assert second_reviewer.has_seen("已经有人提出过")
    assert len(entries_of(app, driver)) == 1


def test_the_applicant_of_a_passed_case_cannot_be_proposed(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.taps("虚假材料")
    second_reviewer.says("/case 1001")
    reviewer.says("/pass 1001")
    reviewer.taps("冒用他人证件")
    assert reviewer.has_seen("已有结果，或者申请已撤回")
    assert not entries_of(app, driver)


def test_confirming_an_entry_refuses_all_open_applications_including_taken_cases(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor, admin: Actor
) -> None:
    propose(app, driver, owner, reviewer)
    other = case(app, driver, cast.car(app, owner, plate="桂A54321"), seed=3)
    second_reviewer.says("/take")
    _, passing = second_reviewer.button("通过")
    confirmed(admin)
    assert filing_of(app, other).status is FilingStatus.REFUSED
    second_reviewer.forges(passing)
    assert second_reviewer.has_seen("已有结果，或者申请已撤回")
    assert filing_of(app, other).status is FilingStatus.REFUSED


def test_confirming_an_entry_refuses_a_case_submitted_again_meanwhile(
    app: AppDriver, driver: Citizen, second_reviewer: Actor, review: Review
) -> None:
    submit(app, filing_of(app, review), seed=5)
    confirmed(second_reviewer)
    assert filing_of(app, review).status is FilingStatus.REFUSED
    second_reviewer.says("/queue")
    second_reviewer.sees("现在没有待办")


@pytest.mark.parametrize("said", ["/blacklist", "tap"])
def test_only_reviewers_and_admins_see_the_blacklist(
    app: AppDriver, driver: Citizen, owner: Citizen, review: Review, said: str
) -> None:
    cashier = cast.greeted(cast.reviewer(app, "出纳", (StaffRole.CASHIER,)))
    for stranger in (owner, cashier):
        stranger.says("/blacklist")
        stranger.sees("没有这个命令")


def test_staff_concerned_by_an_entry_do_not_see_it(
    app: AppDriver, driver: Citizen, owner: Citizen, review: Review
) -> None:
    for insider in (driver, owner):
        cast.employ(app, insider, StaffRole.REVIEWER)
        insider.says("/blacklist")
        insider.sees("没有待确认的")
        assert not photos_of(insider)


def test_a_person_unreachable_in_chat_is_notified_by_sms(
    app: AppDriver, driver: Citizen, second_reviewer: Actor, review: Review
) -> None:
    driver.blocks()
    confirmed(second_reviewer)
    assert "因冒用他人证件（申请 #1001）被列入黑名单" in driver.sms[-1]
