"""Permissions checked by the services: rows of others and rows in the wrong state are refused."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.errors import NotStaff, NotYours, SeveralRefusals
from bot.services.certificates import certificates, issue_revoke
from bot.services.certificates.eligibility import RegisterIncomplete
from bot.services.filing import endings, filings, my_vehicles
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


def test_only_the_filer_withdraws_an_open_application(data: DataBuilder) -> None:
    filing = data.filing()
    for other_person in (data.owner, data.stranger):
        with pytest.raises(NotYours):
            filings.withdraw(data.session, filing, by=other_person, now=NOW)
    filings.withdraw(data.session, filing, by=data.filer, now=NOW)
    assert filing.status is FilingStatus.WITHDRAWN


@pytest.mark.parametrize("status", [*CLOSED, FilingStatus.ACTIVE])
def test_a_decided_application_is_neither_withdrawn_nor_refused_nor_lapsed(
    data: DataBuilder, status: FilingStatus
) -> None:
    filing = data.filing(status)
    with pytest.raises(filings.ApplicationDecided):
        filings.withdraw(data.session, filing, by=data.filer, now=NOW)
    with pytest.raises(filings.ApplicationDecided):
        filings.refuse(data.session, filing, now=NOW, why="owner")
    with pytest.raises(filings.ApplicationDecided):
        filings.lapse(data.session, filing, now=NOW)


def test_only_owner_and_filer_can_unbind(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.ACTIVE)
    with pytest.raises(NotYours):
        endings.unbind(data.session, filing, by=data.stranger, now=NOW)
    endings.unbind(data.session, filing, by=data.owner, now=NOW)
    assert (filing.status, filing.end_reason) == (FilingStatus.ENDED, EndReason.BY_OWNER)


@pytest.mark.parametrize("status", [*OPEN_STATUSES, *CLOSED])
def test_who_unbinds_too_late_reads_their_own_refusal(data: DataBuilder, status: FilingStatus) -> None:
    filing = data.filing(status)
    for by, refusal in ((data.owner, filings.FilingOver), (data.filer, filings.ApplicationDecided)):
        with pytest.raises(filings.ApplicationDecided) as refused:
            endings.unbind(data.session, filing, by=by, now=NOW)
        assert refused.type is refusal
    assert filing.status is status


@pytest.mark.parametrize("status", [*OPEN_STATUSES, *CLOSED])
def test_only_an_active_filing_can_be_ended(data: DataBuilder, status: FilingStatus) -> None:
    with pytest.raises(filings.ApplicationDecided):
        endings.end(data.session, data.filing(status), EndReason.BY_OWNER, by=None, now=NOW)


@pytest.mark.parametrize("status", [*CLOSED, FilingStatus.ACTIVE, FilingStatus.WAITING_OWNER])
def test_only_the_filer_finds_the_face_check_and_only_while_it_is_due(data: DataBuilder, status: FilingStatus) -> None:
    waiting = data.filing(FilingStatus.CHECKING)
    assert face_checks.find(data.session, waiting.id, by=data.filer) == waiting
    for other_person in (data.owner, data.stranger):
        with pytest.raises(NotYours):
            face_checks.find(data.session, waiting.id, by=other_person)
    past = data.filing(status, vehicle_id=data.vehicle(data.owner).id)
    with pytest.raises(filings.ApplicationDecided):
        face_checks.find(data.session, past.id, by=data.filer)


def test_one_selfie_is_compared_at_a_time(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.CHECKING)
    check = face_checks.ask(data.session, filing, now=NOW)
    check.state = FaceCheckAttemptState.COMPARING
    data.session.flush()
    sent = SentPhoto("b", 1, "", uuid4())
    with pytest.raises(filings.ApplicationDecided):
        face_checks.order(data.session, filing, sent, now=NOW)


def test_a_vehicle_is_found_by_its_owner_and_its_filers_only(data: DataBuilder) -> None:
    assert my_vehicles.find(data.session, data.owner, data.car.id, now=NOW).is_own
    for other_person in (data.filer, data.stranger):
        with pytest.raises(NotYours):
            my_vehicles.find(data.session, other_person, data.car.id, now=NOW)
    filed = data.filing(FilingStatus.ACTIVE)
    assert not my_vehicles.find(data.session, data.filer, data.car.id, now=NOW).is_own
    with pytest.raises(NotYours):
        my_vehicles.find(data.session, data.stranger, data.car.id, now=NOW)
    with pytest.raises(NotYours):
        my_vehicles.find(data.session, data.owner, uuid4(), now=NOW)
    assert my_vehicles.find_active(data.session, filed.id, by=data.filer, now=NOW) == filed
    assert my_vehicles.find_active(data.session, filed.id, by=data.owner, now=NOW) == filed


def test_a_filer_cannot_find_the_filing_of_another_filer(data: DataBuilder) -> None:
    data.filing(FilingStatus.ACTIVE)
    other = data.filing(FilingStatus.ACTIVE, filer_id=data.stranger.id, vehicle_slot=1)
    with pytest.raises(NotYours):
        my_vehicles.find_active(data.session, other.id, by=data.filer, now=NOW)
    with pytest.raises(NotYours):
        my_vehicles.find_active(data.session, uuid4(), by=data.filer, now=NOW)


def test_only_the_owner_applies_for_a_certificate(data: DataBuilder) -> None:
    data.filing(FilingStatus.ACTIVE)
    with pytest.raises(certificates.OwnerOnly):
        certificates.require_owner(data.session, data.filer, data.car.id, now=NOW)
    assert certificates.require_owner(data.session, data.owner, data.car.id, now=NOW).is_own


def test_consent_to_an_older_version_of_a_text_does_not_count(data: DataBuilder) -> None:
    agreement_store.new(data.session, data.filer.id, ConsentText.VIOLATIONS, "2020-01", at=NOW)
    assert not consents.has_agreed(data.session, data.filer, ConsentText.VIOLATIONS)
    consents.agree(data.session, data.filer, ConsentText.VIOLATIONS, now=NOW + timedelta(hours=1))
    assert consents.has_agreed(data.session, data.filer, ConsentText.VIOLATIONS)


def check(data: DataBuilder, roles: tuple[str, ...], plate: str) -> issue_revoke.StationCheck:
    return issue_revoke.check(data.session, plate, by=data.staff(*roles), now=NOW)


def issue(data: DataBuilder, roles: tuple[str, ...], _: str) -> object:
    return issue_revoke.issue(data.session, data.car.id, "2027-05", by=data.staff(*roles), now=NOW)


def revoke(data: DataBuilder, roles: tuple[str, ...], plate: str) -> object:
    return issue_revoke.revoke(data.session, f"{plate} false paper", by=data.staff(*roles), now=NOW)


@pytest.mark.parametrize(
    ("action", "roles"),
    [(check, ("reviewer",)), (check, ()), (issue, ("reviewer",)), (issue, ()), (revoke, ("reviewer",)), (revoke, ())],
)
def test_issuing_and_revoking_certificates_requires_the_role(
    data: DataBuilder, action: Callable[[DataBuilder, tuple[str, ...], str], object], roles: tuple[str, ...]
) -> None:
    with pytest.raises(NotStaff):
        action(data, roles, data.car.plate)


def test_a_vehicle_without_a_certificate_has_nothing_to_revoke(data: DataBuilder) -> None:
    with pytest.raises(issue_revoke.NothingToRevoke):
        revoke(data, ("admin",), data.car.plate)


def test_a_plate_that_two_vehicles_have_is_refused(data: DataBuilder) -> None:
    other = data.vehicle(data.owner)
    other.plate_type, other.plate = "52", data.car.plate
    data.session.flush()
    for action, roles in ((check, ("station",)), (revoke, ("admin",))):
        with pytest.raises(issue_revoke.PlateNotUnique):
            action(data, roles, data.car.plate)


def test_an_abnormal_vehicle_gets_no_certificate(data: DataBuilder) -> None:
    data.car.state = next(state for state in VehicleState if state is not VehicleState.NORMAL)
    data.car.first_registered_on, data.car.inspection_valid_until = NOW.date().replace(year=2024), "2026-11"
    data.session.flush()
    assert "certificate-condition-state-abnormal" in [
        one.key for one in check(data, ("station",), data.car.plate).unmet
    ]
    with pytest.raises(SeveralRefusals):
        issue(data, ("station",), data.car.plate)


def test_a_vehicle_without_a_day_of_registration_gets_no_certificate(data: DataBuilder) -> None:
    data.car.first_registered_on = None
    data.session.flush()
    assert check(data, ("station",), data.car.plate).month is None
    with pytest.raises(RegisterIncomplete):
        issue(data, ("station",), data.car.plate)
