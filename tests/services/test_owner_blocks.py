"""Owner blocks: made and lifted by who speaks for the vehicle; a block ends with the right of who made it."""

from datetime import timedelta
from uuid import UUID

import pytest

from bot.errors import NotYours
from bot.services.filing import eligibility, endings, owner_blocks, vehicle_codes
from bot.services.organisations import authority
from storage import audit
from storage.audit import Action
from storage.filing import owner_blocks as store, vehicle_codes as code_store
from storage.filing.filings import EndReason, FilingStatus
from storage.filing.vehicle_codes import VehicleCodeStatus
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.services.builders import NOW, DataBuilder


def blocked(data: DataBuilder, car: Vehicle | None = None) -> bool:
    found = eligibility.vehicle_obstacles(data.session, data.filer, car or data.car, now=NOW)
    return [type(each) for each in found] == [eligibility.BlockedByOwner]


def block(data: DataBuilder, *, by: Person | None = None, car: Vehicle | None = None) -> None:
    filing = data.filing(FilingStatus.WITHDRAWN, vehicle_id=(car or data.car).id)
    owner_blocks.block(data.session, filing.id, by=by or data.owner, now=NOW)


def fleet(data: DataBuilder) -> tuple[UUID, Vehicle]:
    """An organisation, administered by the owner, with a vehicle."""
    organisation = data.organisation(data.owner)
    return organisation, data.vehicle(None, owner_organisation_id=organisation)


def test_only_who_speaks_for_the_vehicle_blocks_and_lifts(data: DataBuilder) -> None:
    for somebody in (data.filer, data.stranger):
        with pytest.raises(NotYours):
            block(data, by=somebody)
    block(data)
    assert blocked(data)
    (made,) = owner_blocks.in_force(data.session, data.owner)
    assert not owner_blocks.in_force(data.session, data.stranger)
    for somebody in (data.filer, data.stranger):
        with pytest.raises(NotYours):
            owner_blocks.lift(data.session, made.id, by=somebody, now=NOW)
    owner_blocks.lift(data.session, made.id, by=data.owner, now=NOW)
    owner_blocks.lift(data.session, made.id, by=data.owner, now=NOW)
    assert not blocked(data)
    assert not owner_blocks.in_force(data.session, data.owner)
    assert audit.count(data.session, Action.PERSON_UNBLOCKED, since=NOW) == 1
    with pytest.raises(NotYours):
        owner_blocks.lift(data.session, data.car.id, by=data.owner, now=NOW)
    with pytest.raises(NotYours):
        owner_blocks.block(data.session, data.car.id, by=data.owner, now=NOW)


def test_a_block_of_a_former_owner_does_not_speak_for_the_new_owner(data: DataBuilder) -> None:
    block(data)
    data.car.owner_person_id = data.stranger.id
    data.session.flush()
    assert not blocked(data)
    assert not owner_blocks.in_force(data.session, data.owner)
    (made,) = store.made_by(data.session, data.owner.id)
    for somebody in (data.owner, data.stranger):
        with pytest.raises(NotYours):
            owner_blocks.lift(data.session, made.id, by=somebody, now=NOW)
    block(data, by=data.stranger)
    assert blocked(data)


def test_a_sale_ends_blocks_and_codes_of_this_vehicle_only(data: DataBuilder) -> None:
    other = data.vehicle(data.owner)
    for car in (data.car, other):
        block(data, car=car)
        vehicle_codes.create(data.session, car.id, by=data.owner, lane="1:1", now=NOW)
    endings.end_all_of(data.session, data.car, EndReason.VEHICLE_GONE, now=NOW)
    assert blocked(data)
    (code,) = code_store.unapplied_of_vehicle(data.session, data.car.id)
    endings.end_all_of(data.session, data.car, EndReason.OWNER_CHANGED, now=NOW)
    assert code.status is VehicleCodeStatus.CANCELLED
    assert not blocked(data)
    assert blocked(data, other)
    assert code_store.unapplied_of_vehicle(data.session, other.id)


def test_blocks_and_codes_end_with_the_office_of_an_administrator(data: DataBuilder) -> None:
    organisation, car = fleet(data)
    _, others_car = fleet(data)
    for each in (car, others_car, data.car):
        block(data, car=each)
        vehicle_codes.create(data.session, each.id, by=data.owner, lane="1:1", now=NOW)
    authority.follow_administrator(data.session, organisation, now=NOW)
    assert blocked(data, car)
    assert code_store.unapplied_of_vehicle(data.session, car.id)
    data.seat(organisation, data.stranger)
    assert not blocked(data, car)
    authority.follow_administrator(data.session, organisation, now=NOW)
    data.seat(organisation, data.owner)
    assert not blocked(data, car), "a block that has ended does not revive"
    assert not code_store.unapplied_of_vehicle(data.session, car.id)
    assert blocked(data, others_car)
    assert blocked(data)
    assert code_store.unapplied_of_vehicle(data.session, others_car.id)


def test_the_end_of_a_block_is_recorded_once(data: DataBuilder) -> None:
    block(data)
    (made,) = owner_blocks.in_force(data.session, data.owner)
    owner_blocks.lift(data.session, made.id, by=data.owner, now=NOW)
    store.end_of_vehicle(data.session, data.car.id, at=NOW + timedelta(days=1))
    data.session.refresh(made)
    assert made.ended_at == NOW


def test_who_no_longer_speaks_for_a_vehicle_makes_no_code(data: DataBuilder) -> None:
    data.car.owner_person_id = data.stranger.id
    data.session.flush()
    with pytest.raises(NotYours):
        vehicle_codes.create(data.session, data.car.id, by=data.owner, lane="1:1", now=NOW + timedelta(days=1))
