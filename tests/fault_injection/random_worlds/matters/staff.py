"""Look-ups of people and vehicles, roles, and verifications."""

from typing import Any

import orjson

from storage.audit import Action
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffMember
from storage.staff.verification_withdrawals import VerificationWithdrawal
from tests.fault_injection.random_worlds.matter_definition import Subjects, about_a_row, matter
from tests.fault_injection.random_worlds.matters.users_of_vehicles import users
from tests.fault_injection.random_worlds.observations import Observation


@matter(
    Person,
    Action.PERSON_FOUND,
    Action.VERIFICATION_WITHDRAWN,
    Action.PHONE_RELEASED,
    Action.BIRTH_DATE_WITHDRAWN,
    Action.PERSON_MERGED,
)
def person(_: Observation, row: Any) -> Subjects:
    """Return the person."""
    yield row.id


def _by_plate(_: Observation, entry: Any) -> bool:
    """Return whether a vehicle was looked up by its plate: a certificate that is shown may be one's own."""
    return bool(_details(entry).get("way") == "plate")


@matter(Vehicle, Action.VEHICLE_LOOKED_UP, is_duty=_by_plate)
def vehicle(observation: Observation, row: Any) -> Subjects:
    """Return its users."""
    yield from users(observation, row.id)


def _gets_roles(observation: Observation, entry: Any) -> bool:
    """Return whether somebody is verified, or somebody who serves gets a role that they did not have."""
    if entry.action != Action.STAFF_CHANGED:
        return about_a_row(observation, entry)
    found = observation.before.table(StaffMember).get(entry.on)
    if found is None or found.ended_at is not None:
        return False  # They have accepted an invitation.
    return not set(_details(entry).get("roles", "").split(";")) <= {"", *found.roles.split(";")}


@matter(StaffMember, Action.STAFF_VERIFIED, Action.STAFF_CHANGED, is_duty=_gets_roles)
def member(_: Observation, row: Any) -> Subjects:
    """Return the member."""
    yield row.id


@matter(VerificationWithdrawal, Action.WITHDRAWAL_PROPOSED, Action.WITHDRAWAL_REFUSED)
def verification_withdrawal(_: Observation, row: Any) -> Subjects:
    """Return whose verification it is."""
    yield row.person_id


def _details(entry: Any) -> dict[str, Any]:
    return orjson.loads(entry.details) if entry.details else {}
