"""Eligibility for filing: each limit, quota and state prevents an application by itself, and one less does not."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bot import local_time
from bot.errors import Refusal
from bot.services.filing import eligibility
from storage.database import add
from storage.filing import owner_blocks
from storage.filing.filings import FilingStatus
from storage.organisations.organisations import Organisation
from storage.register.vehicles import VehicleState, VehicleUse
from tests.services.builders import NOW, DataBuilder

DAY = timedelta(days=1)


def of_person(data: DataBuilder) -> list[str]:
    return _names(eligibility.person_obstacles(data.session, data.filer, now=NOW))


def of_car(data: DataBuilder) -> list[str]:
    return _names(eligibility.vehicle_obstacles(data.session, data.filer, data.car, now=NOW))


def _names(refusals: list[Refusal]) -> list[str]:
    return [type(refusal).__name__ for refusal in refusals]


def test_a_person_without_obstacles_may_apply(data: DataBuilder) -> None:
    assert of_person(data) == []
    assert of_car(data) == []


def test_the_blacklist_prevents_applications_until_its_end(data: DataBuilder) -> None:
    data.filer.blacklisted_until = NOW + DAY
    assert of_person(data) == ["Blacklisted"]
    data.filer.blacklisted_until = NOW
    assert of_person(data) == []


def filed(data: DataBuilder, count: int, **fields: Any) -> None:
    for slot in range(count):
        car = data.vehicle(data.owner)
        filing = data.filing(FilingStatus.ACTIVE, vehicle_id=car.id, filer_slot=slot, **fields)
        filing.applied_at = NOW - 400 * DAY
        data.session.flush()


def test_a_person_may_file_three_vehicles(data: DataBuilder) -> None:
    filed(data, 2)
    assert of_person(data) == []
    filed_more = data.filing(FilingStatus.ACTIVE, vehicle_id=data.vehicle(data.owner).id, filer_slot=2)
    filed_more.applied_at = NOW - 400 * DAY
    assert of_person(data) == ["TooManyFiledVehicles"]


def test_other_peoples_and_ended_filings_do_not_count(data: DataBuilder) -> None:
    filed(data, 3, filer_id=data.stranger.id)
    for _ in range(3):
        ended = data.filing(FilingStatus.ENDED, vehicle_id=data.vehicle(data.owner).id)
        ended.applied_at = NOW - 400 * DAY
    assert of_person(data) == []


def applied(data: DataBuilder, *days: int) -> None:
    for day in days:
        car = data.vehicle(data.owner)
        data.filing(FilingStatus.WITHDRAWN, vehicle_id=car.id).applied_at = NOW - day * DAY


def test_one_application_a_day(data: DataBuilder) -> None:
    applied(data, 1)
    assert of_person(data) == []
    applied(data, 0)
    assert of_person(data) == ["DailyQuotaReached"]


def test_five_applications_a_year(data: DataBuilder) -> None:
    applied(data, 1, 2, 3, 4, 400)
    assert of_person(data) == []
    applied(data, 5)
    assert of_person(data) == ["YearlyQuotaReached"]


def test_quotas_say_when_they_begin_again(data: DataBuilder) -> None:
    applied(data, 0, 1, 2, 3, 4)
    of_day, of_year = eligibility.person_obstacles(data.session, data.filer, now=NOW)
    today = local_time.date_of(NOW)
    assert of_day.values["until"] == local_time.at(today + timedelta(days=1))
    assert of_year.values["until"] == local_time.at(date(today.year + 1, 1, 1))


def test_three_people_may_file_a_vehicle(data: DataBuilder) -> None:
    for slot in range(2):
        data.filing(FilingStatus.ACTIVE, filer_id=data.person().id, vehicle_slot=slot)
    assert of_car(data) == []
    data.filing(FilingStatus.ACTIVE, filer_id=data.person().id, vehicle_slot=2)
    assert of_car(data) == ["TooManyFilers"]


def change(**fields: Any) -> Callable[[DataBuilder], object]:
    def change(data: DataBuilder) -> None:
        for name, value in fields.items():
            setattr(data.car, name, value)

    return change


def to_an_organisation(data: DataBuilder) -> None:
    firm = Organisation(credit_code="91450900MA5KXXXX0X", name="firm")
    add(data.session, firm)
    data.car.owner_person_id, data.car.owner_organisation_id = None, firm.id


def operating(data: DataBuilder) -> None:
    to_an_organisation(data)
    data.car.use = VehicleUse.OPERATING


def mute(data: DataBuilder) -> None:
    data.owner.phone = ""


def block(data: DataBuilder) -> None:
    owner_blocks.block(data.session, data.car.id, data.filer.id, by=data.owner.id, at=NOW)


BARS: dict[str, tuple[Callable[[DataBuilder], object], list[str]]] = {
    "own vehicle": (lambda data: change(owner_person_id=data.filer.id)(data), ["OwnVehicle"]),
    "filed already": (lambda data: data.filing(FilingStatus.ACTIVE), ["AlreadyFiled"]),
    "asked for already": (lambda data: data.filing(FilingStatus.IN_REVIEW), ["AlreadyApplied"]),
    "blocked by the owner": (block, ["BlockedByOwner"]),
    "of a kind that is not filed": (change(plate_type="01"), ["VehicleNotFilable"]),
    "an organisation's that operates": (operating, ["VehicleNotFilable", "OwnerUnreachable"]),
    "not normal": (
        change(state=next(each for each in VehicleState if each is not VehicleState.NORMAL)),
        ["VehicleNotNormal"],
    ),
    "of an owner without a phone": (mute, ["OwnerUnreachable"]),
    "of an organisation without administrator": (to_an_organisation, ["OwnerUnreachable"]),
}


@pytest.mark.parametrize(("bar", "names"), BARS.values(), ids=BARS)
def test_a_vehicle_cannot_be_filed(data: DataBuilder, bar: Callable[[DataBuilder], object], names: list[str]) -> None:
    bar(data)
    data.session.flush()
    assert of_car(data) == names


def test_a_block_of_another_person_or_vehicle_has_no_effect(data: DataBuilder) -> None:
    other = data.vehicle(data.owner)
    owner_blocks.block(data.session, other.id, data.filer.id, by=data.owner.id, at=NOW)
    owner_blocks.block(data.session, data.car.id, data.stranger.id, by=data.owner.id, at=NOW)
    assert of_car(data) == []
