"""Reviewers may not decide cases of their own, cases they returned too often, and decided cases."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.services.identity import consents
from bot.services.review import case_decisions, enrolment, photo_access, queue
from storage import files
from storage.filing.filings import Filing, FilingStatus
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.review.blacklist import BlacklistEntry
from storage.review.photo_views import ViewedItem
from storage.review.reviews import Review
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.competing_transaction import nothing_written
from tests.storage.rows import put


def case(data: DataBuilder, status: str, filing: Filing | None = None, **values: Any) -> Review:
    filing = filing or data.filing(FilingStatus.IN_REVIEW)
    described = {"filing_id": filing.id, "round": 1, "status": status, **values}
    return data.session.get_one(Review, put(data.session, Review, **described))


def taken(data: DataBuilder, by: Account) -> Review:
    return case(data, "taken", reviewer=by.id, lease_until=NOW + HOUR)


def test_a_case_returned_too_often_needs_another_reviewer(data: DataBuilder) -> None:
    first, other = data.staff("reviewer"), data.staff("reviewer")
    filing = data.filing(FilingStatus.IN_REVIEW, returns=2)
    case(data, "returned", filing, reviewer=first.id, decided_at=NOW - timedelta(days=1))
    again = case(data, "waiting", filing, round=2)
    with nothing_written(data.session), pytest.raises(queue.SecondReviewerNeeded):
        case_decisions.take(data.session, again.id, by=first, now=NOW)
    assert case_decisions.take(data.session, again.id, by=other, now=NOW).reviewer == other.id
    filing.returns = 1
    queue.require_may_decide(data.session, filing, by=first, now=NOW)


def test_staff_cannot_view_the_photos_of_their_own_case(data: DataBuilder) -> None:
    for person in (data.filer, data.owner):
        reviewer = data.staff("reviewer", person=person)
        review = taken(data, reviewer)
        with pytest.raises(queue.OwnCase):
            photo_access.require_access(data.session, review, by=reviewer, now=NOW)
        data.session.delete(review)
        data.session.delete(data.session.get_one(Filing, review.filing_id))
        data.session.flush()
    other = data.staff("reviewer")
    photo_access.require_access(data.session, taken(data, other), by=other, now=NOW)


def test_the_portrait_and_the_facts_are_only_for_who_has_taken_the_case(data: DataBuilder) -> None:
    first, admin = data.staff("reviewer"), data.staff("admin")
    review = taken(data, first)
    put(data.session, BlacklistEntry, review_id=review.id, person_id=data.filer.id, status="proposed")
    kept = {item: file_of(data) for item in (ViewedItem.PORTRAIT, ViewedItem.SCENE)}
    shown = photo_access.begin_viewings(data.session, review, kept, by=first, now=NOW)
    assert [view.slot for view in shown] == [ViewedItem.SCENE, ViewedItem.PORTRAIT, ViewedItem.FACTS]
    kept = {item: file_of(data) for item in (ViewedItem.PORTRAIT, ViewedItem.SCENE)}
    shown = photo_access.begin_viewings(data.session, review, kept, by=admin, now=NOW)
    assert [view.slot for view in shown] == [ViewedItem.SCENE]
    assert files.read(data.session, kept[ViewedItem.PORTRAIT]) is None


def file_of(data: DataBuilder) -> UUID:
    return files.store(data.session, b"copy", kind="viewing", name="", media_type="", at=NOW)


def test_a_portrait_is_enrolled_only_by_the_applicant_of_a_passed_case(data: DataBuilder) -> None:
    passed = case(data, "passed", decided_at=NOW)
    returned = case(data, "returned", data.filing(FilingStatus.RETURNED, vehicle_id=data.vehicle(data.owner).id))
    for review, somebody in ((passed, data.owner), (passed, data.stranger), (returned, data.filer)):
        with nothing_written(data.session), pytest.raises(queue.CaseDecided):
            enrolment.enrol(data.session, review.id, by=somebody, now=NOW)
        assert not consents.has_agreed(data.session, somebody, ConsentText.FACE)
    assert not enrolment.enrol(data.session, passed.id, by=data.filer, now=NOW)  # The photo is deleted.
