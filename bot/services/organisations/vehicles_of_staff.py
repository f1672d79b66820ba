"""Whether a vehicle or an application is a member of staff's own in a duty: as owner, in an organisation, or as filer.

What they have sold, left, handed over or unbound counts too, so that nobody gives up a vehicle to decide about it.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.identity.same_person import may_be_same
from storage.filing import filers_over_time, given_approvals
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.organisations import members_over_time
from storage.register import former_owners
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def is_used(session: Session, vehicle: Vehicle, *, by: Account, since: datetime | None = None) -> bool:
    """Return whether this account's person owns the vehicle, belongs to its owner, or has filed it, now or before.

    since: what ended before this moment does not count; None: whatever is on record counts.
    """
    people = _owners(session, vehicle, since) | filers_over_time.people_since(session, vehicle.id, since)
    return _is_one_of(session, by, people)


def is_own_filing(session: Session, filing: Filing, *, by: Account) -> bool:
    """Return whether this person is the applicant, has agreed as the owner, or has owned or used the vehicle since."""
    concerned = {filing.filer_id, *given_approvals.who_agreed(session, filing.id)}
    if _is_one_of(session, by, concerned):
        return True
    return is_used(session, session.get_one(Vehicle, filing.vehicle_id), by=by, since=filing.applied_at)


def _owners(session: Session, vehicle: Vehicle, since: datetime | None) -> set[UUID]:
    """Return the owner and the former ones; of an organisation whoever is or was a member."""
    owners = [(vehicle.owner_person_id, vehicle.owner_organisation_id)]
    former = former_owners.of_vehicle(session, vehicle.id, since=since)
    owners += [(each.person_id, each.organisation_id) for each in former]
    people = {person_id for person_id, _ in owners if person_id is not None}
    for _, organisation_id in owners:
        if organisation_id is not None:
            people |= members_over_time.people_since(session, organisation_id, since)
    return people


def _is_one_of(session: Session, by: Account, people: set[UUID]) -> bool:
    return any(may_be_same(session, by, session.get_one(Person, each)) for each in people)
