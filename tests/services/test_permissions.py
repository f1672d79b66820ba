"""Whose thing it is, asked of the services themselves: what is another's is refused, what is over is over."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.errors import NotStaff, NotYours
from bot.services.certificates import certificates, issue_revoke
from bot.services.filing import filings, my_vehicles
from bot.services.identity import consents
from bot.services.review import face_checks
from bot.services.review.photos import SentPhoto
from storage.filing.filings import OPEN_STATUSES, EndReason, FilingStatus
from storage.identity import consents as agreement_store
from storage.identity.consents import ConsentText
from storage.register.vehicles import VehicleState
from storage.review.face_checks import FaceCheckAttemptState
from tests.services.builders import NOW, DataBuilder

CLOSED = [FilingStatus.REFUSED, FilingStatus.LAPSED, FilingStatus.WITHDRAWN, FilingStatus.ENDED]


def test_only_the_filer_withdraws_and_only_while_it_is_open(data: DataBuilder) -> None:
    filing = data.filing()
    for somebody in (data.owner, data.stranger):
        with pytest.raises(NotYours):
            filings.withdraw(data.session, filing, by=somebody, now=NOW)
    filings.withdraw(data.session, filing, by=data.filer, now=NOW)
    assert filing.status is FilingStatus.WITHDRAWN


@pytest.mark.parametrize("status", [*CLOSED, FilingStatus.ACTIVE])
def test_what_is_decided_is_neither_withdrawn_refused_nor_lapsed(data: DataBuilder, status: FilingStatus) -> None:
    filing = data.filing(status)
    with pytest.raises(filings.ApplicationDecided):
        filings.withdraw(data.session, filing, by=data.filer, now=NOW)
    with pytest.raises(filings.ApplicationDecided):
        filings.refuse(data.session, filing, now=NOW, why="owner")
    with pytest.raises(filings.ApplicationDecided):
        filings.lapse(data.session, filing, now=NOW)


def test_only_the_two_of_them_unbind(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.ACTIVE)
    with pytest.raises(NotYours):
        filings.unbind(data.session, filing, by=data.stranger, now=NOW)
    filings.unbind(data.session, filing, by=data.owner, now=NOW)
    assert (filing.status, filing.end_reason) == (FilingStatus.ENDED, EndReason.BY_OWNER)


@pytest.mark.parametrize("status", [*OPEN_STATUSES, *CLOSED])
def test_only_what_is_active_ends(data: DataBuilder, status: FilingStatus) -> None:
    with pytest.raises(filings.ApplicationDecided):
        filings.end(data.session, data.filing(status), EndReason.BY_OWNER, by=None, now=NOW)


@pytest.mark.parametrize("status", [*CLOSED, FilingStatus.ACTIVE, FilingStatus.WAITING_OWNER])
def test_the_check_is_the_filers_and_in_its_time(data: DataBuilder, status: FilingStatus) -> None:
    waiting = data.filing(FilingStatus.CHECKING)
    assert face_checks.find(data.session, waiting.id, by=data.filer) == waiting
    for somebody in (data.owner, data.stranger):
        with pytest.raises(NotYours):
            face_checks.find(data.session, waiting.id, by=somebody)
    past = data.filing(status, vehicle_id=data.vehicle(data.owner).id)
    with pytest.raises(filings.ApplicationDecided):
        face_checks.find(data.session, past.id, by=data.filer)


def test_one_picture_is_compared_at_a_time(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.CHECKING)
    check = face_checks.ask(data.session, filing, now=NOW)
    check.state = FaceCheckAttemptState.LOOKING
    data.session.flush()
    sent = SentPhoto("b", 1, "", uuid4())
    with pytest.raises(filings.ApplicationDecided):
        face_checks.order(data.session, filing, sent, now=NOW)


def test_a_car_is_anothers_or_ones_own(data: DataBuilder) -> None:
    assert my_vehicles.find(data.session, data.owner, data.car.id).is_own
    for somebody in (data.filer, data.stranger):
        with pytest.raises(NotYours):
            my_vehicles.find(data.session, somebody, data.car.id)
    filed = data.filing(FilingStatus.ACTIVE)
    assert not my_vehicles.find(data.session, data.filer, data.car.id).is_own
    with pytest.raises(NotYours):
        my_vehicles.find(data.session, data.stranger, data.car.id)
    with pytest.raises(NotYours):
        my_vehicles.find(data.session, data.owner, uuid4())
    assert my_vehicles.find_active(data.session, filed.id, by=data.filer) == filed
    assert my_vehicles.find_active(data.session, filed.id, by=data.owner) == filed


def test_who_filed_a_car_ends_no_other_mans_filing_of_it(data: DataBuilder) -> None:
    data.filing(FilingStatus.ACTIVE)
    other = data.filing(FilingStatus.ACTIVE, filer_id=data.stranger.id, vehicle_slot=1)
    with pytest.raises(NotYours):
        my_vehicles.find_active(data.session, other.id, by=data.filer)
    with pytest.raises(NotYours):
        my_vehicles.find_active(data.session, uuid4(), by=data.filer)


def test_only_the_owner_applies_for_the_mark(data: DataBuilder) -> None:
    data.filing(FilingStatus.ACTIVE)
    with pytest.raises(certificates.OwnerOnly):
        certificates.require_owner(data.session, data.filer, data.car.id)
    assert certificates.require_owner(data.session, data.owner, data.car.id).is_own


def test_an_older_version_of_a_text_is_not_agreed_to(data: DataBuilder) -> None:
    agreement_store.new(data.session, data.filer.id, ConsentText.VIOLATIONS, "2020-01", at=NOW)
    assert not consents.has_agreed(data.session, data.filer, ConsentText.VIOLATIONS)
    consents.agree(data.session, data.filer, ConsentText.VIOLATIONS, now=NOW + timedelta(hours=1))
    assert consents.has_agreed(data.session, data.filer, ConsentText.VIOLATIONS)


def issue(data: DataBuilder, roles: tuple[str, ...], plate: str) -> object:
    return issue_revoke.issue(data.session, f"{plate} 2027-05", by=data.staff(*roles), now=NOW)


def revoke(data: DataBuilder, roles: tuple[str, ...], plate: str) -> object:
    return issue_revoke.revoke(data.session, f"{plate} false paper", by=data.staff(*roles), now=NOW)


@pytest.mark.parametrize(
    ("action", "roles"), [(issue, ("reviewer",)), (issue, ()), (revoke, ("station",)), (revoke, ())]
)
def test_marks_are_given_and_taken_by_those_who_may(
    data: DataBuilder, action: Callable[[DataBuilder, tuple[str, ...], str], object], roles: tuple[str, ...]
) -> None:
    with pytest.raises(NotStaff):
        action(data, roles, data.car.plate)


def test_a_mark_is_taken_back_from_a_car_that_has_one(data: DataBuilder) -> None:
    with pytest.raises(issue_revoke.NothingToRevoke):
        revoke(data, ("admin",), data.car.plate)


def test_a_plate_of_two_cars_names_neither(data: DataBuilder) -> None:
    other = data.vehicle(data.owner)
    other.plate_type, other.plate = "52", data.car.plate
    data.session.flush()
    for action, roles in ((issue, ("station",)), (revoke, ("admin",))):
        with pytest.raises(issue_revoke.PlateNotUnique):
            action(data, roles, data.car.plate)


def test_a_car_that_is_not_normal_gets_no_mark(data: DataBuilder) -> None:
    data.car.state = next(state for state in VehicleState if state is not VehicleState.NORMAL)
    data.session.flush()
    with pytest.raises(certificates.AbnormalVehicleState):
        issue(data, ("station",), data.car.plate)
