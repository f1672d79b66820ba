"""Staff may not propose applicants in cases of their own."""

from uuid import UUID

import pytest

from bot.services.review import blacklist, queue
from storage.filing.filings import FilingStatus
from storage.review.blacklist import FalseMaterial
from storage.review.reviews import Review
from tests.services.builders import NOW, DataBuilder
from tests.storage.rows import put


def case(data: DataBuilder, status: str) -> UUID:
    filing = data.filing(FilingStatus.RETURNED)
    decided = None if status == "waiting" else NOW
    found: UUID = put(data.session, Review, filing_id=filing.id, round=1, status=status, decided_at=decided)
    return found


@pytest.mark.parametrize("status", ["returned", "waiting"])
def test_staff_cannot_propose_themselves_or_a_filer_of_their_vehicle(data: DataBuilder, status: str) -> None:
    review = case(data, status)
    for person in (data.filer, data.owner):
        with pytest.raises(queue.OwnCase):
            blacklist.propose(
                data.session, review, FalseMaterial.ALTERED, by=data.staff("reviewer", person=person), now=NOW
            )


def test_only_the_applicant_of_a_returned_case_can_be_proposed(data: DataBuilder) -> None:
    review = case(data, "passed")
    with pytest.raises(queue.CaseDecided):
        blacklist.propose(data.session, review, FalseMaterial.ALTERED, by=data.staff("reviewer"), now=NOW)
