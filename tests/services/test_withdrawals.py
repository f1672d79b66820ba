"""Withdrawing an application: who is told in which state, and how many applications are left."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from bot.errors import NotYours
from bot.services.filing import eligibility, filings
from storage.engine import outbox
from storage.filing.filings import OPEN_STATUSES, FilingStatus, FilingWay
from tests.services.builders import NOW, DataBuilder


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[UUID, str]]:
    """The notifications: recipient and key."""
    found: list[tuple[UUID, str]] = []

    def notify(session: Session, person_id: UUID, key: str, subject: UUID, **options: object) -> None:
        found.append((person_id, key))

    monkeypatch.setattr(outbox, "notify", notify)
    return found


@pytest.mark.parametrize("way", FilingWay)
@pytest.mark.parametrize("status", OPEN_STATUSES)
def test_the_owner_is_told_in_every_state(
    data: DataBuilder, told: list[tuple[UUID, str]], status: FilingStatus, way: FilingWay
) -> None:
    filing = data.filing(status, way=way)
    if status is FilingStatus.WAITING_OWNER:
        data.approval(filing)
    filings.withdraw(data.session, filing, by=data.filer, now=NOW)
    assert told == [(data.owner.id, "filing.withdrawn")]


def test_the_administrator_of_now_is_told(data: DataBuilder, told: list[tuple[UUID, str]]) -> None:
    organisation = data.organisation(data.owner)
    car = data.vehicle(None, owner_organisation_id=organisation)
    filing = data.filing(FilingStatus.IN_REVIEW, vehicle_id=car.id)
    data.seat(organisation, data.stranger)
    filings.withdraw(data.session, filing, by=data.filer, now=NOW)
    assert told == [(data.stranger.id, "filing.withdrawn")]


def test_nobody_else_withdraws(data: DataBuilder, told: list[tuple[UUID, str]]) -> None:
    filing = data.filing(FilingStatus.CHECKING)
    for somebody in (data.owner, data.stranger):
        with pytest.raises(NotYours):
            filings.withdraw(data.session, filing, by=somebody, now=NOW)
    assert not told


def test_what_lapsed_is_told_to_who_was_asked(data: DataBuilder, told: list[tuple[UUID, str]]) -> None:
    filing = data.filing()
    data.approval(filing)
    filings.refuse(data.session, filing, now=NOW, why="vehicle")
    assert (data.owner.id, "approval.fallen") in told
    assert (data.filer.id, "filing.closed") in told


def test_the_quota_left_is_never_below_nothing(data: DataBuilder) -> None:
    assert eligibility.quota_left(data.session, data.stranger, now=NOW) == eligibility.QuotaLeft(1, 5)
    for day in range(7):
        data.filing(FilingStatus.WITHDRAWN, filer_id=data.stranger.id).applied_at = NOW - timedelta(days=day)
    data.session.flush()
    assert eligibility.quota_left(data.session, data.stranger, now=NOW) == eligibility.QuotaLeft(0, 0)
