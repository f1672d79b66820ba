"""The reviewers' group hears no number of a case that concerns a member of staff, who may read it there."""

from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from bot.cards.notification import Reader
from bot.cards.staff import groups as cards
from bot.services.review import case_decisions, queue
from bot.texts import texts
from storage.engine.outbox import Channel, Delivery
from storage.filing.filings import Filing, FilingStatus
from storage.review.reviews import Review
from storage.staff.groups import StaffGroup
from storage.staff.members import StaffMember
from tests.services.builders import NOW, DataBuilder
from tests.storage.rows import put

BATCH = uuid4()


def review(data: DataBuilder, filing: Filing) -> UUID:
    times = {"submitted_at": NOW, "due_at": NOW}
    found: UUID = put(data.session, Review, filing_id=filing.id, round=1, announced=BATCH, **times)
    return found


def announced(data: DataBuilder) -> str:
    card = cards.cases.card(data.session, BATCH, Reader(None, texts("en"), now=NOW))
    assert card is not None
    return card.text


def test_an_own_case_of_staff_is_counted_and_not_named(data: DataBuilder) -> None:
    data.staff("reviewer", person=data.filer)
    own, other = data.filing(FilingStatus.IN_REVIEW), data.filing(FilingStatus.IN_REVIEW, filer_id=data.stranger.id)
    for filing in (own, other):
        review(data, filing)
    text = announced(data)
    assert f"#{other.number}" in text
    assert f"#{own.number}" not in text
    assert "and 1 more" in text
    assert queue.concerned_staff(data.session, other) == []


def test_cases_of_others_are_all_named(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.IN_REVIEW)
    review(data, filing)
    text = announced(data)
    assert f"#{filing.number}" in text
    assert "more" not in text


@pytest.mark.parametrize("concerned", [True, False])
def test_an_overdue_own_case_of_staff_is_not_told_to_the_group(data: DataBuilder, concerned: bool) -> None:
    put(data.session, StaffGroup, chosen_by=put(data.session, StaffMember, roles="admin"), ended_at=None)
    data.staff("reviewer", person=data.filer if concerned else data.stranger)
    found = review(data, data.filing(FilingStatus.IN_REVIEW))
    case_decisions.notify_overdue(data.session, found, lane="1:1", now=NOW)
    to_group = data.session.exec(select(Delivery).where(Delivery.channel == Channel.GROUP)).all()
    assert bool(to_group) is not concerned
