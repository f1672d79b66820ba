"""The inspection calendar: when a vehicle needs a new certificate, by application or after a station inspection.

Two versions of the exemption exist, and the dated rule table says which is in force. The six-year version (2014):
applications in years 2 and 4, a station in year 6, then every year and from year 15 every half year. The ten-year
version (since 1 October 2022): stations in years 6 and 10, applications in years 2, 4 and 8, then a station every
year; it covers motorcycles as well. Vehicles that are not exempt follow 道路交通安全法实施条例 art. 16. Years count
from the month of registration.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import dropwhile, takewhile

from bot.services.values.months import Month
from bot.services.values.plate_types import LARGE_CARS, MOTORCYCLES, SMALL_CARS, PlateType

_MAX_SEATS = 9
_MAX_LORRY_SEATS = 3
_MAX_MONTHS_UNREGISTERED = 48
_EXEMPT_MOTORCYCLES = (PlateType.MOTORCYCLE, PlateType.LIGHT_MOTORCYCLE)


class ExemptionVersion(StrEnum):
    """The versions of the exemption from station inspections."""

    SIX_YEARS = "six_years"
    TEN_YEARS = "ten_years"


class RenewalKind(StrEnum):
    """How the next certificate is obtained."""

    APPLY = "apply"
    STATION = "station"


class NotExemptReason(StrEnum):
    """Why a vehicle must be inspected at a station every time."""

    NOT_SMALL = "not_small"
    VAN = "van"
    OPERATING = "operating"
    ONCE_OPERATING = "once_operating"
    CASUALTIES = "casualties"
    MODIFIED = "modified"
    REGISTERED_LATE = "registered_late"


class UnmetCondition(StrEnum):
    """A condition of an application that is not met."""

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
    """What the calendar needs to know of a vehicle. seats: with the driver's."""

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
    """What an application requires. The dates are the last days in force, None if there was never one."""

    insured_until: date | None
    tax_paid_until: date | None
    open_violations: int = 0
    open_accidents: int = 0
    state_normal: bool = True


@dataclass(frozen=True)
class Renewal:
    """The next certificate: how it is obtained, until when it will be valid, and between which days it is due."""

    kind: RenewalKind
    next_valid_until: Month
    opens_on: date
    last_day: date


def not_exempt(car: InspectedVehicle, version: ExemptionVersion) -> tuple[NotExemptReason, ...]:
    """Return every reason for which a vehicle is not exempt; none if it is exempt.

    Registered late means more than four years after manufacture.
    """
    found = {
        NotExemptReason.NOT_SMALL: not _is_small(car) and not _is_exempt_motorcycle(car, version),
        NotExemptReason.VAN: car.van,
        NotExemptReason.OPERATING: car.operating,
        NotExemptReason.ONCE_OPERATING: car.once_operating,
        NotExemptReason.CASUALTIES: car.casualties,
        NotExemptReason.MODIFIED: car.modified,
        NotExemptReason.REGISTERED_LATE: _registered_late(car),
    }
    return tuple(reason for reason, applies in found.items() if applies)


def next_renewal(car: InspectedVehicle, on: date, version: ExemptionVersion, *, window_months: int = 3) -> Renewal:
    """Return the next certificate of a vehicle, as seen on a day.

    A certificate that ends between two months of the calendar is renewed as the later of them asks. If several are
    overdue, one that needed a station means that a station is needed now. The new certificate is valid until the next
    month in the calendar after that day.
    """
    registered = Month.of(car.registered_on)
    had = car.valid_until.since(registered)
    now = max(had, Month.of(on).since(registered))
    following = dropwhile(lambda milestone: milestone[0] < had, _milestones(car, version))
    first = next(following)
    due = [first[1], *(kind for age, kind in takewhile(lambda milestone: milestone[0] <= now, following))]
    upcoming = next(age for age, _ in _milestones(car, version) if age > now)
    return Renewal(
        kind=RenewalKind.STATION if RenewalKind.STATION in due else RenewalKind.APPLY,
        next_valid_until=registered.plus(upcoming),
        opens_on=car.valid_until.plus(1 - window_months).first_day(),
        last_day=car.valid_until.last_day(),
    )


def first_valid_until(car: InspectedVehicle, version: ExemptionVersion) -> Month:
    """Return until when the first certificate, issued at registration, is valid."""
    age, _ = next(_milestones(car, version))
    return Month.of(car.registered_on).plus(age)


def unmet_conditions(
    car: InspectedVehicle,
    prerequisites: Prerequisites,
    on: date,
    version: ExemptionVersion,
    *,
    window_months: int = 3,
    at_station: bool = False,
) -> tuple[UnmetCondition, ...]:
    """Return every condition that is not met on a day, in the order of the enum.

    at_station: of an inspection (机动车登记规定 art. 54), which any vehicle may have; else of an application.
    """
    renewal = next_renewal(car, on, version, window_months=window_months)
    exempt = not not_exempt(car, version)
    found = {
        UnmetCondition.TOO_EARLY: on < renewal.opens_on,
        UnmetCondition.NOT_EXEMPT: not exempt and not at_station,
        UnmetCondition.STATION_DUE: exempt and renewal.kind is RenewalKind.STATION and not at_station,
        UnmetCondition.STATE_ABNORMAL: not prerequisites.state_normal,
        UnmetCondition.VIOLATIONS_OPEN: prerequisites.open_violations > 0,
        UnmetCondition.ACCIDENTS_OPEN: prerequisites.open_accidents > 0,
        UnmetCondition.INSURANCE_ENDED: prerequisites.insured_until is None or prerequisites.insured_until < on,
        UnmetCondition.TAX_UNPAID: prerequisites.tax_paid_until is None or prerequisites.tax_paid_until < on,
    }
    return tuple(condition for condition, applies in found.items() if applies)


def _milestones(car: InspectedVehicle, version: ExemptionVersion) -> Iterator[tuple[int, RenewalKind]]:
    """Yield without end the ages in months at which a certificate is due, and how it is obtained then."""
    if not_exempt(car, version):
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
    """Return the periods of vehicles that are not exempt: months between inspections, and the age they end at."""
    if car.plate_type in MOTORCYCLES:
        return (24, 48), (12, None)
    if car.plate_type not in (*SMALL_CARS, *LARGE_CARS):
        return ((12, None),)
    if car.operating and not _is_lorry(car):
        return (12, 60), (6, None)
    if not _is_small(car):
        return (12, 120), (6, None)
    return (24, 72), (12, 180), (6, None)


def _is_small(car: InspectedVehicle) -> bool:
    return car.plate_type in SMALL_CARS and car.seats <= _MAX_SEATS


def _is_exempt_motorcycle(car: InspectedVehicle, version: ExemptionVersion) -> bool:
    return car.plate_type in _EXEMPT_MOTORCYCLES and version is ExemptionVersion.TEN_YEARS


def _is_lorry(car: InspectedVehicle) -> bool:
    """Return whether a vehicle with the plate of large vehicles is a lorry: the register knows it by its seats only."""
    return car.plate_type in LARGE_CARS and car.seats <= _MAX_LORRY_SEATS


def _stations(age: int, *periods: tuple[int, int | None]) -> Iterator[tuple[int, RenewalKind]]:
    for step, limit in periods:
        while limit is None or age + step <= limit:
            age += step
            yield age, RenewalKind.STATION


def _registered_late(car: InspectedVehicle) -> bool:
    """Return whether registration was late; on the same day four years later it is in time."""
    months = Month.of(car.registered_on).since(Month.of(car.manufactured_on))
    same_month = months == _MAX_MONTHS_UNREGISTERED
    return months > _MAX_MONTHS_UNREGISTERED or (same_month and car.registered_on.day > car.manufactured_on.day)
