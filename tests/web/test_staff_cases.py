"""Cases of the photo review on the staff's page: the rights, refusals and records of the chat."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from sqlmodel import Session

from bot.adapters.sandbox.pool import SandboxPool
from bot.services.review import case_decisions
from storage import files
from storage.audit import Action, AuditEntry
from storage.filing.filings import FilingStatus
from storage.register.people import Person
from storage.review.photo_views import PhotoView
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffRole
from tests.stories import blacklist_steps, cast, review_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.web import staff_browser
from tests.web.staff_browser import colleague, signed_in


def waiting(app: AppDriver, driver: Citizen | None = None) -> Review:
    """Have a driver submit photos for a case."""
    return review_steps.case(app, driver or cast.driver(app), cast.car(app, cast.owner(app)))


def actions(app: AppDriver) -> list[str]:
    """Return what the audit has recorded."""
    return [each.action for each in app.read(lambda session: stored(session, AuditEntry))]


def status(app: AppDriver, review: Review) -> ReviewStatus:
    """Return how far the case is."""
    return review_steps.review_of(app, review).status


def test_a_case_is_taken_from_the_inbox_and_passed(app: AppDriver) -> None:
    review = waiting(app)
    page = signed_in(app, colleague(app, "审核员小周", StaffRole.REVIEWER))
    page.opens("/staff/inbox")
    page.sees("1 件，其中超时 0 件", "#1001", f"/staff/cases/{review.id}")
    item = re.search(r"/staff/work/([0-9a-f-]+)/take", page.page)
    assert item is not None
    assert page.sends(f"/staff/work/{item[1]}/take") == 200
    page.sees("李建国", "证件号码：450903199005170010", "没有登记照")
    for slot in ("handheld", "scene"):
        assert page.asks("GET", f"/staff/cases/{review.id}/photos/{slot}") == 200
        assert page.answer.headers["cache-control"] == "no-store"
        assert Image.open(io.BytesIO(page.answer.content)).format == "JPEG"
    assert page.asks("GET", f"/staff/cases/{review.id}/photos/portrait") == 404
    assert page.asks("GET", f"/staff/cases/{review.id}/photos/facts") == 404
    page.opens(f"/staff/cases/{review.id}")
    assert page.sends(f"/staff/cases/{review.id}/pass") == 200
    page.sees("已通过", "领取下一件")
    assert "handheld" not in page.page
    assert review_steps.filing_of(app, review).status is FilingStatus.ACTIVE
    viewed = [each.slot for each in app.read(lambda session: stored(session, PhotoView))]
    assert {each.value for each in viewed} == {"handheld", "scene", "facts"}
    assert actions(app).count(Action.PHOTO_VIEWED) == len(viewed)
    assert page.asks("GET", f"/staff/cases/{review.id}/photos/scene") == 409, "decided: nobody holds it"


def test_a_copy_carries_who_sees_it(app: AppDriver) -> None:
    review, reviewer = waiting(app), colleague(app, "审核员小周", StaffRole.REVIEWER)
    page = signed_in(app, reviewer)
    page.opens(f"/staff/cases/{review.id}")
    page.sends(f"/staff/cases/{review.id}/take")
    said: list[str] = []

    class WritingPool(SandboxPool):
        """Writes down what is drawn."""

        async def run(self, job: Any, *pictures: Any, **options: Any) -> Any:
            said.append(options["text"])
            return pictures[0]

    page.web.drawing_pool = WritingPool()
    assert page.asks("GET", f"/staff/cases/{review.id}/photos/scene") == 200
    assert "审核员小周" in said[0]
    assert "#1001 仅供审核" in said[0]


def test_a_case_is_returned_for_several_reasons_with_words(app: AppDriver) -> None:
    review = waiting(app)
    page = signed_in(app, colleague(app, "审核员小周", StaffRole.REVIEWER))
    page.opens(f"/staff/cases/{review.id}")
    page.sends(f"/staff/cases/{review.id}/take")
    assert page.sends(f"/staff/cases/{review.id}/return") == 409
    page.sees("返回", f"/staff/cases/{review.id}")
    page.opens(f"/staff/cases/{review.id}")
    data = {"csrf": page.csrf(), "why": ["1", "3"], "words": "请拍正面"}
    assert page.asks("POST", f"/staff/cases/{review.id}/return", data=data) == 303
    found = review_steps.review_of(app, review)
    assert found.status is ReviewStatus.RETURNED
    assert (found.reason, found.text) == ("anothers-document illegible", "请拍正面")
    assert Action.REFUSED in actions(app)


def test_the_next_case_is_taken_and_put_back(app: AppDriver) -> None:
    review = waiting(app)
    page = signed_in(app, colleague(app, "审核员小周", StaffRole.REVIEWER))
    page.opens("/staff/inbox")
    assert page.sends("/staff/cases/next") == 200
    assert status(app, review) is ReviewStatus.TAKEN
    page.sends(f"/staff/cases/{review.id}/release")
    assert status(app, review) is ReviewStatus.WAITING
    page.opens("/staff/inbox")
    page.sends("/staff/cases/next")
    assert page.sends("/staff/cases/next") == 409


def test_work_is_handed_to_a_colleague_who_hears_of_it(app: AppDriver) -> None:
    review = waiting(app)
    giver, taker = (colleague(app, name, StaffRole.REVIEWER) for name in ("审核员小周", "审核员小何"))
    page = signed_in(app, giver)
    page.opens(f"/staff/cases/{review.id}")
    page.sends(f"/staff/cases/{review.id}/take")
    page.opens("/staff/inbox")
    path = re.search(r"/staff/work/[0-9a-f-]+/hand-over", page.page)
    assert path is not None
    page.opens(path[0])
    found = re.search(r'name="colleague" value="([0-9a-f]{8})">([^<]*)<', page.page)
    assert found is not None
    assert found[2] == "审核员小何"
    assert page.sends(path[0], colleague=found[1]) == 200
    app.settle()
    taker.sees("同事转交给您")
    page.opens("/staff/browsers")
    assert page.sends(path[0], colleague=found[1]) == 409, "it is theirs no more"


def test_photos_in_the_chat_go_when_the_page_decides(app: AppDriver) -> None:
    review, reviewer = waiting(app), colleague(app, "审核员小周", StaffRole.REVIEWER)
    reviewer.says("/take 1001")
    app.settle()
    assert review_steps.photos_of(reviewer)
    page = signed_in(app, reviewer)
    page.opens(f"/staff/cases/{review.id}")
    assert page.sends(f"/staff/cases/{review.id}/pass") == 200
    app.later(seconds=1)
    assert not review_steps.photos_of(reviewer)


@pytest.mark.parametrize("whose", ["other", "own", "no duty", "withdrawn duty", "chat decided"])
def test_who_may_not_decide_is_refused_as_in_the_chat(app: AppDriver, whose: str) -> None:
    driver = cast.driver(app)
    review, reviewer = waiting(app, driver), colleague(app, "审核员小周", StaffRole.REVIEWER)
    if whose == "other":
        other = colleague(app, "审核员小何", StaffRole.REVIEWER)
        app.write(lambda session: _take(session, app, review, other.id))
    elif whose == "own":
        cast.employ(app, driver, StaffRole.REVIEWER)
        reviewer = driver
    page = signed_in(app, reviewer)
    if whose in ("withdrawn duty", "chat decided"):
        page.opens(f"/staff/cases/{review.id}")
        page.sends(f"/staff/cases/{review.id}/take")
    if whose in ("no duty", "withdrawn duty"):
        cast.appoint(app, reviewer, StaffRole.CASHIER)
    if whose == "chat decided":
        reviewer.says("/pass 1001")
    before = status(app, review)
    page.opens("/staff/browsers")
    token = page.csrf()
    refused = 403 if "duty" in whose else 409
    for act in ("take", "pass", "return", "release"):
        data = {"csrf": token, "why": "1"}
        assert page.asks("POST", f"/staff/cases/{review.id}/{act}", data=data) == refused, act
    assert page.asks("GET", f"/staff/cases/{review.id}/photos/scene") == refused
    assert status(app, review) is before
    page.asks("GET", f"/staff/cases/{review.id}")
    assert "450903199005170010" not in page.page


def test_an_admin_sees_a_case_and_neither_photos_nor_acts(app: AppDriver) -> None:
    review = waiting(app)
    page = signed_in(app, colleague(app, "管理员小吴", StaffRole.ADMIN))
    assert page.opens(f"/staff/cases/{review.id}") == 200
    page.sees("您没有审核的职责", "这里没有要您决定的")
    assert page.asks("GET", f"/staff/cases/{review.id}/photos/scene") == 409


def test_who_decides_a_listing_sees_the_photos_and_no_portrait(app: AppDriver) -> None:
    driver = cast.driver(app)
    app.write(lambda session: _give_portrait(session, app, driver.person_id))
    review = blacklist_steps.propose(app, driver, cast.owner(app), colleague(app, "审核员小周", StaffRole.REVIEWER))
    page = signed_in(app, colleague(app, "管理员小吴", StaffRole.ADMIN))
    for slot, expected in (("scene", 200), ("portrait", 409)):
        assert page.asks("GET", f"/staff/cases/{review.id}/photos/{slot}") == expected


def _take(session: Session, app: AppDriver, review: Review, telegram_id: int) -> None:
    by = staff_browser.account_of(session, app, telegram_id)
    case_decisions.take(session, review.id, by=by, now=app.now)


def _give_portrait(session: Session, app: AppDriver, person_id: Any) -> None:
    content = review_steps.small(50)
    kept = files.store(session, content, kind="portrait", name="p.jpg", media_type="image/jpeg", at=app.now)
    session.get_one(Person, person_id).portrait_id = kept
