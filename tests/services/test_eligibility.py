"""Who may apply for which car: each limit, quota and state forbids by itself, and one less does not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Refusal
from bot.services.filing import eligibility
from storage.database import add
from storage.filing import owner_blocks
from storage.filing.filings import FilingStatus
from storage.organisations.organisations import Organisation
from storage.register.vehicles import VehicleState, VehicleUse
from tests.services.builders import NOW, Street

DAY = timedelta(days=1)


def of_person(street: Street) -> list[str]:
    return _names(eligibility.person_obstacles(street.session, street.filer, now=NOW))


def of_car(street: Street) -> list[str]:
    return _names(eligibility.vehicle_obstacles(street.session, street.filer, street.car, now=NOW))


def _names(refusals: list[Refusal]) -> list[str]:
    return [type(refusal).__name__ for refusal in refusals]


def test_nothing_stands_in_the_way_of_an_honest_man(street: Street) -> None:
    assert of_person(street) == []
    assert of_car(street) == []


def test_the_blacklist_bars_until_its_day(street: Street) -> None:
    street.filer.blacklisted_until = NOW + DAY
    assert of_person(street) == ["Blacklisted"]
    street.filer.blacklisted_until = NOW
    assert of_person(street) == []


def filed(street: Street, count: int, **fields: Any) -> None:
    for slot in range(count):
        car = street.vehicle(street.owner)
        filing = street.filing(FilingStatus.ACTIVE, vehicle_id=car.id, filer_slot=slot, **fields)
        filing.applied_at = NOW - 400 * DAY
        street.session.flush()


def test_three_cars_are_enough_for_one(street: Street) -> None:
    filed(street, 2)
    assert of_person(street) == []
    filed_more = street.filing(FilingStatus.ACTIVE, vehicle_id=street.vehicle(street.owner).id, filer_slot=2)
    filed_more.applied_at = NOW - 400 * DAY
    assert of_person(street) == ["TooManyFiledVehicles"]


def test_other_peoples_cars_and_ended_filings_fill_nobodys_number(street: Street) -> None:
    filed(street, 3, filer_id=street.stranger.id)
    for _ in range(3):
        ended = street.filing(FilingStatus.ENDED, vehicle_id=street.vehicle(street.owner).id)
        ended.applied_at = NOW - 400 * DAY
    assert of_person(street) == []


def applied(street: Street, *days: int) -> None:
    for day in days:
        car = street.vehicle(street.owner)
        street.filing(FilingStatus.WITHDRAWN, vehicle_id=car.id).applied_at = NOW - day * DAY


def test_one_application_a_day(street: Street) -> None:
    applied(street, 1)
    assert of_person(street) == []
    applied(street, 0)
    assert of_person(street) == ["DailyQuotaReached"]


def test_five_applications_a_year(street: Street) -> None:
    applied(street, 1, 2, 3, 4, 400)
    assert of_person(street) == []
    applied(street, 5)
    assert of_person(street) == ["YearlyQuotaReached"]


def test_three_persons_are_enough_for_a_car(street: Street) -> None:
    for slot in range(2):
        street.filing(FilingStatus.ACTIVE, filer_id=street.person().id, vehicle_slot=slot)
    assert of_car(street) == []
    street.filing(FilingStatus.ACTIVE, filer_id=street.person().id, vehicle_slot=2)
    assert of_car(street) == ["TooManyFilers"]


def change(**fields: Any) -> Callable[[Street], object]:
    def change(street: Street) -> None:
        for name, value in fields.items():
            setattr(street.car, name, value)

    return change


def to_an_organisation(street: Street) -> None:
    firm = Organisation(credit_code="91450900MA5KXXXX0X", name="firm")
    add(street.session, firm)
    street.car.owner_person_id, street.car.owner_organisation_id = None, firm.id


def operating(street: Street) -> None:
    to_an_organisation(street)
    street.car.use = VehicleUse.OPERATING


def mute(street: Street) -> None:
    street.owner.phone = ""


def block(street: Street) -> None:
    owner_blocks.block(street.session, street.car.id, street.filer.id, by=street.owner.id, at=NOW)


BARS: dict[str, tuple[Callable[[Street], object], list[str]]] = {
    "his own": (lambda street: change(owner_person_id=street.filer.id)(street), ["OwnVehicle"]),
    "filed already": (lambda street: street.filing(FilingStatus.ACTIVE), ["AlreadyFiled"]),
    "asked for already": (lambda street: street.filing(FilingStatus.IN_REVIEW), ["AlreadyApplied"]),
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
def test_a_car_is_out_of_the_question(street: Street, bar: Callable[[Street], object], names: list[str]) -> None:
    bar(street)
    street.session.flush()
    assert of_car(street) == names


def test_a_block_of_another_person_or_car_is_none(street: Street) -> None:
    other = street.vehicle(street.owner)
    owner_blocks.block(street.session, other.id, street.filer.id, by=street.owner.id, at=NOW)
    owner_blocks.block(street.session, street.car.id, street.stranger.id, by=street.owner.id, at=NOW)
    assert of_car(street) == []
