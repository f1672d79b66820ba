"""Codes: who has taken one applies with it, once, while its maker speaks for the car; officers look cars up."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from bot.errors import NotStaff, NotYours
from bot.services.certificates import share_codes as certificate_share_codes
from bot.services.certificates import lookup, verification
from bot.services.filing import vehicle_codes
from storage.certificates import share_codes as storage_share_codes
from storage.certificates.views import CertificateView, ViewWay
from storage.filing.filings import Filing, FilingStatus, Relationship
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.register.people import Person
from tests.services.builders import HOUR, NOW, Street
from tests.services.concurrent_actors import changed, faster, nothing_written
from tests.storage.rows import put


def code(street: Street, used_by: Person | None = None) -> UUID:
    """The owner's code, for his car; taken by somebody if asked."""
    values = {"vehicle_id": street.car.id, "made_by": street.owner.id, "expires_at": NOW + HOUR}
    if used_by is not None:
        values |= {"status": VehicleCodeStatus.USED, "used_by": used_by.id, "used_at": NOW}
    found: UUID = put(street.session, VehicleCode, **values)
    return found


def apply(street: Street, with_code: UUID, *, by: Person) -> Filing:
    told = {"relationship": Relationship.FAMILY, "relationship_text": ""}
    return vehicle_codes.apply(street.session, with_code, **told, by=by, lane="1:1", now=NOW)  # type: ignore[arg-type]


def test_nobody_applies_with_a_code_that_he_has_not_taken(street: Street) -> None:
    for used_by in (None, street.stranger):
        with nothing_written(street.session), pytest.raises(NotYours):
            apply(street, code(street, used_by), by=street.filer)
    assert not street.session.exec(select(Filing)).all()


def test_nobody_applies_with_a_code_of_somebody_who_has_sold_the_car(street: Street) -> None:
    taken = code(street, street.filer)
    street.car.owner_person_id = street.stranger.id
    street.session.flush()
    with nothing_written(street.session), pytest.raises(vehicle_codes.VehicleCodeExpired):
        apply(street, taken, by=street.filer)


def test_a_code_makes_one_application_and_says_which(street: Street) -> None:
    taken = code(street, street.filer)
    first = apply(street, taken, by=street.filer)
    first.status, first.applied_at = FilingStatus.WITHDRAWN, NOW - timedelta(days=2)
    street.session.flush()
    with nothing_written(street.session), pytest.raises(vehicle_codes.VehicleCodeUsedByYou) as refused:
        apply(street, taken, by=street.filer)
    assert refused.value.values == {"number": first.number}


def test_of_two_applications_with_one_code_at_once_the_second_does_not_count(street: Street) -> None:
    taken = code(street, street.filer)
    first = street.filing(FilingStatus.ENDED, filer_id=street.stranger.id)
    used = changed(VehicleCode, taken, filing_id=first.id)
    with faster(street.session, "UPDATE vehicle_codes", used), pytest.raises(vehicle_codes.VehicleCodeUsedByYou):
        apply(street, taken, by=street.filer)
    assert street.session.get_one(VehicleCode, taken).filing_id == first.id


def test_only_officers_look_a_car_up_by_its_plate(street: Street) -> None:
    for somebody in (street.account(), street.staff("reviewer"), street.staff("admin", "cashier", "station")):
        with nothing_written(street.session), pytest.raises(NotStaff):
            lookup.look_up(street.session, street.car.plate, by=somebody, now=NOW)
    assert not street.session.exec(select(CertificateView)).all()
    (answer,) = lookup.look_up(street.session, street.car.plate, by=street.staff("officer"), now=NOW)
    assert answer.vehicle == street.car


def test_a_share_of_a_car_that_has_no_mark_any_more_shows_nothing(street: Street) -> None:
    values = {"vehicle_id": street.car.id, "made_by": street.owner.id, "single_use": False}
    until = NOW + timedelta(days=1)
    storage_share_codes.new(
        street.session, "23456789ABCD"[: certificate_share_codes.LENGTH], made_at=NOW, expires_at=until, **values
    )
    with nothing_written(street.session), pytest.raises(certificate_share_codes.ShareCodeEnded):
        verification.verify(
            street.session, "23456789ABCD"[: certificate_share_codes.LENGTH], way=ViewWay.SHARE, by=None, now=NOW
        )
    assert not street.session.exec(select(CertificateView)).all()
