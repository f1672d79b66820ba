"""When a vehicle needs its next certificate, and every condition of an application that is not met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import inspection_calendar
from bot.services.values.inspection_calendar import (
    ExemptionVersion,
    InspectedVehicle,
    NotExemptReason,
    Prerequisites,
    Renewal,
    RenewalKind,
    UnmetCondition,
)
from bot.services.values.months import Month
from bot.services.values.plates import PlateType
from storage.certificates import certificates
from storage.certificates.certificates import Certificate
from storage.register.vehicles import Vehicle, VehicleState, VehicleUse
from storage.violations import violations
from storage.violations.violations import ViolationState


class RegisterIncomplete(Refusal, key="refused-register-incomplete", offers=("vehicles",)):
    """The register lacks a date that the inspection calendar needs; a station helps."""


class ConditionNotMet(Refusal, key="certificate-condition", offers=("certificate",)):
    """A condition of an application that is not met; each has a text of its own."""


class RenewalTooEarly(Refusal, key="certificate-condition-too-early", offers=("certificate",)):
    """The next certificate cannot be had yet. opens: the first day."""


class VehicleNotExempt(Refusal, key="not-exempt", offers=("certificate",)):
    """A reason why the car is not exempt from inspection at a station; each has a text of its own."""


class ViolationsOpen(Refusal, key="certificate-condition-violations-open", offers=("violations",)):
    """Violations that are not handled, or decisions that are not paid."""


class AccidentsOpen(Refusal, key="certificate-condition-accidents-open", offers=("certificate",)):
    """Accidents that are not settled, by the register. count: how many."""


@dataclass(frozen=True, slots=True)
class NextCertificate:
    """How and when the next certificate of a vehicle is obtained, whether it is overdue, and can be applied for now."""

    renewal: Renewal
    can_apply: bool
    overdue: bool


def valid_until(session: Session, vehicle: Vehicle) -> Month | None:
    """Return until when a vehicle's certificate is valid, None if neither the register nor the store knows."""
    return latest_valid_until(vehicle, certificates.active_of(session, vehicle.id))


def latest_valid_until(vehicle: Vehicle, active: Certificate | None) -> Month | None:
    """Return the later of the register's month and the certificate's: the register may lag behind."""
    known = max(vehicle.inspection_valid_until, active.valid_until if active else "")
    return Month.parse(known) if known else None


def first_valid_until(session: Session, vehicle: Vehicle, *, now: datetime) -> Month | None:
    """Return until when the certificate issued at registration is valid, None if that is over or unknown."""
    if vehicle.first_registered_on is None:
        return None
    month = inspection_calendar.first_valid_until(
        _car(vehicle, Month.of(vehicle.first_registered_on)), exemption_version(session, now=now)
    )
    return month if month >= Month.of(local_time.date_of(now)) else None


def next_certificate(
    session: Session, vehicle: Vehicle, *, now: datetime, month: Month | None = None
) -> NextCertificate | None:
    """Return the next certificate of a vehicle, None if the register lacks what the calendar needs.

    month: counts as the end of the present certificate, instead of what register and store know.
    """
    month = month or valid_until(session, vehicle)
    if month is None or vehicle.first_registered_on is None:
        return None
    today, window = local_time.date_of(now), rules.number(session, RuleName.APPLY_WINDOW_MONTHS, at=now)
    renewal = inspection_calendar.next_renewal(
        _car(vehicle, month), today, exemption_version(session, now=now), window_months=window
    )
    return NextCertificate(
        renewal,
        can_apply=renewal.kind is RenewalKind.APPLY and renewal.opens_on <= today,
        overdue=renewal.last_day < today,
    )


def unmet_conditions(
    session: Session, vehicle: Vehicle, *, now: datetime, month: Month | None = None, at_station: bool = False
) -> list[Refusal]:
    """Return every condition that is not met today, of an application or of an inspection at a station.

    month: as for `next_certificate`.
    """
    month = month or valid_until(session, vehicle)
    following = next_certificate(session, vehicle, now=now, month=month)
    if following is None or month is None:
        return [RegisterIncomplete()]
    prerequisites = Prerequisites(
        insured_until=vehicle.insurance_valid_until,
        tax_paid_until=vehicle.tax_paid_until,
        open_violations=open_violations(session, [vehicle.id]).get(vehicle.id, 0),
        open_accidents=vehicle.open_accidents,
        state_normal=vehicle.state is VehicleState.NORMAL,
    )
    car, window = _car(vehicle, month), rules.number(session, RuleName.APPLY_WINDOW_MONTHS, at=now)
    today = local_time.date_of(now)
    version = exemption_version(session, now=now)
    reasons = inspection_calendar.not_exempt(car, version)
    found = inspection_calendar.unmet_conditions(
        car, prerequisites, today, version, window_months=window, at_station=at_station
    )
    return [one for what in found for one in _refusals(what, reasons, following.renewal, prerequisites)]


def open_violations(session: Session, vehicle_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the number of violations of each vehicle that are unhandled, or decided and not paid."""
    counts = violations.counts(session, vehicle_ids)
    states = (ViolationState.UNHANDLED, ViolationState.DECIDED)
    return {one: sum(counts.get((one, state), 0) for state in states) for one in vehicle_ids}


def exemption_version(session: Session, *, now: datetime) -> ExemptionVersion:
    """Return the version of the inspection calendar in force."""
    return ExemptionVersion(rules.words(session, RuleName.EXEMPT_CALENDAR, at=now))


def _refusals(
    what: UnmetCondition, reasons: tuple[NotExemptReason, ...], renewal: Renewal, prerequisites: Prerequisites
) -> list[Refusal]:
    if what is UnmetCondition.NOT_EXEMPT:
        return [VehicleNotExempt(reason.value) for reason in reasons]
    if what is UnmetCondition.TOO_EARLY:
        return [RenewalTooEarly(opens=renewal.opens_on)]
    if what is UnmetCondition.VIOLATIONS_OPEN:
        return [ViolationsOpen(count=prerequisites.open_violations)]
    if what is UnmetCondition.ACCIDENTS_OPEN:
        return [AccidentsOpen(count=prerequisites.open_accidents)]
    return [ConditionNotMet(what.value)]


def _car(vehicle: Vehicle, month: Month) -> InspectedVehicle:
    """Return what the calendar needs of a vehicle that has a day of registration."""
    assert vehicle.first_registered_on is not None
    return InspectedVehicle(
        plate_type=PlateType(vehicle.plate_type),
        seats=vehicle.seats,
        manufactured_on=vehicle.manufactured_on or vehicle.first_registered_on,
        registered_on=vehicle.first_registered_on,
        valid_until=month,
        van=vehicle.is_van,
        operating=vehicle.use is VehicleUse.OPERATING,
        once_operating=vehicle.use is VehicleUse.TURNED_NON_OPERATING,
        casualties=vehicle.casualty_accident,
        modified=vehicle.modified,
    )
