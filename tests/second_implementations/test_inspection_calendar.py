"""The inspection calendar against tables of years, over thirty years, each kind of vehicle and both versions."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from bot.services.values import inspection_calendar
from bot.services.values.inspection_calendar import ExemptionVersion, InspectedVehicle, RenewalKind
from bot.services.values.months import Month
from bot.services.values.plates import PlateType

# 道路交通安全法实施条例 art. 16, and the notices of 2014 and 2022: ages in months at which a certificate is due.
YEARLY = [*range(12, 1200, 12)]
EVERY_TWO_THEN_YEARLY = [24, 48, 72, *range(84, 181, 12), *range(186, 1200, 6)]
TEN_THEN_HALF = [*range(12, 121, 12), *range(126, 1200, 6)]
FIVE_THEN_HALF = [*range(12, 61, 12), *range(66, 1200, 6)]
EXEMPT_SIX = [24, 48, 72, *range(84, 181, 12), *range(186, 1200, 6)]
EXEMPT_TEN = [24, 48, 72, 96, *range(120, 1200, 12)]
MOTORCYCLE_BEFORE = [24, 48, *range(60, 1200, 12)]
SIX, TEN = ExemptionVersion.SIX_YEARS, ExemptionVersion.TEN_YEARS

BORN = date(2015, 8, 31)
CAR = InspectedVehicle(PlateType.SMALL, 5, BORN, BORN, Month(2017, 8))
# Vehicle, then for each version: months, and which of them are applied for.
CASES: dict[str, tuple[InspectedVehicle, dict[ExemptionVersion, tuple[list[int], set[int]]]]] = {
    "car": (CAR, {SIX: (EXEMPT_SIX, {24, 48}), TEN: (EXEMPT_TEN, {24, 48, 96})}),
    "nine seats, electric": (
        replace(CAR, plate_type=PlateType.SMALL_NEW_ENERGY, seats=9),
        {SIX: (EXEMPT_SIX, {24, 48}), TEN: (EXEMPT_TEN, {24, 48, 96})},
    ),
    "motorcycle": (
        replace(CAR, plate_type=PlateType.MOTORCYCLE, seats=2),
        {SIX: (MOTORCYCLE_BEFORE, set()), TEN: (EXEMPT_TEN, {24, 48, 96})},
    ),
    "motorcycle after an accident": (
        replace(CAR, plate_type=PlateType.LIGHT_MOTORCYCLE, seats=1, casualties=True),
        {SIX: (MOTORCYCLE_BEFORE, set()), TEN: (MOTORCYCLE_BEFORE, set())},
    ),
    "van": (replace(CAR, van=True), dict.fromkeys((SIX, TEN), (EVERY_TWO_THEN_YEARLY, set()))),
    "taxi": (replace(CAR, operating=True), dict.fromkeys((SIX, TEN), (FIVE_THEN_HALF, set()))),
    "coach": (
        replace(CAR, plate_type=PlateType.LARGE, seats=45, operating=True),
        dict.fromkeys((SIX, TEN), (FIVE_THEN_HALF, set())),
    ),
    "works bus": (
        replace(CAR, plate_type=PlateType.LARGE, seats=45),
        dict.fromkeys((SIX, TEN), (TEN_THEN_HALF, set())),
    ),
    "minibus": (replace(CAR, seats=14), dict.fromkeys((SIX, TEN), (TEN_THEN_HALF, set()))),
    "lorry": (
        replace(CAR, plate_type=PlateType.LARGE, seats=3, operating=True),
        dict.fromkeys((SIX, TEN), (TEN_THEN_HALF, set())),
    ),
    "trailer": (
        replace(CAR, plate_type=PlateType.TRAILER, seats=0, operating=True),
        dict.fromkeys((SIX, TEN), (YEARLY, set())),
    ),
}


@pytest.mark.parametrize(("name", "version"), [*product(CASES, ExemptionVersion)])
def test_the_next_certificate_is_the_one_of_the_tables(name: str, version: ExemptionVersion) -> None:
    car, tables = CASES[name]
    months, applied = tables[version]
    for had, asked in product(range(1, 361, 7), range(0, 372, 11)):
        renewal = inspection_calendar.next_renewal(
            replace(car, valid_until=after(had)), after(asked).last_day(), version
        )
        expected = renewed(months, applied, had, asked)
        assert (renewal.kind, renewal.next_valid_until) == expected, (had, asked)


def renewed(months: list[int], applied: set[int], had: int, asked: int) -> tuple[RenewalKind, Month]:
    """Return the kind of the renewal and the month it is valid until, from ages in months."""
    later = [age for age in months if age >= had]
    due = {later[0], *(age for age in later if age <= max(asked, had))}
    kind = RenewalKind.APPLY if due <= applied else RenewalKind.STATION
    return kind, after(min(age for age in months if age > max(asked, had)))


def after(months: int) -> Month:
    """Return the month so many months after the registration."""
    years, month = divmod(BORN.month - 1 + months, 12)
    return Month(BORN.year + years, month + 1)
