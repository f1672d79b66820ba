"""The reviewers' group hears no number of a case that concerns a member of staff, who may read it there."""

from uuid import UUID

import pytest
from sqlmodel import select

from bot.cards.notification import Reader
from bot.cards.staff import groups as cards
from bot.services.staff import work_news
from bot.texts import texts
from storage.engine.outbox import Channel, Delivery
from storage.filing.filings import Filing, FilingStatus
from storage.review.reviews import Review
from storage.staff.groups import StaffGroup
from storage.staff.members import StaffMember
from storage.staff.work_items import WorkItem
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.storage.rows import put


def review(data: DataBuilder, filing: Filing) -> UUID:
    times = {"submitted_at": NOW - HOUR, "due_at": NOW}
    found: UUID = put(data.session, Review, filing_id=filing.id, round=1, status="waiting", decided_at=None, **times)
    return found


def with_group(data: DataBuilder) -> None:
    put(data.session, StaffGroup, chosen_by=put(data.session, StaffMember, roles="admin"), ended_at=None)


def announced(data: DataBuilder) -> str:
    work_news.keep(data.session, NOW - HOUR / 2)
    item = data.session.exec(select(WorkItem)).first()
    card = cards.cases.card(data.session, item.id if item else UUID(int=0), Reader(None, texts("en"), now=NOW))
    assert card is not None
    return card.text


def test_an_own_case_of_staff_is_counted_and_not_named(data: DataBuilder) -> None:
    with_group(data)
    data.staff("reviewer", person=data.filer)
    own, other = data.filing(FilingStatus.IN_REVIEW), data.filing(FilingStatus.IN_REVIEW, filer_id=data.stranger.id)
    for filing in (own, other):
        review(data, filing)
    text = announced(data)
    assert f"#{other.number}" in text
    assert f"#{own.number}" not in text
    assert "and 1 more" in text


def test_cases_of_others_are_all_named(data: DataBuilder) -> None:
    with_group(data)
    filing = data.filing(FilingStatus.IN_REVIEW)
    review(data, filing)
    text = announced(data)
    assert f"#{filing.number}" in text
    assert "more" not in text


@pytest.mark.parametrize("concerned", [True, False])
def test_an_overdue_own_case_of_staff_is_not_told_to_the_group(data: DataBuilder, concerned: bool) -> None:
    with_group(data)
    data.staff("reviewer", person=data.filer if concerned else data.stranger)
    review(data, data.filing(FilingStatus.IN_REVIEW))
    work_news.keep(data.session, NOW - HOUR / 2)
    work_news.keep(data.session, NOW)
    to_group = data.session.exec(select(Delivery).where(Delivery.channel == Channel.GROUP)).all()
    assert len(to_group) == (1 if concerned else 2)  # The first news counts it, and nothing else is said of it.
