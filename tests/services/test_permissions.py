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
from tests.services.builders import NOW, Street

CLOSED = [FilingStatus.REFUSED, FilingStatus.LAPSED, FilingStatus.WITHDRAWN, FilingStatus.ENDED]


def test_only_the_filer_withdraws_and_only_while_it_is_open(street: Street) -> None:
    filing = street.filing()
    for somebody in (street.owner, street.stranger):
        with pytest.raises(NotYours):
            filings.withdraw(street.session, filing, by=somebody, now=NOW)
    filings.withdraw(street.session, filing, by=street.filer, now=NOW)
    assert filing.status is FilingStatus.WITHDRAWN


@pytest.mark.parametrize("status", [*CLOSED, FilingStatus.ACTIVE])
def test_what_is_decided_is_neither_withdrawn_refused_nor_lapsed(street: Street, status: FilingStatus) -> None:
    filing = street.filing(status)
    with pytest.raises(filings.ApplicationDecided):
        filings.withdraw(street.session, filing, by=street.filer, now=NOW)
    with pytest.raises(filings.ApplicationDecided):
        filings.refuse(street.session, filing, now=NOW, why="owner")
    with pytest.raises(filings.ApplicationDecided):
        filings.lapse(street.session, filing, now=NOW)


def test_only_the_two_of_them_unbind(street: Street) -> None:
    filing = street.filing(FilingStatus.ACTIVE)
    with pytest.raises(NotYours):
        filings.unbind(street.session, filing, by=street.stranger, now=NOW)
    filings.unbind(street.session, filing, by=street.owner, now=NOW)
    assert (filing.status, filing.end_reason) == (FilingStatus.ENDED, EndReason.BY_OWNER)


@pytest.mark.parametrize("status", [*OPEN_STATUSES, *CLOSED])
def test_only_what_is_active_ends(street: Street, status: FilingStatus) -> None:
    with pytest.raises(filings.ApplicationDecided):
        filings.end(street.session, street.filing(status), EndReason.BY_OWNER, by=None, now=NOW)


@pytest.mark.parametrize("status", [*CLOSED, FilingStatus.ACTIVE, FilingStatus.WAITING_OWNER])
def test_the_check_is_the_filers_and_in_its_time(street: Street, status: FilingStatus) -> None:
    waiting = street.filing(FilingStatus.CHECKING)
    assert face_checks.find(street.session, waiting.id, by=street.filer) == waiting
    for somebody in (street.owner, street.stranger):
        with pytest.raises(NotYours):
            face_checks.find(street.session, waiting.id, by=somebody)
    past = street.filing(status, vehicle_id=street.vehicle(street.owner).id)
    with pytest.raises(filings.ApplicationDecided):
        face_checks.find(street.session, past.id, by=street.filer)


def test_one_picture_is_compared_at_a_time(street: Street) -> None:
    filing = street.filing(FilingStatus.CHECKING)
    check = face_checks.ask(street.session, filing, now=NOW)
    check.state = FaceCheckAttemptState.LOOKING
    street.session.flush()
    sent = SentPhoto("b", 1, "", uuid4())
    with pytest.raises(filings.ApplicationDecided):
        face_checks.order(street.session, filing, sent, now=NOW)


def test_a_car_is_anothers_or_ones_own(street: Street) -> None:
    assert my_vehicles.find(street.session, street.owner, street.car.id).is_own
    for somebody in (street.filer, street.stranger):
        with pytest.raises(NotYours):
            my_vehicles.find(street.session, somebody, street.car.id)
    filed = street.filing(FilingStatus.ACTIVE)
    assert not my_vehicles.find(street.session, street.filer, street.car.id).is_own
    with pytest.raises(NotYours):
        my_vehicles.find(street.session, street.stranger, street.car.id)
    with pytest.raises(NotYours):
        my_vehicles.find(street.session, street.owner, uuid4())
    assert my_vehicles.find_active(street.session, filed.id, by=street.filer) == filed
    assert my_vehicles.find_active(street.session, filed.id, by=street.owner) == filed


def test_who_filed_a_car_ends_no_other_mans_filing_of_it(street: Street) -> None:
    street.filing(FilingStatus.ACTIVE)
    other = street.filing(FilingStatus.ACTIVE, filer_id=street.stranger.id, vehicle_slot=1)
    with pytest.raises(NotYours):
        my_vehicles.find_active(street.session, other.id, by=street.filer)
    with pytest.raises(NotYours):
        my_vehicles.find_active(street.session, uuid4(), by=street.filer)


def test_only_the_owner_applies_for_the_mark(street: Street) -> None:
    street.filing(FilingStatus.ACTIVE)
    with pytest.raises(certificates.OwnerOnly):
        certificates.require_owner(street.session, street.filer, street.car.id)
    assert certificates.require_owner(street.session, street.owner, street.car.id).is_own


def test_an_older_version_of_a_text_is_not_agreed_to(street: Street) -> None:
    agreement_store.new(street.session, street.filer.id, ConsentText.VIOLATIONS, "2020-01", at=NOW)
    assert not consents.has_agreed(street.session, street.filer, ConsentText.VIOLATIONS)
    consents.agree(street.session, street.filer, ConsentText.VIOLATIONS, now=NOW + timedelta(hours=1))
    assert consents.has_agreed(street.session, street.filer, ConsentText.VIOLATIONS)


def issue(street: Street, roles: tuple[str, ...], plate: str) -> object:
    return issue_revoke.issue(street.session, f"{plate} 2027-05", by=street.staff(*roles), now=NOW)


def revoke(street: Street, roles: tuple[str, ...], plate: str) -> object:
    return issue_revoke.revoke(street.session, f"{plate} false paper", by=street.staff(*roles), now=NOW)


@pytest.mark.parametrize(("deed", "roles"), [(issue, ("reviewer",)), (issue, ()), (revoke, ("station",)), (revoke, ())])
def test_marks_are_given_and_taken_by_those_who_may(
    street: Street, deed: Callable[[Street, tuple[str, ...], str], object], roles: tuple[str, ...]
) -> None:
    with pytest.raises(NotStaff):
        deed(street, roles, street.car.plate)


def test_a_mark_is_taken_back_from_a_car_that_has_one(street: Street) -> None:
    with pytest.raises(issue_revoke.NothingToRevoke):
        revoke(street, ("admin",), street.car.plate)


def test_a_plate_of_two_cars_names_neither(street: Street) -> None:
    other = street.vehicle(street.owner)
    other.plate_type, other.plate = "52", street.car.plate
    street.session.flush()
    for deed, roles in ((issue, ("station",)), (revoke, ("admin",))):
        with pytest.raises(issue_revoke.PlateNotUnique):
            deed(street, roles, street.car.plate)


def test_a_car_that_is_not_normal_gets_no_mark(street: Street) -> None:
    street.car.state = next(state for state in VehicleState if state is not VehicleState.NORMAL)
    street.session.flush()
    with pytest.raises(certificates.VehicleNotNormal):
        issue(street, ("station",), street.car.plate)
