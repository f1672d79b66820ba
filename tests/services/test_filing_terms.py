"""Terms of filings: set, changed and ended by who speaks for the vehicle, and void after they no longer do."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlmodel import Session

from bot.errors import NotYours
from bot.services.filing import activation, eligibility, endings, filing_terms, filings, my_vehicles
from bot.services.organisations import authority
from bot.services.violations import parties
from storage import audit, database as database_rows
from storage.audit import Action
from storage.database import Database
from storage.filing.filings import AGREED_STATUSES, EndReason, Filing, FilingStatus
from storage.organisations import organisations
from storage.organisations.organisations import Organisation
from tests.services.builders import NOW, DataBuilder
from tests.services.concurrency import SessionAction, outcomes
from tests.services.own_builders import notices_of

MONTH = filing_terms.DAYS[0]
OVER = NOW + timedelta(days=MONTH)
MAY_HAVE_TERM = (*AGREED_STATUSES, FilingStatus.ACTIVE)


def limited(data: DataBuilder, status: FilingStatus = FilingStatus.ACTIVE) -> Filing:
    """A filing that the owner has limited to a month."""
    return filing_terms.set_term(data.session, data.filing(status).id, MONTH, by=data.owner, now=NOW)


def fleet_filing(data: DataBuilder) -> tuple[UUID, Filing]:
    """An organisation, and an active filing of its vehicle, limited by the owner as its administrator."""
    organisation = data.organisation(data.owner)
    car = data.vehicle(None, owner_organisation_id=organisation)
    filing = data.filing(FilingStatus.ACTIVE, vehicle_id=car.id)
    return organisation, filing_terms.set_term(data.session, filing.id, MONTH, by=data.owner, now=NOW)


@pytest.mark.parametrize("status", MAY_HAVE_TERM)
def test_a_filing_is_limited_from_the_approval_on(data: DataBuilder, status: FilingStatus) -> None:
    filing = limited(data, status)
    assert (filing.term_until, filing.term_by) == (OVER, data.owner.id)


@pytest.mark.parametrize("status", [status for status in FilingStatus if status not in MAY_HAVE_TERM])
def test_other_applications_have_no_term(data: DataBuilder, status: FilingStatus) -> None:
    filing = data.filing(status)
    with pytest.raises(filings.FilingOver):
        filing_terms.set_term(data.session, filing.id, MONTH, by=data.owner, now=NOW)
    with pytest.raises(filings.FilingOver):
        filing_terms.end_term(data.session, filing.id, by=data.owner, now=NOW)


def test_only_the_owner_sets_or_ends_a_term(data: DataBuilder) -> None:
    filing = limited(data)
    for somebody in (data.filer, data.stranger):
        with pytest.raises(NotYours):
            filing_terms.set_term(data.session, filing.id, MONTH, by=somebody, now=NOW)
        with pytest.raises(NotYours):
            filing_terms.end_term(data.session, filing.id, by=somebody, now=NOW)
    with pytest.raises(NotYours):
        filing_terms.set_term(data.session, filing.id, 10_000, by=data.owner, now=NOW)
    with pytest.raises(NotYours):
        filing_terms.set_term(data.session, data.owner.id, MONTH, by=data.owner, now=NOW)


def test_a_term_is_extended_and_ended(data: DataBuilder) -> None:
    filing = limited(data)
    filing_terms.set_term(data.session, filing.id, filing_terms.DAYS[1], by=data.owner, now=NOW)
    filing_terms.expire(data.session, filing.id, now=OVER)
    assert filing.status is FilingStatus.ACTIVE
    filing_terms.end_term(data.session, filing.id, by=data.owner, now=NOW)
    assert (filing.term_until, filing.term_by) == (None, None)
    filing_terms.expire(data.session, filing.id, now=NOW + timedelta(days=1000))
    assert filing.status is FilingStatus.ACTIVE


def test_a_filing_ends_with_its_term_and_not_before(data: DataBuilder) -> None:
    filing = limited(data)
    filing_terms.expire(data.session, filing.id, now=OVER - timedelta(seconds=1))
    assert filing.status is FilingStatus.ACTIVE
    filing_terms.expire(data.session, filing.id, now=OVER)
    assert (filing.status, filing.end_reason) == (FilingStatus.ENDED, EndReason.TERM_OVER)
    filing_terms.expire(data.session, filing.id, now=OVER)


def test_an_application_that_is_not_completed_by_the_term_is_refused(data: DataBuilder) -> None:
    filing = limited(data, FilingStatus.RETURNED)
    filing_terms.expire(data.session, filing.id, now=OVER)
    assert (filing.status, filing.return_reason) == (FilingStatus.REFUSED, "term")


def test_the_term_of_a_former_administrator_ends_nothing(data: DataBuilder) -> None:
    organisation, filing = fleet_filing(data)
    data.seat(organisation, data.stranger)
    filing_terms.expire(data.session, filing.id, now=OVER)
    assert (filing.status, filing.term_until) == (FilingStatus.ACTIVE, None)


def test_a_term_ends_nothing_while_nobody_speaks_for_the_vehicle(data: DataBuilder) -> None:
    organisation, filing = fleet_filing(data)
    data.seat(organisation, None)
    filing_terms.expire(data.session, filing.id, now=OVER)
    assert (filing.status, filing.term_until) == (FilingStatus.ACTIVE, None)


def test_terms_are_taken_off_when_the_administrator_changes(data: DataBuilder) -> None:
    filer = data.account(data.filer)
    organisation, filing = fleet_filing(data)
    own = data.filing(FilingStatus.ACTIVE, filer_slot=2)
    filing_terms.set_term(data.session, own.id, MONTH, by=data.owner, now=NOW)
    authority.follow_administrator(data.session, organisation, now=NOW)
    assert (filing.term_until, own.term_until) == (OVER, OVER)
    assert notices_of(data.session, filer) == {"filing.term": 2}
    data.seat(organisation, data.stranger)
    authority.follow_administrator(data.session, organisation, now=NOW)
    assert (filing.term_until, own.term_until) == (None, OVER)
    assert notices_of(data.session, filer) == {"filing.term": 3}  # It is over: that is told, too.


def test_an_ended_filing_keeps_the_term_it_had(data: DataBuilder) -> None:
    organisation, filing = fleet_filing(data)
    endings.end(data.session, filing, EndReason.BY_FILER, by=data.filer.id, now=NOW)
    data.seat(organisation, data.stranger)
    authority.follow_administrator(data.session, organisation, now=NOW)
    assert filing.term_until == OVER


def test_the_end_of_a_term_that_nobody_set_is_not_recorded(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.ACTIVE)
    filing_terms.end_term(data.session, filing.id, by=data.owner, now=NOW)
    assert not audit.count(data.session, Action.TERM_SET, since=NOW)


def test_a_term_that_ends_while_the_administrator_changes_ends_by_the_right_of_the_moment(database: Database) -> None:
    for at in range(4):
        with database.transaction() as session:
            data = DataBuilder(session, first=at * 100)
            organisation, filing = fleet_filing(data)
            successor = data.stranger.id
        actions: list[SessionAction] = [
            lambda session, filing=filing: filing_terms.expire(session, filing.id, now=OVER),  # type: ignore[misc]
            lambda session, firm=organisation, to=successor: change_administrator(session, firm, to),  # type: ignore[misc]
        ]
        assert outcomes(database, actions) == ["passed", "passed"]
        with database.reading() as session:
            found = session.get_one(Filing, filing.id)
        assert (found.status, found.term_until) in ((FilingStatus.ENDED, OVER), (FilingStatus.ACTIVE, None))


def change_administrator(session: Session, organisation_id: UUID, person_id: UUID) -> None:
    """Seat another administrator, as an import of organisations does."""
    database_rows.lock_row(session, Organisation, organisation_id)
    former = organisations.administrator(session, organisation_id)
    assert former is not None
    organisations.end_membership(session, former, at=NOW)
    organisations.add_member(session, organisation_id, person_id, seat=0, person_seat=0, at=NOW)
    authority.follow_administrator(session, organisation_id, now=NOW)


def test_the_end_of_a_term_that_is_no_application_is_ignored(data: DataBuilder) -> None:
    filing_terms.expire(data.session, data.owner.id, now=OVER)


def test_no_right_outlasts_a_term_whose_timer_is_late(data: DataBuilder) -> None:
    filing, session = limited(data), data.session
    before = OVER - timedelta(microseconds=1)
    assert not my_vehicles.find(session, data.filer, data.car.id, now=before).is_own
    assert [each.filing for each in my_vehicles.all_of(session, data.filer, now=before)] == [filing]
    assert my_vehicles.count(session, data.filer.id, now=before) == (0, 1)
    with pytest.raises(NotYours):
        my_vehicles.find(session, data.filer, data.car.id, now=OVER)
    assert not my_vehicles.all_of(session, data.filer, now=OVER)
    assert my_vehicles.count(session, data.filer.id, now=OVER) == (0, 0)
    assert parties.people_of(session, data.car.id, OVER, now=before) == [data.owner.id, data.filer.id]
    assert parties.people_of(session, data.car.id, OVER, now=OVER) == [data.owner.id]
    for act in (filing_terms.end_term, partial(filing_terms.set_term, days=MONTH)):
        with pytest.raises(filings.FilingOver) as refused:
            act(session, filing.id, by=data.owner, now=OVER)
        assert refused.value.values["how"] == "ended"
    for by, refusal in ((data.filer, filings.ApplicationDecided), (data.owner, filings.FilingOver)):
        with pytest.raises(refusal):
            endings.unbind(session, filing, by=by, now=OVER)
    assert filing.status is FilingStatus.ACTIVE
    filing_terms.expire(session, filing.id, now=OVER)
    assert (filing.status, filing.end_reason) == (FilingStatus.ENDED, EndReason.TERM_OVER)


def test_a_filing_after_its_term_takes_no_place_from_another(data: DataBuilder) -> None:
    first = limited(data)
    old = [obstacle.key for obstacle in eligibility.vehicle_obstacles(data.session, data.filer, data.car, now=NOW)]
    assert old == ["refused-already-filed"]
    assert eligibility.vehicles_left(data.session, data.filer, now=NOW) == 2
    assert not eligibility.vehicle_obstacles(data.session, data.filer, data.car, now=OVER)
    assert eligibility.vehicles_left(data.session, data.filer, now=OVER) == 3
    for slot in (1, 2):
        data.filing(FilingStatus.ACTIVE, filer_id=data.person().id, vehicle_slot=slot, filer_slot=0)
    full = eligibility.vehicle_obstacles(data.session, data.stranger, data.car, now=NOW)
    assert [obstacle.key for obstacle in full] == ["refused-vehicle-full"]
    assert not eligibility.vehicle_obstacles(data.session, data.stranger, data.car, now=OVER)
    again = data.filing(FilingStatus.CHECKING)
    assert activation.activate(data.session, again, by=None, now=OVER)
    assert (first.end_reason, again.status, again.filer_slot) == (EndReason.TERM_OVER, FilingStatus.ACTIVE, 1)


def test_an_application_is_not_activated_after_its_term(data: DataBuilder) -> None:
    filing = limited(data, FilingStatus.CHECKING)
    assert not activation.activate(data.session, filing, by=None, now=OVER)
    assert (filing.status, filing.return_reason) == (FilingStatus.REFUSED, "term")
