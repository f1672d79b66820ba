"""Who owns a vehicle or has filed it, now and before."""

from datetime import datetime
from uuid import UUID

from storage.filing.filings import Filing
from storage.organisations.organisations import OrganisationMember
from storage.register.former_owners import FormerOwner
from storage.register.vehicles import Vehicle
from tests.fault_injection.random_worlds.matter_definition import Subjects
from tests.fault_injection.random_worlds.observations import Observation


def users(observation: Observation, vehicle_id: UUID, *, since: datetime | None = None) -> Subjects:
    """Return who owns a vehicle or has filed it, now, or at this moment and after it; with None, ever."""
    vehicle = observation.before.table(Vehicle)[vehicle_id]
    yield from _owner(observation, vehicle.owner_person_id, vehicle.owner_organisation_id, since)
    for former in observation.before.table(FormerOwner).values():
        if former.vehicle_id == vehicle_id and _counts(former.until, since):
            yield from _owner(observation, former.person_id, former.organisation_id, since)
    for filing in observation.before.table(Filing).values():
        if filing.vehicle_id == vehicle_id and filing.active_from is not None and _counts(filing.ended_at, since):
            yield filing.filer_id


def _owner(
    observation: Observation, person_id: UUID | None, organisation_id: UUID | None, since: datetime | None
) -> Subjects:
    """Return the owner, or every member of the organisation that owns the vehicle."""
    yield person_id
    for member in observation.before.table(OrganisationMember).values():
        if member.organisation_id == organisation_id and _counts(member.ended_at, since):
            yield member.person_id


def _counts(ended_at: datetime | None, since: datetime | None) -> bool:
    return ended_at is None or since is None or ended_at > since
