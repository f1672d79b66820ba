"""The inspection calendar: when a car needs a new mark, and whether an application is enough or a station must look.

Two versions of the exemption exist, and the dated rule table says which is in force. The six-year version (2014):
applications in years 2 and 4, a station in year 6, then every year and from year 15 every half year. The ten-year
version (since 1 October 2022): stations in years 6 and 10, applications in years 2, 4 and 8, then a station every
year. Cars that are not exempt follow 道路交通安全法实施条例 art. 16. Years count from the month of registration.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile

from bot.services.values.months import Month
from bot.services.values.plates import FILABLE, PlateType

_MOST_SEATS = 9
_MOST_MONTHS_UNREGISTERED = 48


class ExemptionVersion(StrEnum):
    """The exemption as it was made, and as it was widened."""

    SIX_YEARS = "six_years"
    TEN_YEARS = "ten_years"


class RenewalKind(StrEnum):
    """How the next mark comes to be."""

    APPLY = "apply"
    STATION = "station"


class NotExemptReason(StrEnum):
    """Why a car must go to a station every time."""

    NOT_SMALL = "not_small"
    VAN = "van"
    OPERATING = "operating"
    ONCE_OPERATING = "once_operating"
    CASUALTIES = "casualties"
    MODIFIED = "modified"
    REGISTERED_LATE = "registered_late"


class UnmetCondition(StrEnum):
    """What stands against an application for the mark."""

    TOO_EARLY = "too_early"
    NOT_EXEMPT = "not_exempt"
    STATION_DUE = "station_due"
    STATE_ABNORMAL = "state_abnormal"
    VIOLATIONS_OPEN = "violations_open"
    ACCIDENTS_OPEN = "accidents_open"
    INSURANCE_ENDED = "insurance_ended"
    TAX_UNPAID = "tax_unpaid"


@dataclass(frozen=True)
class InspectedVehicle:
    """What the calendar needs to know of a car; `seats` counts the driver's."""

    plate_type: PlateType
    seats: int
    manufactured_on: date
    registered_on: date
    valid_until: Month
    van: bool = False
    operating: bool = False
    once_operating: bool = False
    casualties: bool = False
    modified: bool = False


@dataclass(frozen=True)
class Prerequisites:
    """What must be in order before a mark is given; the dates are the last days in force, None if there never was."""

    insured_until: date | None
    tax_paid_until: date | None
    open_violations: int = 0
    open_accidents: int = 0
    state_normal: bool = True


@dataclass(frozen=True)
class Renewal:
    """The next mark: how it is had, until when it will be valid, and from when to when it can be asked for in time."""

    kind: RenewalKind
    next_valid_until: Month
    opens_on: date
    last_day: date


def not_exempt(car: InspectedVehicle) -> tuple[NotExemptReason, ...]:
    """Return every reason for which a car is not exempt, none if it is; late is over four years after manufacture."""
    found = {
        NotExemptReason.NOT_SMALL: car.plate_type not in FILABLE or car.seats > _MOST_SEATS,
        NotExemptReason.VAN: car.van,
        NotExemptReason.OPERATING: car.operating,
        NotExemptReason.ONCE_OPERATING: car.once_operating,
        NotExemptReason.CASUALTIES: car.casualties,
        NotExemptReason.MODIFIED: car.modified,
        NotExemptReason.REGISTERED_LATE: _registered_late(car),
    }
    return tuple(reason for reason, stands in found.items() if stands)


def next_renewal(car: InspectedVehicle, on: date, version: ExemptionVersion, *, window_months: int = 3) -> Renewal:
    """Return the next mark a car needs, seen from a day.

    A mark long overdue counts for all that was missed meanwhile: one missed station makes it a station's affair, and
    the new mark lasts to the next due month after that day.
    """
    registered = Month.of(car.registered_on)
    had = car.valid_until.since(registered)
    now = max(had, Month.of(on).since(registered))
    passed = list(takewhile(lambda milestone: milestone[0] <= now, _milestones(car, version)))
    missed = [kind for age, kind in passed if age >= had] or [kind for _, kind in passed[-1:]]
    upcoming = next(age for age, _ in _milestones(car, version) if age > now)
    return Renewal(
        kind=RenewalKind.STATION if RenewalKind.STATION in missed or not_exempt(car) else RenewalKind.APPLY,
        next_valid_until=registered.plus(upcoming),
        opens_on=car.valid_until.plus(1 - window_months).first_day(),
        last_day=car.valid_until.last_day(),
    )


def first_valid_until(car: InspectedVehicle, version: ExemptionVersion) -> Month:
    """Return until when the first mark, given with the registration, is valid."""
    age, _ = next(_milestones(car, version))
    return Month.of(car.registered_on).plus(age)


def unmet_conditions(
    car: InspectedVehicle, papers: Prerequisites, on: date, version: ExemptionVersion, *, window_months: int = 3
) -> tuple[UnmetCondition, ...]:
    """Return everything that stands against an application on that day, in the order of the enum; none if it may be."""
    mark = next_renewal(car, on, version, window_months=window_months)
    exempt = not not_exempt(car)
    found = {
        UnmetCondition.TOO_EARLY: on < mark.opens_on,
        UnmetCondition.NOT_EXEMPT: not exempt,
        UnmetCondition.STATION_DUE: exempt and mark.kind is RenewalKind.STATION,
        UnmetCondition.STATE_ABNORMAL: not papers.state_normal,
        UnmetCondition.VIOLATIONS_OPEN: papers.open_violations > 0,
        UnmetCondition.ACCIDENTS_OPEN: papers.open_accidents > 0,
        UnmetCondition.INSURANCE_ENDED: papers.insured_until is None or papers.insured_until < on,
        UnmetCondition.TAX_UNPAID: papers.tax_paid_until is None or papers.tax_paid_until < on,
    }
    return tuple(obstacle for obstacle, stands in found.items() if stands)


def _milestones(car: InspectedVehicle, version: ExemptionVersion) -> Iterator[tuple[int, RenewalKind]]:
    """Yield the ages in months at which a mark falls due, and how it is had then, without end."""
    if not_exempt(car):
        yield from _stations(0, *_art_16(car))
    elif version is ExemptionVersion.SIX_YEARS:
        yield from [(24, RenewalKind.APPLY), (48, RenewalKind.APPLY), (72, RenewalKind.STATION)]
        yield from _stations(72, (12, 180), (6, None))
    else:
        yield from [
            (24, RenewalKind.APPLY),
            (48, RenewalKind.APPLY),
            (72, RenewalKind.STATION),
            (96, RenewalKind.APPLY),
            (120, RenewalKind.STATION),
        ]
        yield from _stations(120, (12, None))


def _art_16(car: InspectedVehicle) -> tuple[tuple[int, int | None], ...]:
    """Return the periods of cars that are not exempt: months between inspections, and the age they hold up to."""
    if car.operating:
        return (12, 60), (6, None)
    if NotExemptReason.NOT_SMALL in not_exempt(car):
        return (12, 120), (6, None)
    return (24, 72), (12, 180), (6, None)


def _stations(age: int, *periods: tuple[int, int | None]) -> Iterator[tuple[int, RenewalKind]]:
    for step, limit in periods:
        while limit is None or age + step <= limit:
            age += step
            yield age, RenewalKind.STATION


def _registered_late(car: InspectedVehicle) -> bool:
    """Compare the days: registered on the same day four years later is still in time."""
    months = Month.of(car.registered_on).since(Month.of(car.manufactured_on))
    same_month = months == _MOST_MONTHS_UNREGISTERED
    return months > _MOST_MONTHS_UNREGISTERED or (same_month and car.registered_on.day > car.manufactured_on.day)
