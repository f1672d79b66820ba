"""Vehicle codes: who can apply with one, how often, and until when; look-ups of plates by officers."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from bot.errors import NotStaff, NotYours
from bot.services.certificates import lookup, share_codes as certificate_share_codes, verification
from bot.services.filing import vehicle_codes
from bot.services.filing.may_text import NotVerified
from storage.certificates import share_codes as storage_share_codes
from storage.certificates.views import CertificateView, ViewWay
from storage.database import add
from storage.filing.filings import Filing, FilingStatus, Relationship
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.register.people import Person
from storage.staff.rules import DatedRule
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.competing_transaction import changed, competing, nothing_written
from tests.storage.rows import put


def code(data: DataBuilder, used_by: Person | None = None) -> UUID:
    """A code for the owner's vehicle, optionally scanned by a person."""
    values = {"vehicle_id": data.car.id, "made_by": data.owner.id, "expires_at": NOW + HOUR}
    if used_by is not None:
        values |= {"status": VehicleCodeStatus.USED, "used_by": used_by.id, "used_at": NOW}
    found: UUID = put(data.session, VehicleCode, **values)
    return found


def apply(data: DataBuilder, with_code: UUID, *, by: Person) -> Filing:
    answers = {"relationship": Relationship.FAMILY, "relationship_text": ""}
    return vehicle_codes.apply(data.session, with_code, **answers, by=by, lane="1:1", now=NOW)  # type: ignore[arg-type]


def test_applying_requires_having_scanned_the_code(data: DataBuilder) -> None:
    for used_by in (None, data.stranger):
        with nothing_written(data.session), pytest.raises(NotYours):
            apply(data, code(data, used_by), by=data.filer)
    assert not data.session.exec(select(Filing)).all()


def test_who_only_declares_their_identity_scans_no_code_that_needs_a_text_message(data: DataBuilder) -> None:
    """They are told before the code is used up, and before anything is asked."""
    data.filer.registered, data.filer.verified_at = False, None
    add(data.session, DatedRule(name="qr_owner_code", value="on", valid_from=NOW, set_at=NOW))
    made = vehicle_codes.create(data.session, data.car.id, by=data.owner, lane="1:1", now=NOW)
    with nothing_written(data.session), pytest.raises(NotVerified):
        vehicle_codes.scan(data.session, short=made.short, by=data.filer, now=NOW)
    assert made.code.status is VehicleCodeStatus.OPEN


def test_applying_with_a_code_of_a_former_owner_is_refused(data: DataBuilder) -> None:
    taken = code(data, data.filer)
    data.car.owner_person_id = data.stranger.id
    data.session.flush()
    with nothing_written(data.session), pytest.raises(vehicle_codes.VehicleCodeExpired):
        apply(data, taken, by=data.filer)


def test_a_used_code_reports_its_application(data: DataBuilder) -> None:
    taken = code(data, data.filer)
    first = apply(data, taken, by=data.filer)
    first.status, first.applied_at = FilingStatus.WITHDRAWN, NOW - timedelta(days=2)
    data.session.flush()
    with nothing_written(data.session), pytest.raises(vehicle_codes.VehicleCodeUsedByYou) as refused:
        apply(data, taken, by=data.filer)
    assert refused.value.values == {"number": first.number}


def test_of_two_concurrent_applications_with_one_code_the_second_is_refused(data: DataBuilder) -> None:
    taken = code(data, data.filer)
    first = data.filing(FilingStatus.ENDED, filer_id=data.stranger.id)
    used = changed(VehicleCode, taken, filing_id=first.id)
    with competing(data.session, "UPDATE vehicle_codes", used), pytest.raises(vehicle_codes.VehicleCodeUsedByYou):
        apply(data, taken, by=data.filer)
    assert data.session.get_one(VehicleCode, taken).filing_id == first.id


def test_only_officers_look_up_a_vehicle_by_plate(data: DataBuilder) -> None:
    for somebody in (data.account(), data.staff("reviewer"), data.staff("admin", "cashier", "station")):
        with nothing_written(data.session), pytest.raises(NotStaff):
            lookup.look_up(data.session, data.car.plate, by=somebody, now=NOW)
    assert not data.session.exec(select(CertificateView)).all()
    (answer,) = lookup.look_up(data.session, data.car.plate, by=data.staff("officer"), now=NOW)
    assert answer.vehicle == data.car


def test_a_share_code_of_a_vehicle_without_certificate_shows_nothing(data: DataBuilder) -> None:
    values = {"vehicle_id": data.car.id, "made_by": data.owner.id, "single_use": False}
    until = NOW + timedelta(days=1)
    storage_share_codes.new(
        data.session, "23456789ABCD"[: certificate_share_codes.LENGTH], made_at=NOW, expires_at=until, **values
    )
    with nothing_written(data.session), pytest.raises(certificate_share_codes.ShareCodeEnded):
        verification.verify(
            data.session, "23456789ABCD"[: certificate_share_codes.LENGTH], way=ViewWay.SHARE, by=None, now=NOW
        )
    assert not data.session.exec(select(CertificateView)).all()
