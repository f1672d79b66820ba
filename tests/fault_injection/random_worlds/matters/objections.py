"""Objections to violations."""

from typing import Any

from storage.audit import Action
from storage.objections import Objection
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.fault_injection.random_worlds.matter_definition import Subjects, matter
from tests.fault_injection.random_worlds.matters.users_of_vehicles import users
from tests.fault_injection.random_worlds.observations import Observation


@matter(Objection, Action.OBJECTION_UPHELD_FIRST, Action.OBJECTION_ANSWERED, Action.OBJECTION_SHOWN)
def objection(observation: Observation, row: Any) -> Subjects:
    """Return who objects, who was fined for the violation, and the users of its vehicle."""
    yield row.person_id
    decisions = observation.before.table(Decision).values()
    yield from (each.person_id for each in decisions if each.violation_id == row.violation_id)
    violation = observation.row(Violation, row.violation_id)
    yield from users(observation, violation.vehicle_id, since=violation.occurred_at)
