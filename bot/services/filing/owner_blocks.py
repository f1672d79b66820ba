"""Owner blocks: who speaks for a vehicle bars persons from applying for it again, and lifts that.

A block belongs to who made it: it ends with their right to speak for the vehicle, and goes on if that was a mistake of
the register.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours
from bot.services.identity import shared_numbers
from bot.services.organisations import authority
from storage import audit
from storage.filing import owner_blocks as store
from storage.filing.filings import Filing
from storage.filing.owner_blocks import OwnerBlock
from storage.register import former_owners
from storage.register.people import Person
from storage.register.vehicles import Vehicle

# How long after a sale the same owner in the register means that the sale was a mistake.
MAX_CORRECTED_AFTER = timedelta(days=30)


def block(session: Session, filing_id: UUID, *, by: Person, now: datetime) -> None:
    """Block the filer of this filing from applying for its vehicle again. Raises NotYours."""
    filing = session.get(Filing, filing_id)
    if filing is None:
        raise NotYours
    authority.require_speaker(session, filing.vehicle_id, by=by)
    store.block(session, filing.vehicle_id, filing.filer_id, by=by.id, at=now)
    shared_numbers.reach_holder(session, session.get_one(Person, filing.filer_id), now=now)
    audit.record(session, audit.Action.PERSON_BLOCKED, by=by.id, on=filing.filer_id, at=now)


def lift(session: Session, block_id: UUID, *, by: Person, now: datetime) -> OwnerBlock:
    """Let the person apply again. Raises NotYours. A block that was lifted before stays as it is."""
    block = session.get(OwnerBlock, block_id)
    if block is None or block.by != by.id:
        raise NotYours
    authority.require_speaker(session, block.vehicle_id, by=by)
    if store.end(session, block, at=now):
        audit.record(session, audit.Action.PERSON_UNBLOCKED, by=by.id, on=block.person_id, at=now)
    return block


def resume_corrected(session: Session, vehicle: Vehicle, *, now: datetime) -> int:
    """Let the blocks of an owner go on whose vehicle a wrong row of the register gave to somebody else.

    That is taken to be so if the vehicle comes back within 30 days. Returns how many blocks go on. The vehicle is
    locked.
    """
    periods = former_owners.of_vehicle(session, vehicle.id)[-2:]
    owner = authority.acting_owner(session, vehicle.id)
    if owner is None or len(periods) < 2:
        return 0
    before, between = periods
    is_back = (before.person_id, before.organisation_id) == (vehicle.owner_person_id, vehicle.owner_organisation_id)
    if not is_back or between.until - before.until > MAX_CORRECTED_AFTER:
        return 0
    return store.resume(session, vehicle.id, by=owner.id, ended_at=before.until)


def in_force(session: Session, person: Person) -> list[OwnerBlock]:
    """Return the blocks this person made for vehicles for which they still speak, newest first."""
    return [block for block in store.made_by(session, person.id) if _speaks_for(session, person, block.vehicle_id)]


def _speaks_for(session: Session, person: Person, vehicle_id: UUID) -> bool:
    owner = authority.acting_owner(session, vehicle_id)
    return owner is not None and owner.id == person.id
