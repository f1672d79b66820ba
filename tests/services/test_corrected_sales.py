"""A wrong row of the register gives a vehicle to somebody else, and the next one back: the owner's blocks go on."""

from datetime import datetime, timedelta

import pytest

from bot.services.filing import eligibility, owner_blocks
from bot.services.importing import vehicles as vehicle_import
from bot.services.importing.rows import ImportContext
from bot.services.importing.vehicles import VehicleRow
from storage.filing import owner_blocks as store
from storage.filing.filings import FilingStatus
from storage.register.people import Person
from tests.services.builders import NOW, DataBuilder
from tests.services.own_builders import notified

DAY = timedelta(days=1)


def sold(data: DataBuilder, owner: Person, *, now: datetime, silently: bool = False) -> None:
    """Import the vehicle's row with this owner."""
    [row] = [each for each in vehicle_import.export_rows(data.session) if each["plate"] == data.car.plate]
    made = VehicleRow.read(row | {"owner": owner.id_number}, today=now.date())
    vehicle_import.put(data.session, made, ImportContext(now, silently=silently))


def block(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.WITHDRAWN)
    owner_blocks.block(data.session, filing.id, by=data.owner, now=NOW)


def blocked(data: DataBuilder) -> bool:
    found = eligibility.vehicle_obstacles(data.session, data.filer, data.car, now=NOW)
    return [type(each) for each in found] == [eligibility.BlockedByOwner]


@pytest.mark.parametrize("days", [0, 1, 30])
def test_the_blocks_go_on_and_the_owner_is_told(data: DataBuilder, days: int) -> None:
    account = data.account(data.owner)
    block(data)
    sold(data, data.stranger, now=NOW + DAY)
    assert not blocked(data)
    sold(data, data.owner, now=NOW + (1 + days) * DAY)
    assert blocked(data)
    assert notified(data, account, "vehicle.back")
    assert not notified(data, account, "vehicle.came")


def test_a_car_that_is_bought_back_later_has_no_blocks(data: DataBuilder) -> None:
    account = data.account(data.owner)
    block(data)
    sold(data, data.stranger, now=NOW + DAY)
    sold(data, data.owner, now=NOW + 31 * DAY + timedelta(seconds=1))
    assert not blocked(data)
    assert notified(data, account, "vehicle.came")


def test_a_block_that_was_lifted_before_stays_lifted(data: DataBuilder) -> None:
    block(data)
    [made] = owner_blocks.in_force(data.session, data.owner)
    owner_blocks.lift(data.session, made.id, by=data.owner, now=NOW + DAY / 2)
    sold(data, data.stranger, now=NOW + DAY)
    sold(data, data.owner, now=NOW + 2 * DAY)
    assert not blocked(data)


def test_blocks_of_another_owner_or_vehicle_stay_ended(data: DataBuilder) -> None:
    other = data.vehicle(data.owner)
    for vehicle_id, by in ((other.id, data.owner.id), (data.car.id, data.stranger.id)):
        store.block(data.session, vehicle_id, data.filer.id, by=by, at=NOW)
    for each in store.of_person(data.session, data.filer.id):
        store.end(data.session, each, at=NOW + DAY)
    sold(data, data.stranger, now=NOW + DAY)
    sold(data, data.owner, now=NOW + 2 * DAY)
    assert store.of_person(data.session, data.filer.id) == []


def test_a_third_owner_gets_no_blocks(data: DataBuilder) -> None:
    block(data)
    sold(data, data.stranger, now=NOW + DAY)
    sold(data, data.person(), now=NOW + 2 * DAY)
    assert store.of_person(data.session, data.filer.id) == []
    sold(data, data.owner, now=NOW + 3 * DAY)
    assert not blocked(data)


def test_a_car_that_comes_back_to_another_owner_than_before_has_no_blocks(data: DataBuilder) -> None:
    data.car.owner_organisation_id, data.car.owner_person_id = data.organisation(data.owner), None
    data.session.flush()
    block(data)
    sold(data, data.stranger, now=NOW + DAY)
    sold(data, data.owner, now=NOW + 2 * DAY)
    assert not blocked(data)
