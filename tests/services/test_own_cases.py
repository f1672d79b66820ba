"""Nobody of the staff has a word in a case of his own, whatever became of it."""

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
def test_nobody_proposes_himself_or_who_filed_his_car(data: DataBuilder, status: str) -> None:
    review = case(data, status)
    for person in (data.filer, data.owner):
        with pytest.raises(queue.OwnCase):
            blacklist.propose(
                data.session, review, FalseMaterial.ALTERED, by=data.staff("reviewer", person=person), now=NOW
            )


def test_only_a_case_that_went_back_leads_to_the_blacklist(data: DataBuilder) -> None:
    review = case(data, "passed")
    with pytest.raises(queue.CaseDecided):
        blacklist.propose(data.session, review, FalseMaterial.ALTERED, by=data.staff("reviewer"), now=NOW)
