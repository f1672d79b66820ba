"""The blacklist on the staff's page: proposed from a case, decided by a second person, appealed, decided by a third."""

import pytest
from sqlmodel import Session

from storage.audit import Action, AuditEntry
from storage.review.blacklist import BlacklistEntry, BlacklistStatus
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffMember, StaffRole
from tests.stories import blacklist_steps, cast, review_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.web.staff_browser import colleague, signed_in
from tests.web.visitor import Visitor


@pytest.fixture
def driver(app: AppDriver) -> Citizen:
    """Who has sent photos."""
    return cast.driver(app)


@pytest.fixture
def review(app: AppDriver, driver: Citizen) -> Review:
    """The case of the driver."""
    return review_steps.case(app, driver, cast.car(app, cast.owner(app)))


def browser(app: AppDriver, name: str, role: StaffRole = StaffRole.REVIEWER) -> Visitor:
    """Return a browser of another member of staff."""
    return signed_in(app, colleague(app, name, role))


def entry(app: AppDriver, driver: Citizen) -> BlacklistEntry:
    """Return the only entry about the driver."""
    (found,) = blacklist_steps.entries_of(app, driver)
    return found


def count(app: AppDriver, action: Action) -> int:
    """Return how often the audit has recorded this."""
    return [each.action for each in app.read(lambda session: stored(session, AuditEntry))].count(action)


def proposed(app: AppDriver, review: Review) -> Visitor:
    """Propose the applicant from the page of a case that was taken."""
    page = browser(app, "审核员小周")
    page.opens(f"/staff/cases/{review.id}")
    page.sends(f"/staff/cases/{review.id}/take")
    page.sees("虚假材料", "冒用他人证件")
    assert page.sends(f"/staff/cases/{review.id}/false", choice="9") == 409
    page.opens(f"/staff/cases/{review.id}")
    assert page.sends(f"/staff/cases/{review.id}/false", choice="1") == 200
    assert f"/staff/cases/{review.id}/false" not in page.page, "proposed once"
    return page


def test_an_applicant_is_proposed_and_a_second_person_confirms(app: AppDriver, driver: Citizen, review: Review) -> None:
    first = proposed(app, review)
    assert review_steps.review_of(app, review).status is ReviewStatus.RETURNED
    here = f"/staff/blacklist/{entry(app, driver).id}"
    first.opens("/staff/blacklist")
    first.sees(here, "冒用他人证件", "#1001")
    first.opens(here)
    assert f"{here}/confirm" not in first.page
    assert first.sends(f"{here}/confirm") in (403, 409), "not without a form"
    first.opens("/staff/blacklist")
    assert first.sends(f"{here}/confirm") == 409, "the proposer is not the second person"
    first.sees("已经参与过")
    second = browser(app, "管理员小吴", StaffRole.ADMIN)
    second.opens("/staff/inbox")
    second.sees(here)
    second.opens(here)
    second.sees("李*国", "确认列入黑名单", f"/staff/cases/{review.id}/photos/scene")
    assert "photos/portrait" not in second.page
    assert second.asks("GET", f"/staff/cases/{review.id}/photos/scene") == 200
    second.opens(here)
    assert second.sends(f"{here}/confirm") == 200
    second.sees("已列入黑名单。")
    assert "photos/scene" not in second.page
    app.settle()
    driver.sees("您已被列入黑名单", "#1001")
    third = browser(app, "审核员小何")
    third.opens("/staff/blacklist")
    assert third.sends(f"{here}/reject") == 409, "decided meanwhile"
    third.sees("已经")
    assert count(app, Action.BLACKLIST_CONFIRMED) == 1


@pytest.mark.parametrize(("act", "status"), [("lift", BlacklistStatus.LIFTED), ("uphold", BlacklistStatus.CONFIRMED)])
def test_an_appeal_is_decided_by_a_third_person(
    app: AppDriver, driver: Citizen, review: Review, act: str, status: BlacklistStatus
) -> None:
    first, here = proposed(app, review), f"/staff/blacklist/{entry(app, driver).id}"
    second = browser(app, "审核员小何")
    second.opens(here)
    second.sends(f"{here}/confirm")
    app.settle()
    driver.says("/appeal 照片是我本人，证件也是我的")
    driver.taps("提交")
    for involved in (first, second):
        involved.opens("/staff/blacklist")
        assert involved.sends(f"{here}/{act}") == 409
    third = browser(app, "管理员小吴", StaffRole.ADMIN)
    third.opens(here)
    third.sees("照片是我本人，证件也是我的")
    assert third.sends(f"{here}/{act}") == 200
    decided = entry(app, driver)
    assert (decided.status, decided.waits_for_appeal) == (status, False)
    app.settle()
    driver.sees("申诉成立" if act == "lift" else "申诉没有成立")
    third.opens("/staff/blacklist")
    assert third.sends(f"{here}/{act}") == 409, "sent twice"


def test_an_admin_proposes_by_the_number_of_a_case_that_was_returned(
    app: AppDriver, driver: Citizen, review: Review
) -> None:
    page = browser(app, "管理员小吴", StaffRole.ADMIN)
    page.opens("/staff/blacklist")
    for typed in ("1001", "9999", "", "abc"):
        assert page.sends("/staff/blacklist/case", number=typed) == 409, "in review, or no case"
        page.opens("/staff/blacklist")
    reviewer = browser(app, "审核员小周")
    reviewer.opens(f"/staff/cases/{review.id}")
    reviewer.sends(f"/staff/cases/{review.id}/take")
    data = {"csrf": reviewer.csrf(), "why": ["2"]}
    assert reviewer.asks("POST", f"/staff/cases/{review.id}/return", data=data) == 303
    assert page.sends("/staff/blacklist/case", number="#1001") == 200
    page.sees("由他人冒充申请人")
    assert "cases/next" not in page.page, "an admin who is no reviewer takes no cases"
    assert page.sends(f"/staff/cases/{review.id}/false", choice="2") == 200
    named = entry(app, driver)
    assert named.status is BlacklistStatus.PROPOSED
    page.opens("/staff/blacklist")
    assert page.sends("/staff/blacklist/case", number="1001") == 200
    page.sees("已经有人提出", f"/staff/blacklist/{named.id}")


def test_whoever_confirms_what_a_former_member_has_proposed_is_told_that_it_is_theirs(
    app: AppDriver, driver: Citizen, review: Review
) -> None:
    proposed(app, review)
    here, page = f"/staff/blacklist/{entry(app, driver).id}", browser(app, "管理员小吴", StaffRole.ADMIN)

    def leave(session: Session) -> None:
        member = session.get_one(StaffMember, entry(app, driver).proposed_by)
        member.ended_at = app.now
        session.add(member)

    app.write(leave)
    page.opens(here)
    assert page.sends(f"{here}/confirm") == 200
    page.sees("现在算您提出的")
    assert f"{here}/confirm" not in page.page
    assert entry(app, driver).status is BlacklistStatus.PROPOSED


def test_nobody_sees_an_entry_about_themselves(app: AppDriver, driver: Citizen, review: Review) -> None:
    proposed(app, review)
    here = f"/staff/blacklist/{entry(app, driver).id}"
    cast.employ(app, driver, StaffRole.REVIEWER)
    page = signed_in(app, driver)
    page.opens("/staff/blacklist")
    assert here not in page.page
    for act in ("confirm", "reject", "lift", "uphold"):
        assert page.asks("POST", f"{here}/{act}", data={"csrf": page.csrf()}) == 409
        page.opens("/staff/blacklist")
    assert page.asks("GET", here) == 409
    assert entry(app, driver).status is BlacklistStatus.PROPOSED
