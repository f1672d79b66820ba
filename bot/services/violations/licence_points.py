"""Licence points (记分) of a driver, and the reasons for which violations cannot be handled online.

Sources: 道路交通安全违法行为记分管理办法 (twelve points in a cycle of twelve months), 机动车驾驶证申领和使用规定,
annex 1 (which licence class drives what), and the rules of handling online for the limits.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.services.values.plate_types import MOTORCYCLES, PlateType
from storage.register.people import LicenceStatus


class IneligibilityReason(StrEnum):
    """Why a person cannot handle these violations online."""

    FINE_TOO_HIGH = "fine_too_high"
    RECORD_POINTS_TOO_MANY = "record_points_too_many"
    POINTS_WOULD_BE_FULL = "points_would_be_full"
    NO_LICENCE = "no_licence"
    LICENCE_NOT_NORMAL = "licence_not_normal"
    CLASS_DOES_NOT_COVER = "class_does_not_cover"
    KEY_VEHICLE = "key_vehicle"
    KEY_PERSON = "key_person"
    BEFORE_FILING = "before_filing"


@dataclass(frozen=True)
class Offence:
    """One record: fine in fen (0 for a warning), points, and when it happened (aware)."""

    fine: int
    points: int
    occurred_at: datetime


@dataclass(frozen=True)
class HandlingFacts:
    """Which records of which vehicle would be handled by whom. filed_at: None for one's own vehicle."""

    offences: tuple[Offence, ...]
    points_so_far: int
    licence_status: LicenceStatus
    licence_class: str
    plate_type: PlateType
    filed_at: datetime | None = None
    key_vehicle: bool = False
    key_person: bool = False


@dataclass(frozen=True)
class HandlingLimits:
    """The limits in force: fine (fen) and points of one record, and the points that fill a cycle.

    The switches say whether records from before the filing may be handled, separately for those with points.
    """

    fine: int = 20_000
    record_points: int = 9
    total_points: int = 12
    before_filing_with_points: bool = False
    before_filing_without_points: bool = True


@dataclass(frozen=True)
class PointBalance:
    """Points in the present cycle, points left, and whether the cycle is full."""

    points: int
    left: int
    full: bool


_SMALL_CARS = frozenset({"A1", "A2", "A3", "B1", "B2", "C1", "C2", "C5"})
_LARGE_CARS = frozenset({"A1", "A2", "A3", "B1", "B2"})
_ANY_CAR = _LARGE_CARS | _SMALL_CARS
_COVERED_BY: dict[PlateType, frozenset[str]] = {
    PlateType.LARGE: _LARGE_CARS,
    PlateType.LARGE_NEW_ENERGY: _LARGE_CARS,
    PlateType.SMALL: _SMALL_CARS,
    PlateType.SMALL_NEW_ENERGY: _SMALL_CARS,
    **dict.fromkeys(MOTORCYCLES, frozenset({"D", "E"})),
    PlateType.LIGHT_MOTORCYCLE: frozenset({"D", "E", "F"}),
    PlateType.LOW_SPEED: frozenset({"A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4"}),
    PlateType.TRAILER: frozenset({"A2", "C6"}),
    # Licences for these are issued by the authority for agricultural machines: the register has none.
    PlateType.TRACTOR: frozenset(),
    PlateType.FARM_MACHINE: frozenset(),
    # Cars of any size have these plates.
    PlateType.EMBASSY: _ANY_CAR,
    PlateType.CONSULATE: _ANY_CAR,
    PlateType.OVERSEAS: _ANY_CAR,
    PlateType.FOREIGN: _ANY_CAR,
    PlateType.TRAINING: _ANY_CAR,
    PlateType.TEST: _ANY_CAR,
    PlateType.TEMPORARY_ENTRY: _ANY_CAR,
    PlateType.TEMPORARY: _ANY_CAR,
    PlateType.POLICE: _ANY_CAR,
    PlateType.HONG_KONG: _ANY_CAR,
    PlateType.MACAU: _ANY_CAR,
    PlateType.ARMED_POLICE: _ANY_CAR,
    PlateType.MILITARY: _ANY_CAR,
    PlateType.OTHER: _ANY_CAR | {"D", "E", "F"},
}


def covers(licence_class: str, plate_type: PlateType) -> bool:
    """Return whether a licence (`C1`, `A1A2`, `C1D`) covers cars of that plate type.

    The plate type says nothing of gearbox and weight: it counts as covered if some vehicles of the type are.
    """
    held = frozenset(re.findall(r"[A-P]\d?", licence_class.upper()))
    return bool(held & _COVERED_BY[plate_type])


def balance_after(points_so_far: int, more: int, limits: HandlingLimits = HandlingLimits()) -> PointBalance:
    """Return the points after so many more; the points left are never negative."""
    points = points_so_far + more
    return PointBalance(points, max(0, limits.total_points - points), points >= limits.total_points)


def next_reset(reset_on: date, *, after: date) -> date:
    """Return the first yearly reset after a day, given any one of them; 29 February becomes 28 in common years."""
    year = max(reset_on.year, after.year)
    return next(found for found in (_anniversary(reset_on, year + more) for more in (0, 1)) if found > after)


def points_on(points: int, reset_on: date | None, on: date, limits: HandlingLimits = HandlingLimits()) -> int:
    """Return the points that count on a day, given those of the cycle that ends at `reset_on`.

    A full cycle does not end by itself: its points stay until the driver has studied and passed.
    """
    over = reset_on is not None and on >= reset_on
    return 0 if over and points < limits.total_points else points


def ineligibility_reasons(
    facts: HandlingFacts, limits: HandlingLimits = HandlingLimits()
) -> tuple[IneligibilityReason, ...]:
    """Return every reason for which these records cannot be handled together online, in the order of the enum.

    With one record these are its own reasons; with several their sum counts too.
    """
    return _of_records(facts, limits) + _of_licence(facts) + _of_car_and_person(facts, limits)


def _of_records(facts: HandlingFacts, limits: HandlingLimits) -> tuple[IneligibilityReason, ...]:
    points = sum(offence.points for offence in facts.offences)
    found = {
        IneligibilityReason.FINE_TOO_HIGH: any(offence.fine > limits.fine for offence in facts.offences),
        IneligibilityReason.RECORD_POINTS_TOO_MANY: any(
            offence.points > limits.record_points for offence in facts.offences
        ),
        IneligibilityReason.POINTS_WOULD_BE_FULL: balance_after(facts.points_so_far, points, limits).full,
    }
    return _applying(found)


def _of_licence(facts: HandlingFacts) -> tuple[IneligibilityReason, ...]:
    if facts.licence_status is LicenceStatus.NONE:
        return (IneligibilityReason.NO_LICENCE,)
    found = {
        IneligibilityReason.LICENCE_NOT_NORMAL: facts.licence_status is not LicenceStatus.NORMAL,
        IneligibilityReason.CLASS_DOES_NOT_COVER: not covers(facts.licence_class, facts.plate_type),
    }
    return _applying(found)


def _of_car_and_person(facts: HandlingFacts, limits: HandlingLimits) -> tuple[IneligibilityReason, ...]:
    found = {
        IneligibilityReason.KEY_VEHICLE: facts.key_vehicle,
        IneligibilityReason.KEY_PERSON: facts.key_person,
        IneligibilityReason.BEFORE_FILING: any(
            _is_before_filing(offence, facts.filed_at, limits) for offence in facts.offences
        ),
    }
    return _applying(found)


def _is_before_filing(offence: Offence, filed_at: datetime | None, limits: HandlingLimits) -> bool:
    if filed_at is None or offence.occurred_at >= filed_at:
        return False
    return not (limits.before_filing_with_points if offence.points else limits.before_filing_without_points)


def _applying(found: dict[IneligibilityReason, bool]) -> tuple[IneligibilityReason, ...]:
    return tuple(reason for reason, applies in found.items() if applies)


def _anniversary(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
