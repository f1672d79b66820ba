"""Violations: which ones a person may see, which he may handle, and everything that forbids it (RULES 6).

Seen: those of his own cars, his organisation's, and the cars he has filed. Handled: those
that no obstacle stands against; every obstacle is named at once, with what to do instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import NotYours, Refusal, raise_all
from bot.services.filing import my_vehicles
from bot.services.filing.my_vehicles import Held
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values.plates import PlateType
from bot.services.violations import licence_points
from bot.services.violations.licence_points import (
    HandlingFacts,
    HandlingLimits,
    IneligibilityReason,
    Offence,
    PointBalance,
)
from storage import objections
from storage.register import vehicles
from storage.register.people import Person
from storage.violations import violations
from storage.violations.violations import Violation, ViolationState


class FineTooHigh(Refusal):
    """A fine above what is handled online; to the counter."""

    key = "refused-fine-too-high"


class RecordPointsTooMany(Refusal):
    """More points on one record than are handled online; to the counter."""

    key = "refused-record-points-too-many"


class PointsWouldBeFull(Refusal):
    """The cycle would be full; study and examination first."""

    key = "refused-points-would-be-full"


class NoLicence(Refusal):
    """Without a licence nobody can take points."""

    key = "refused-no-licence"


class LicenceNotNormal(Refusal):
    """The licence is withdrawn, overdue, withheld …; put that right first."""

    key = "refused-licence-not-normal"


class ClassDoesNotCover(Refusal):
    """The licence does not cover this kind of car: look, but do not handle."""

    key = "refused-class-does-not-cover"


class KeyVehicle(Refusal):
    """Records of key vehicles are handled at the counter."""

    key = "refused-key-vehicle"


class KeyPerson(Refusal):
    """Records of key drivers are handled at the counter."""

    key = "refused-key-person"


class BeforeFiling(Refusal):
    """Recorded before the car was filed: the owner handles it."""

    key = "refused-before-filing"


class AlreadyHandled(Refusal):
    """Somebody has handled this record."""

    key = "refused-already-handled"
    offers = ("violations",)


class UnderObjection(Refusal):
    """An objection against this record waits for its answer."""

    key = "refused-under-objection"


class NothingChosen(Refusal):
    """No record was selected."""

    key = "refused-nothing-chosen"


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
"""What a person is told of each obstacle."""


@dataclass(frozen=True)
class VehicleViolations:
    """One car with how many of its records stand where."""

    held: Held
    counts: dict[ViolationState, int]

    @property
    def unhandled(self) -> int:
        """How many records nobody has handled."""
        return self.counts.get(ViolationState.UNHANDLED, 0)


@dataclass(frozen=True)
class SelectionTotal:
    """What a selection comes to: fines in fen, points, and where the driver stands after it."""

    count: int
    fine: int
    points: int
    after: PointBalance


def summaries(session: Session, person: Person) -> list[VehicleViolations]:
    """Return every car of this person with its counts."""
    held = my_vehicles.of(session, person)
    counts = violations.counts(session, [item.vehicle.id for item in held])
    return [
        VehicleViolations(item, {state: counts.get((item.vehicle.id, state), 0) for state in ViolationState})
        for item in held
    ]


def find(session: Session, violation_id: UUID, *, by: Person) -> tuple[Violation, Held]:
    """Return a record with the car as this person has it. Raises NotYours."""
    violation = violations.get(session, violation_id)
    if violation is None:
        raise NotYours
    return violation, my_vehicles.one(session, by, violation.vehicle_id)


def selectable(session: Session, held: Held, person: Person, *, now: datetime) -> list[tuple[Violation, list[Refusal]]]:
    """Return the unhandled records of a car, each with what forbids that one alone."""
    found = violations.of_vehicle(session, held.vehicle.id, ViolationState.UNHANDLED)
    return [(violation, refusals(session, person, held, [violation], now=now)) for violation in found]


def refusals(
    session: Session, person: Person, held: Held, chosen: Sequence[Violation], *, now: datetime
) -> list[Refusal]:
    """Return everything that forbids this person to handle these records of this car together."""
    limits = limits_at(session, now)
    facts = _facts(person, held, chosen, limits, now)
    refusals = [_refusal(obstacle, facts, limits) for obstacle in licence_points.ineligibility_reasons(facts, limits)]
    if any(violation.state is not ViolationState.UNHANDLED for violation in chosen):
        refusals.append(AlreadyHandled())
    waiting = [found for violation in chosen if (found := objections.open_on(session, violation.id))]
    return refusals + [UnderObjection(number=found.number) for found in waiting]


def require_handleable(
    session: Session, person: Person, held: Held, chosen: Sequence[Violation], *, now: datetime
) -> None:
    """Refuse, naming every reason, a selection that cannot be handled online. Raises NothingChosen, too."""
    if not chosen:
        raise NothingChosen
    raise_all(refusals(session, person, held, chosen, now=now))


def load_selected(session: Session, vehicle_id: UUID, chosen: Sequence[UUID]) -> list[Violation]:
    """Return these records, all of this car, oldest first. Raises NotYours for any other."""
    found = [violations.get(session, violation_id) for violation_id in chosen]
    if any(violation is None or violation.vehicle_id != vehicle_id for violation in found):
        raise NotYours
    return sorted(
        (violation for violation in found if violation is not None), key=lambda each: (each.occurred_at, each.number)
    )


def total(session: Session, person: Person, chosen: Sequence[Violation], *, now: datetime) -> SelectionTotal:
    """Return what a selection comes to for this person."""
    more = sum(violation.points for violation in chosen)
    so_far = points_so_far(session, person, now=now)
    after = licence_points.balance_after(so_far, more, limits_at(session, now))
    return SelectionTotal(len(chosen), sum(violation.fine for violation in chosen), more, after)


def points_so_far(session: Session, person: Person, *, now: datetime) -> int:
    """Return the points that count today; those of a cycle that is over do not."""
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
    """Return the plate of the car a record is about, as it is stored."""
    vehicle = vehicles.get(session, violation.vehicle_id)
    return vehicle.plate if vehicle else ""


def _facts(
    person: Person, held: Held, chosen: Sequence[Violation], limits: HandlingLimits, now: datetime
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


def _refusal(obstacle: IneligibilityReason, facts: HandlingFacts, limits: HandlingLimits) -> Refusal:
    """Say an obstacle with the numbers that explain it."""
    more = sum(offence.points for offence in facts.offences)
    values: dict[IneligibilityReason, dict[str, object]] = {
        IneligibilityReason.FINE_TOO_HIGH: {"limit": limits.fine // 100},
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
    return REFUSALS[obstacle](**values.get(obstacle, {}))
