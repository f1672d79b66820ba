"""Withdrawing an application: who is told in which state, and how many applications are left."""

from datetime import timedelta

import pytest

from bot.errors import NotYours
from bot.services.filing import eligibility, filings
from storage.filing.filings import OPEN_STATUSES, FilingStatus, FilingWay
from tests.services.builders import NOW, DataBuilder
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
