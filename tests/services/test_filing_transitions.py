"""Transitions of a filing: nothing is written or notified when another transaction changed it first."""

from uuid import uuid4

import pytest

from bot.errors import NotYours
from bot.services.filing import activation, endings, filings, my_vehicles
from storage.filing import filings as store
from storage.filing.filings import EndReason, Filing, FilingStatus, FilingWay, Relationship
from storage.register.vehicles import VehicleState
from tests.services.builders import NOW, DataBuilder
from tests.services.competing_transaction import changed, competing, nothing_written

GONE = {"vehicle_slot": None, "filer_slot": None}
CHECKED = (FilingStatus.CHECKING, FilingStatus.IN_REVIEW)


def test_applying_for_a_missing_vehicle_is_refused(data: DataBuilder) -> None:
    wanted = {"way": FilingWay.SMS, "relationship": Relationship.FAMILY, "relationship_text": "", "now": NOW}
    with nothing_written(data.session), pytest.raises(NotYours):
        filings.apply(data.session, data.filer, uuid4(), **wanted)  # type: ignore[arg-type]


def test_approving_an_application_withdrawn_meanwhile_is_refused(data: DataBuilder) -> None:
    filing = data.filing()
    withdrawn = changed(Filing, filing.id, status=FilingStatus.WITHDRAWN)
    with (
        nothing_written(data.session),
        competing(data.session, "UPDATE filings", withdrawn),
        pytest.raises(filings.ApplicationDecided),
    ):
        filings.agree(data.session, filing, now=NOW)
    assert filing.status is FilingStatus.WITHDRAWN


@pytest.mark.parametrize("status", [status for status in FilingStatus if status not in CHECKED])
def test_only_a_checked_application_is_activated(data: DataBuilder, status: FilingStatus) -> None:
    filing = data.filing(status)
    with nothing_written(data.session), pytest.raises(filings.ApplicationDecided):
        activation.activate(data.session, filing, by=None, now=NOW)
    assert filing.status is status


@pytest.mark.parametrize("state", [state for state in VehicleState if state is not VehicleState.NORMAL])
def test_a_vehicle_whose_state_has_changed_meanwhile_is_not_filed(data: DataBuilder, state: VehicleState) -> None:
    filing = data.filing(FilingStatus.CHECKING)
    data.car.state = state
    assert not activation.activate(data.session, filing, by=None, now=NOW)
    assert (filing.status, filing.return_reason) == (FilingStatus.REFUSED, "vehicle")


@pytest.mark.parametrize("status", CHECKED)
def test_an_application_withdrawn_meanwhile_is_not_activated(data: DataBuilder, status: FilingStatus) -> None:
    filing = data.filing(status)
    withdrawn = changed(Filing, filing.id, status=FilingStatus.WITHDRAWN)
    with (
        nothing_written(data.session),
        competing(data.session, "UPDATE filings", withdrawn),
        pytest.raises(filings.ApplicationDecided),
    ):
        activation.activate(data.session, filing, by=None, now=NOW)
    assert (filing.status, filing.vehicle_slot) == (FilingStatus.WITHDRAWN, None)


@pytest.mark.parametrize("status", [FilingStatus.ACTIVE, FilingStatus.CHECKING])
def test_a_vehicle_can_be_sold_while_one_of_its_filings_ends(data: DataBuilder, status: FilingStatus) -> None:
    own, other = data.filing(status), data.filing(FilingStatus.CHECKING, filer_id=data.stranger.id)
    over = changed(Filing, own.id, status=FilingStatus.WITHDRAWN, **GONE)
    with competing(data.session, "FROM filings WHERE filings.id =", over):
        assert endings.end_all_of(data.session, data.car, EndReason.OWNER_CHANGED, now=NOW) == 0
    assert (own.status, other.status) == (FilingStatus.WITHDRAWN, FilingStatus.REFUSED)
    assert not store.timeline(data.session, own.id)


def test_who_loses_the_race_to_unbind_reads_their_own_refusal(data: DataBuilder) -> None:
    for by, refusal in ((data.owner, filings.FilingOver), (data.filer, filings.ApplicationDecided)):
        filing = data.filing(FilingStatus.ACTIVE)
        ended = changed(Filing, filing.id, status=FilingStatus.ENDED, **GONE)
        with competing(data.session, "UPDATE filings", ended), pytest.raises(filings.ApplicationDecided) as refused:
            endings.unbind(data.session, filing, by=by, now=NOW)
        assert refused.type is refusal


def test_a_filer_cannot_end_the_filing_of_another(data: DataBuilder) -> None:
    own = data.filing(FilingStatus.ACTIVE)
    slots = {"vehicle_slot": 1, "filer_slot": 0}
    other = data.filing(FilingStatus.ACTIVE, filer_id=data.stranger.id, **slots)
    for filing, somebody in ((own, data.filer), (own, data.owner), (other, data.stranger)):
        assert my_vehicles.find_active(data.session, filing.id, by=somebody, now=NOW) == filing
    for filing, somebody in ((own, data.stranger), (other, data.filer), (own, data.person())):
        with pytest.raises(NotYours):
            my_vehicles.find_active(data.session, filing.id, by=somebody, now=NOW)
    with pytest.raises(NotYours):
        endings.unbind(data.session, own, by=data.stranger, now=NOW)
    with pytest.raises(NotYours):
        my_vehicles.find_active(data.session, uuid4(), by=data.owner, now=NOW)
