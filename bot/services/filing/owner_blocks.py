"""Owner blocks: who speaks for a vehicle bars persons from applying for it again, and lifts that.

A block belongs to who made it: it ends with their right to speak for the vehicle, and goes on if that was a mistake of
the register. It ends an application of the blocked person that is not completed.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours
from bot.services.filing import approval_withdrawal, approvals, eligibility, lapses
from bot.services.identity import shared_numbers
from bot.services.organisations import authority
from storage import audit
from storage.filing import approvals as answers, filings, owner_blocks as store
from storage.filing.filings import Filing, FilingStatus
from storage.filing.owner_blocks import OwnerBlock
from storage.register import former_owners
from storage.register.people import Person
from storage.register.vehicles import Vehicle

# How long after a sale the same owner in the register means that the sale was a mistake.
MAX_CORRECTED_AFTER = timedelta(days=30)


def block(session: Session, filing_id: UUID, *, by: Person, now: datetime) -> list[Filing]:
    """Block the filer of this filing from applying for its vehicle again.

    Returns the applications that end by it: what they have applied for since. Raises NotYours.
    """
    filing = session.get(Filing, filing_id)
    if filing is None:
        raise NotYours
    authority.require_speaker(session, filing.vehicle_id, by=by)
    store.block(session, filing.vehicle_id, filing.filer_id, by=by.id, at=now)
    shared_numbers.reach_holder(session, session.get_one(Person, filing.filer_id), now=now)
    audit.record(session, audit.Action.PERSON_BLOCKED, by=by.id, on=filing.filer_id, at=now)
    return _end_applications(session, filing, by=by, now=now)


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


def _end_applications(session: Session, filing: Filing, *, by: Person, now: datetime) -> list[Filing]:
    """Refuse what the blocked person has applied for, or take the approval back; the vehicle is locked."""
    filer = session.get_one(Person, filing.filer_id)
    found = [filings.open_pair(session, filing.vehicle_id, each) for each in eligibility.own_ids(session, filer)]
    ended = [each for each in found if each is not None and filings.is_still(session, each, *filings.OPEN_STATUSES)]
    for each in ended:
        approval = answers.of_filing(session, each.id)
        if approval is None or each.status is not FilingStatus.WAITING_OWNER:
            approval_withdrawal.withdraw(session, each.id, by=by, now=now)
        elif approval.expires_at > now:
            approvals.refuse(session, approval.id, by=by, now=now)
        else:
            lapses.lapse(session, each.id, now=now)
    return ended


def _speaks_for(session: Session, person: Person, vehicle_id: UUID) -> bool:
    owner = authority.acting_owner(session, vehicle_id)
    return owner is not None and owner.id == person.id
