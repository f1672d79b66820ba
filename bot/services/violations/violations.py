"""Violations (交通违法): which ones a person may see and which they may handle online.

Seen are those of vehicles that they or their organisation own or that they have filed, from the time of this owner,
and those of vehicles that they owned when they happened. For those that cannot be
handled online every reason is named at once, with what to do instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time, money
from bot.errors import NotYours, Refusal, raise_all
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values.plates import PlateType
from bot.services.violations import licence_points, overtaken_objections, overviews, parties
from bot.services.violations.licence_points import (
    HandlingFacts,
    HandlingLimits,
    IneligibilityReason,
    Offence,
    PointBalance,
)
from storage.register.people import LicenceStatus, Person
from storage.register.vehicles import Vehicle
from storage.violations.violations import Violation, ViolationState


class FineTooHigh(Refusal, key="refused-fine-too-high", offers=("violations",)):
    """The fine is too high to be handled online."""


class RecordPointsTooMany(Refusal, key="refused-record-points-too-many", offers=("violations",)):
    """The record has too many points to be handled online."""


class PointsWouldBeFull(Refusal, key="refused-points-would-be-full", offers=("violations",)):
    """The points would fill the cycle; study and examination come first."""


class NoLicence(Refusal, key="refused-no-licence", offers=("violations",)):
    """The person has no licence that could take points."""


class LicenceNotNormal(Refusal, key="refused-licence-not-normal", offers=("violations",)):
    """The licence is withdrawn, expired, withheld or the like."""


class ClassDoesNotCover(Refusal, key="refused-class-does-not-cover", offers=("violations",)):
    """The licence does not cover this type of vehicle: its violations can be seen, but not handled."""


class KeyVehicle(Refusal, key="refused-key-vehicle", offers=("violations",)):
    """Records of key vehicles are handled at the counter."""


class KeyPerson(Refusal, key="refused-key-person", offers=("violations",)):
    """Records of key drivers are handled at the counter."""


class BeforeFiling(Refusal, key="refused-before-filing", offers=("violations",)):
    """Recorded before the vehicle was filed: the owner handles it."""


class AlreadyHandled(Refusal, key="refused-already-handled", offers=("violations",)):
    """The record is handled already."""


class UnderObjection(Refusal, key="refused-under-objection", offers=("violations",)):
    """An objection against this record is not answered yet."""


class NothingChosen(Refusal, key="refused-nothing-chosen"):
    """No record was selected."""


# The refusal of each reason.
REFUSALS: dict[IneligibilityReason, type[Refusal]] = {
    IneligibilityReason.FINE_TOO_HIGH: FineTooHigh,
    IneligibilityReason.RECORD_POINTS_TOO_MANY: RecordPointsTooMany,
    IneligibilityReason.POINTS_WOULD_BE_FULL: PointsWouldBeFull,
    IneligibilityReason.NO_LICENCE: NoLicence,
    IneligibilityReason.LICENCE_NOT_NORMAL: LicenceNotNormal,
    IneligibilityReason.CLASS_DOES_NOT_COVER: ClassDoesNotCover,
    IneligibilityReason.KEY_VEHICLE: KeyVehicle,
    IneligibilityReason.KEY_PERSON: KeyPerson,
    IneligibilityReason.BEFORE_FILING: BeforeFiling,
}


@dataclass(frozen=True)
class SelectionTotals:
    """Totals of a selection: records, fines in fen, points, and the driver's points after it (without licence None)."""

    count: int
    fine: int
    points: int
    after: PointBalance | None


def find(session: Session, violation_id: UUID, *, by: Person, now: datetime) -> tuple[Violation, HeldVehicle]:
    """Return a record, and its vehicle as this person holds it. Raises NotYours."""
    violation = session.get(Violation, violation_id)
    if violation is None:
        raise NotYours
    held = parties.find(session, by, violation.vehicle_id, now=now)
    if not parties.is_of(session, violation, held):
        raise NotYours
    return violation, held


def selectable(
    session: Session, held: HeldVehicle, person: Person, *, now: datetime
) -> list[tuple[Violation, list[Refusal]]]:
    """Return the unhandled records of a vehicle, each with the refusals of that record alone."""
    found = overviews.listed(session, held, ViolationState.UNHANDLED)
    return [(violation, refusals(session, person, held, [violation], now=now)) for violation in found]


def refusals(
    session: Session, person: Person, held: HeldVehicle, chosen: Sequence[Violation], *, now: datetime
) -> list[Refusal]:
    """Return every reason for which this person cannot handle these records of this vehicle together."""
    limits = limits_at(session, now)
    facts = _facts(person, held, chosen, limits, now)
    found = [_refusal(reason, facts, limits) for reason in licence_points.ineligibility_reasons(facts, limits)]
    if any(violation.state is not ViolationState.UNHANDLED for violation in chosen):
        found.append(AlreadyHandled())
    pending = [
        one for violation in chosen if (one := overtaken_objections.barring(session, violation, person, now=now))
    ]
    return found + [UnderObjection(number=one.number) for one in pending]


def require_handleable(
    session: Session, person: Person, held: HeldVehicle, chosen: Sequence[Violation], *, now: datetime
) -> None:
    """Check that a selection can be handled online. Raises NothingChosen, or every reason at once."""
    if not chosen:
        raise NothingChosen
    raise_all(refusals(session, person, held, chosen, now=now))


def load_selected(session: Session, held: HeldVehicle, chosen: Sequence[UUID]) -> list[Violation]:
    """Return these records of one vehicle, oldest first. Raises NotYours if one is of another vehicle or owner."""
    found = [session.get(Violation, violation_id) for violation_id in chosen]
    if any(violation is None or not parties.is_of(session, violation, held) for violation in found):
        raise NotYours
    return sorted((violation for violation in found if violation is not None), key=chronological)


def chronological(violation: Violation) -> tuple[datetime, str]:
    """Return a sort key: by the time of the offence."""
    return violation.occurred_at, violation.number


def totals(session: Session, person: Person, chosen: Sequence[Violation], *, now: datetime) -> SelectionTotals:
    """Return the totals of a selection for this person."""
    more = sum(violation.points for violation in chosen)
    balance = balance_after(session, person, more, now=now)
    return SelectionTotals(len(chosen), sum(violation.fine for violation in chosen), more, balance)


def balance_after(session: Session, person: Person, more: int, *, now: datetime) -> PointBalance | None:
    """Return the points of this person's cycle after so many more; None if no licence is on record."""
    if person.licence_status is LicenceStatus.NONE:
        return None
    return licence_points.balance_after(points_so_far(session, person, now=now), more, limits_at(session, now))


def points_so_far(session: Session, person: Person, *, now: datetime) -> int:
    """Return the points of the present cycle."""
    today = local_time.date_of(now)
    return licence_points.points_on(person.points, person.points_reset_on, today, limits_at(session, now))


def limits_at(session: Session, now: datetime) -> HandlingLimits:
    """Return the limits in force."""
    return HandlingLimits(
        fine=rules.number(session, RuleName.FINE_LIMIT_FEN, at=now),
        record_points=rules.number(session, RuleName.RECORD_POINTS, at=now),
        total_points=rules.number(session, RuleName.TOTAL_POINTS, at=now),
        before_filing_with_points=rules.switch(session, RuleName.BEFORE_FILING_WITH_POINTS, at=now),
        before_filing_without_points=rules.switch(session, RuleName.BEFORE_FILING_WITHOUT_POINTS, at=now),
    )


def plate_of(session: Session, violation: Violation) -> str:
    """Return the plate of the vehicle a record is about, as it is stored."""
    vehicle = session.get(Vehicle, violation.vehicle_id)
    return vehicle.plate if vehicle else ""


def _facts(
    person: Person, held: HeldVehicle, chosen: Sequence[Violation], limits: HandlingLimits, now: datetime
) -> HandlingFacts:
    return HandlingFacts(
        offences=tuple(Offence(each.fine, each.points, each.occurred_at) for each in chosen),
        points_so_far=licence_points.points_on(person.points, person.points_reset_on, local_time.date_of(now), limits),
        licence_status=person.licence_status,
        licence_class=person.licence_class,
        plate_type=PlateType(held.vehicle.plate_type),
        filed_at=held.filing.active_from if held.filing else None,
        key_vehicle=held.vehicle.key_vehicle,
        key_person=person.key_person,
    )


def _refusal(reason: IneligibilityReason, facts: HandlingFacts, limits: HandlingLimits) -> Refusal:
    """Return the refusal of a reason, with the numbers that explain it."""
    more = sum(offence.points for offence in facts.offences)
    values: dict[IneligibilityReason, dict[str, object]] = {
        IneligibilityReason.FINE_TOO_HIGH: {"limit": money.yuan(limits.fine)},
        IneligibilityReason.RECORD_POINTS_TOO_MANY: {"limit": limits.record_points},
        IneligibilityReason.POINTS_WOULD_BE_FULL: {
            "so_far": facts.points_so_far,
            "more": more,
            "full": limits.total_points,
        },
        IneligibilityReason.LICENCE_NOT_NORMAL: {"status": facts.licence_status.value.replace("_", "-")},
        IneligibilityReason.CLASS_DOES_NOT_COVER: {"licence": facts.licence_class},
        IneligibilityReason.BEFORE_FILING: {"since": facts.filed_at},
    }
    return REFUSALS[reason](**values.get(reason, {}))
