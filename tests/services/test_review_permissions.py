"""What a reviewer may not have a hand in: his own case, one he returned too often, and what is decided or not there."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot.services.identity import consents
from bot.services.review import case_decisions, photo_access, queue
from storage.filing.filings import Filing, FilingStatus
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.review.reviews import Review
from tests.services.builders import HOUR, NOW, Street
from tests.services.concurrent_actors import nothing_written
from tests.storage.rows import put


def case(street: Street, status: str, filing: Filing | None = None, **values: Any) -> Review:
    filing = filing or street.filing(FilingStatus.IN_REVIEW)
    described = {"filing_id": filing.id, "round": 1, "status": status, **values}
    return street.session.get_one(Review, put(street.session, Review, **described))


def taken(street: Street, by: Account) -> Review:
    return case(street, "taken", reviewer=by.id, lease_until=NOW + HOUR)


def test_who_returned_a_case_too_often_leaves_it_to_another(street: Street) -> None:
    first, other = street.staff("reviewer"), street.staff("reviewer")
    filing = street.filing(FilingStatus.IN_REVIEW, returns=2)
    case(street, "returned", filing, reviewer=first.id, decided_at=NOW - timedelta(days=1))
    again = case(street, "waiting", filing, round=2)
    with nothing_written(street.session), pytest.raises(queue.SecondReviewer):
        case_decisions.take(street.session, again.id, by=first, now=NOW)
    assert case_decisions.take(street.session, again.id, by=other, now=NOW).reviewer == other.id
    filing.returns = 1
    queue.require_may_decide(street.session, filing, by=first, now=NOW)


def test_nobody_looks_at_the_photos_of_his_own_case(street: Street) -> None:
    for person in (street.filer, street.owner):
        reviewer = street.staff("reviewer", person=person)
        review = taken(street, reviewer)
        with pytest.raises(queue.OwnCase):
            photo_access.require_access(street.session, review, by=reviewer, now=NOW)
        street.session.delete(review)
        street.session.delete(street.session.get_one(Filing, review.filing_id))
        street.session.flush()
    other = street.staff("reviewer")
    photo_access.require_access(street.session, taken(street, other), by=other, now=NOW)


def test_a_portrait_is_kept_of_the_applicant_himself_once_he_has_passed(street: Street) -> None:
    passed = case(street, "passed", decided_at=NOW)
    returned = case(
        street, "returned", street.filing(FilingStatus.RETURNED, vehicle_id=street.vehicle(street.owner).id)
    )
    for review, somebody in ((passed, street.owner), (passed, street.stranger), (returned, street.filer)):
        with nothing_written(street.session), pytest.raises(queue.CaseDecided):
            case_decisions.enrol(street.session, review.id, by=somebody, now=NOW)
        assert not consents.has_agreed(street.session, somebody, ConsentText.FACE)
    assert not case_decisions.enrol(street.session, passed.id, by=street.filer, now=NOW)  # There is no photo any more.


def test_a_round_that_is_not_there_is_no_case(street: Street) -> None:
    with pytest.raises(queue.NoSuchCase):
        photo_access.find(street.session, uuid4())
