"""Withdrawing an application: who is told in which state, and how many applications are left."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlmodel import Session

from bot.errors import NotYours
from bot.services.filing import eligibility, filings, withdrawal_digests
from storage.database import Database
from storage.engine import timers
from storage.filing import approvals
from storage.filing.filings import OPEN_STATUSES, Filing, FilingStatus, FilingWay
from storage.register.people import Person
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.concurrency import counted
from tests.services.sms_builders import notifications


@pytest.mark.parametrize("way", FilingWay)
@pytest.mark.parametrize("status", OPEN_STATUSES)
def test_the_owner_is_told_in_every_state(data: DataBuilder, status: FilingStatus, way: FilingWay) -> None:
    filing = data.filing(status, way=way)
    if status is FilingStatus.WAITING_OWNER:
        data.approval(filing)
    filings.withdraw(data.session, filing, by=data.filer, now=NOW)
    assert notifications(data.session) == {(data.owner.id, "filing.withdrawn")}


def test_the_administrator_of_now_is_told(data: DataBuilder) -> None:
    organisation = data.organisation(data.owner)
    car = data.vehicle(None, owner_organisation_id=organisation)
    filing = data.filing(FilingStatus.IN_REVIEW, vehicle_id=car.id)
    data.seat(organisation, data.stranger)
    filings.withdraw(data.session, filing, by=data.filer, now=NOW)
    assert notifications(data.session) == {(data.stranger.id, "filing.withdrawn")}


def test_nobody_else_withdraws(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.CHECKING)
    for somebody in (data.owner, data.stranger):
        with pytest.raises(NotYours):
            filings.withdraw(data.session, filing, by=somebody, now=NOW)
    assert not notifications(data.session)


def test_what_lapsed_is_told_to_who_was_asked(data: DataBuilder) -> None:
    filing = data.filing()
    data.approval(filing)
    data.account(data.owner)
    filings.refuse(data.session, filing, now=NOW, why="vehicle")
    assert notifications(data.session) == {(data.owner.id, "approval.fallen"), (data.filer.id, "filing.closed")}


def test_the_quota_left_is_never_below_nothing(data: DataBuilder) -> None:
    assert eligibility.quota_left(data.session, data.stranger, now=NOW) == eligibility.QuotaLeft(1, 5)
    for day in range(7):
        data.filing(FilingStatus.WITHDRAWN, filer_id=data.stranger.id).applied_at = NOW - timedelta(days=day)
    data.session.flush()
    assert eligibility.quota_left(data.session, data.stranger, now=NOW) == eligibility.QuotaLeft(0, 0)


def test_of_withdrawals_at_once_the_owner_is_told_of_one(database: Database) -> None:
    """The others wait for the digest of the day, on both databases."""
    filings_of: list[tuple[UUID, UUID]] = []
    with database.transaction() as session:
        data = DataBuilder(session)
        owner_id = data.owner.id
        for _ in range(6):
            filer = data.person()
            data.account(filer)
            filing = data.filing(filer_id=filer.id)
            data.approval(filing)
            filings_of.append((filing.id, filer.id))

    def withdraw(session: Session, filing_id: UUID, filer_id: UUID) -> None:
        filing, filer = session.get_one(Filing, filing_id), session.get_one(Person, filer_id)
        filings.withdraw(session, filing, by=filer, now=NOW)

    actions = [partial(withdraw, filing_id=filing, filer_id=filer) for filing, filer in filings_of]
    assert counted(database, actions) == {"passed": 6}
    with database.reading() as session:
        assert len(approvals.withdrawn_told_last(session, owner_id)) == 1
        assert len(approvals.withdrawn_untold(session, owner_id, since=NOW - HOUR)) == 5
        assert timers.is_set(session, withdrawal_digests.DIGEST, owner_id)
