"""When a car needs its next mark, and what stands against an application for it, every condition named (RULES 7)."""

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


class RegisterIncomplete(Refusal, key="refused-register-incomplete"):
    """The register lacks a date without which the calendar cannot be read; the station helps."""


class ConditionNotMet(Refusal, key="certificate-condition"):
    """One condition of an application that is not met; it has a sentence of its own."""


class VehicleNotExempt(Refusal, key="not-exempt"):
    """A reason why the car is not exempt from inspection at a station; each has a text of its own."""


class ViolationsOpen(Refusal, key="certificate-condition-violations-open", offers=("violations",)):
    """Violations that nobody has handled, or decisions that nobody has paid."""


@dataclass(frozen=True, slots=True)
class NextCertificate:
    """The next mark of a car: when it can be had, how, and whether that is now."""

    due: Renewal
    can_apply: bool


def valid_until(session: Session, vehicle: Vehicle) -> Month | None:
    """Return until when a car's mark is valid, None where neither register nor store knows."""
    return latest_valid_until(vehicle, certificates.active_of(session, vehicle.id))


def latest_valid_until(vehicle: Vehicle, active: Certificate | None) -> Month | None:
    """Return the month of the register, or of a certificate that the register lags behind."""
    known = max(vehicle.inspection_valid_until, active.valid_until if active else "")
    return Month.parse(known) if known else None


def first_valid_until(session: Session, vehicle: Vehicle, *, now: datetime) -> Month | None:
    """Return until when the mark given with the registration lasts, None where that is past or cannot be known."""
    if vehicle.first_registered_on is None:
        return None
    month = inspection_calendar.first_valid_until(
        _car(vehicle, Month.of(vehicle.first_registered_on)), exemption_version(session, now=now)
    )
    return month if month >= Month.of(local_time.date_of(now)) else None


def next_certificate(session: Session, vehicle: Vehicle, *, now: datetime) -> NextCertificate | None:
    """Return what comes next for a car, None where the register lacks what the calendar needs."""
    month = valid_until(session, vehicle)
    if month is None or vehicle.first_registered_on is None:
        return None
    today, window = local_time.date_of(now), rules.number(session, RuleName.APPLY_WINDOW_MONTHS, at=now)
    due = inspection_calendar.next_renewal(
        _car(vehicle, month), today, exemption_version(session, now=now), window_months=window
    )
    return NextCertificate(due, due.kind is RenewalKind.APPLY and due.opens_on <= today)


def unmet_conditions(session: Session, vehicle: Vehicle, *, now: datetime) -> list[Refusal]:
    """Return everything that stands against an application for this car today."""
    mark, month = next_certificate(session, vehicle, now=now), valid_until(session, vehicle)
    if mark is None or month is None:
        return [RegisterIncomplete()]
    open_now = open_violations(session, [vehicle.id]).get(vehicle.id, 0)
    papers = Prerequisites(
        insured_until=vehicle.insurance_valid_until,
        tax_paid_until=vehicle.tax_paid_until,
        open_violations=open_now,
        state_normal=vehicle.state is VehicleState.NORMAL,
    )
    car, window = _car(vehicle, month), rules.number(session, RuleName.APPLY_WINDOW_MONTHS, at=now)
    today = local_time.date_of(now)
    found = inspection_calendar.unmet_conditions(
        car, papers, today, exemption_version(session, now=now), window_months=window
    )
    return [one for what in found for one in _refusals(what, car, mark.due, open_now)]


def open_violations(session: Session, vehicle_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many records of each car are not finished: unhandled, or decided and not paid."""
    counts = violations.counts(session, vehicle_ids)
    states = (ViolationState.UNHANDLED, ViolationState.DECIDED)
    return {one: sum(counts.get((one, state), 0) for state in states) for one in vehicle_ids}


def due_counts(session: Session, vehicle_ids: Sequence[UUID], *, now: datetime) -> dict[UUID, int]:
    """Return 1 for each of these cars whose mark has ended or may be renewed now, 0 for the others."""
    active = certificates.active_of_all(session, vehicle_ids)
    window = rules.number(session, RuleName.APPLY_WINDOW_MONTHS, at=now)
    this_month = Month.of(local_time.date_of(now))
    due = {}
    for vehicle_id in vehicle_ids:
        vehicle, certificate = session.get(Vehicle, vehicle_id), active.get(vehicle_id)
        known = max(vehicle.inspection_valid_until if vehicle else "", certificate.valid_until if certificate else "")
        due[vehicle_id] = int(bool(known) and Month.parse(known).since(this_month) < window)
    return due


def exemption_version(session: Session, *, now: datetime) -> ExemptionVersion:
    """Return the calendar in force."""
    return ExemptionVersion(rules.text(session, RuleName.EXEMPT_CALENDAR, at=now))


def _refusals(what: UnmetCondition, car: InspectedVehicle, due: Renewal, open_now: int) -> list[Refusal]:
    if what is UnmetCondition.NOT_EXEMPT:
        return [VehicleNotExempt(reason.value) for reason in inspection_calendar.not_exempt(car)]
    if what is UnmetCondition.TOO_EARLY:
        return [ConditionNotMet(what.value, opens=due.opens_on)]
    if what is UnmetCondition.VIOLATIONS_OPEN:
        return [ViolationsOpen(count=open_now)]
    return [ConditionNotMet(what.value)]


def _car(vehicle: Vehicle, month: Month) -> InspectedVehicle:
    """Return what the calendar needs of a car that has a day of registration."""
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
