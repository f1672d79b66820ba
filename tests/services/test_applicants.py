"""Applicants do not agree to their own application, in whichever way and under whichever identity they apply."""

from datetime import timedelta

import pytest

from bot.services.filing import eligibility, filings, vehicle_codes
from bot.services.filing.applicants import ApplicantSpeaks
from bot.services.identity import phone_changes
from storage.filing.filings import FilingStatus, FilingWay, Relationship
from storage.filing.vehicle_codes import VehicleCode
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.services.builders import NOW, DataBuilder
from tests.storage.rows import put


@pytest.fixture
def vehicle(data: DataBuilder) -> Vehicle:
    """A vehicle whose owner has the phone number of the filer."""
    people.set_phone(data.owner, data.filer.phone)
    return data.vehicle(data.owner)


def obstacles(data: DataBuilder, filer: Person, vehicle: Vehicle) -> list[str]:
    return [each.key for each in eligibility.vehicle_obstacles(data.session, filer, vehicle, now=NOW)]


def test_a_second_identity_of_the_owner_may_not_apply(data: DataBuilder, vehicle: Vehicle) -> None:
    assert obstacles(data, data.filer, vehicle) == [ApplicantSpeaks.key]
    assert ApplicantSpeaks.key not in obstacles(data, data.stranger, vehicle)


@pytest.mark.parametrize("changed", ["filer", "owner", "both"])
def test_who_had_the_phone_number_of_the_owner_may_not_apply(data: DataBuilder, vehicle: Vehicle, changed: str) -> None:
    for name, phone in (("filer", "+8613911113333"), ("owner", "+8613911114444")):
        if changed in (name, "both"):
            phone_changes.replace(data.session, getattr(data, name), phone, now=NOW)
    data.session.flush()
    assert obstacles(data, data.filer, vehicle) == [ApplicantSpeaks.key]


@pytest.mark.parametrize("way", list(FilingWay))
def test_no_way_makes_the_application(data: DataBuilder, vehicle: Vehicle, way: FilingWay) -> None:
    with pytest.raises(ApplicantSpeaks):
        filings.apply(
            data.session,
            data.filer,
            vehicle.id,
            way=way,
            relationship=Relationship.FRIEND,
            relationship_text="",
            status=FilingStatus.CHECKING,
            now=NOW,
        )


def test_a_code_of_their_own_is_not_used_up(data: DataBuilder, vehicle: Vehicle) -> None:
    made = vehicle_codes.create(data.session, vehicle.id, by=data.owner, lane="owner", now=NOW)
    with pytest.raises(ApplicantSpeaks):
        vehicle_codes.scan(data.session, links=[made.token], by=data.filer, now=NOW)
    assert data.session.get_one(VehicleCode, made.code.id).used_by is None


def test_who_has_scanned_and_then_gets_the_owners_number_does_not_apply(data: DataBuilder) -> None:
    vehicle = data.vehicle(data.owner)
    used = put(
        data.session,
        VehicleCode,
        vehicle_id=vehicle.id,
        made_by=data.owner.id,
        used_by=data.filer.id,
        used_at=NOW,
        status="used",
        expires_at=NOW + timedelta(minutes=3),
    )
    people.set_phone(data.filer, data.owner.phone)
    with pytest.raises(ApplicantSpeaks):
        vehicle_codes.apply(
            data.session,
            used,
            relationship=Relationship.FRIEND,
            relationship_text="",
            by=data.filer,
            lane="filer",
            now=NOW,
        )
