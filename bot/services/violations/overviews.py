"""Overviews of violations: the vehicles of a person with the counts of their records, and the records of one vehicle.

Counted and listed is what belongs to the person (see `parties`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.violations import parties
from storage.register.people import Person
from storage.violations import violations
from storage.violations.violations import Violation, ViolationState


@dataclass(frozen=True)
class VehicleViolations:
    """A vehicle with the number of its records in each state."""

    held: HeldVehicle
    counts: dict[ViolationState, int]

    @property
    def unhandled(self) -> int:
        """The number of unhandled records."""
        return self.counts.get(ViolationState.UNHANDLED, 0)


def summaries(session: Session, person: Person, *, now: datetime) -> list[VehicleViolations]:
    """Return the vehicles of this person with their counts; of one they no longer have only what is not done."""
    found = parties.all_of(session, person, now=now)
    counts = violations.counts(session, [held.vehicle.id for held in found if held.is_present])
    summed = [VehicleViolations(held, _counts(session, held, counts)) for held in found]
    return [each for each in summed if each.held.is_present or each.unhandled or each.counts[ViolationState.DECIDED]]


def counts_of(session: Session, held: HeldVehicle) -> dict[ViolationState, int]:
    """Return how many records of a vehicle are this person's, by state."""
    return _counts(session, held, violations.counts(session, [held.vehicle.id]) if held.is_present else {})


def listed(session: Session, held: HeldVehicle, state: ViolationState) -> list[Violation]:
    """Return the records of a vehicle that are this person's and in this state, newest offence first."""
    return violations.of_vehicle(session, held.vehicle.id, state, present=held.is_present, former=held.former)


def _counts(
    session: Session, held: HeldVehicle, present: Mapping[tuple[UUID, ViolationState], int]
) -> dict[ViolationState, int]:
    former = [violations.counts_within(session, period) for period in held.former]
    return {
        state: present.get((held.vehicle.id, state), 0) + sum(each.get(state, 0) for each in former)
        for state in ViolationState
    }
