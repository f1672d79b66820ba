"""Ends of filings: unbinding, the end of a term, the deletion of an account, and what a vehicle's change ends."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours
from bot.services.filing import filings, in_force, step_cards
from bot.services.organisations import authority, ended_rights
from storage import audit, database
from storage.engine import outbox, timers
from storage.filing import filings as store
from storage.filing.filings import EndReason, Filing, FilingStatus
from storage.register import former_owners
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def unbind(session: Session, filing: Filing, *, by: Person, now: datetime) -> None:
    """End an active filing at once, as the filer or as the owner; the other side is notified.

    Raises NotYours for anyone else; if it has ended already, ApplicationDecided to the filer, FilingOver to the owner.
    """
    owner = authority.speaks_for(session, filing.vehicle_id)
    by_filer = filing.filer_id == by.id
    if not by_filer and (owner is None or owner.id != by.id):
        raise NotYours
    require_active(filing, by=by, now=now)
    try:
        end(session, filing, EndReason.BY_FILER if by_filer else EndReason.BY_OWNER, by=by.id, now=now)
    except filings.ApplicationDecided:  # Another transaction ended it first.
        require_active(filing, by=by, now=now)
        raise


def require_active(filing: Filing, *, by: Person, now: datetime) -> None:
    """Raise ApplicationDecided to the filer, FilingOver to the owner, if a filing is not active or its term is over."""
    if not in_force.is_in_force(filing, now=now):
        is_filer = filing.filer_id == by.id
        raise filings.ApplicationDecided(number=filing.number) if is_filer else filings.over(filing, now=now)


def end(session: Session, filing: Filing, reason: EndReason, *, by: UUID | None, now: datetime) -> None:
    """End an active filing; filer and owner are notified unless they did it. Raises ApplicationDecided."""
    if filing.status is not FilingStatus.ACTIVE:
        raise filings.ApplicationDecided(number=filing.number)
    gone = {"vehicle_slot": None, "filer_slot": None, "ended_at": now, "end_reason": reason}
    if not store.move(session, filing, FilingStatus.ENDED, at=now, **gone):
        raise filings.ApplicationDecided(number=filing.number)
    timers.cancel(session, filings.TERM, filing.id)
    timers.cancel(session, filings.TERM_REMIND, filing.id)
    step_cards.leave(session, filing, now=now)
    store.add_event(session, filing, "ended", at=now, note=reason.value)
    audit.record(session, audit.Action.FILING_UNBOUND, by=by, on=filing.id, at=now, reason=reason.value)
    if by != filing.filer_id:
        outbox.notify(session, filing.filer_id, "filing.ended", filing.id, at=now)
    owner = authority.acting_owner(session, filing.vehicle_id)
    if owner is not None and owner.id not in (by, filing.filer_id):
        filings.replace_owner_card(session, filing, owner, now=now)
        outbox.notify(session, owner.id, "filing.ended.owner", filing.id, at=now)


def end_all_of(session: Session, vehicle: Vehicle, reason: EndReason, *, now: datetime) -> int:
    """End every filing of a vehicle and refuse its open applications. Returns how many filings ended."""
    database.lock_row(session, Vehicle, vehicle.id)  # No filing of it can be activated meanwhile.
    if reason is EndReason.OWNER_CHANGED:
        former_owners.record(session, vehicle, at=now)
        ended_rights.end_of_vehicle(session, vehicle.id, now=now)
    active = store.active_of_vehicle(session, vehicle.id)
    ended = [each for each in active if store.is_still(session, each, each.status)]
    for filing in ended:
        end(session, filing, reason, by=None, now=now)
    refuse_all_of(session, vehicle, now=now, why="vehicle" if reason is EndReason.OWNER_CHANGED else "vehicle-state")
    return len(ended)


def refuse_all_of(session: Session, vehicle: Vehicle, *, now: datetime, why: str) -> None:
    """Refuse the open applications for a vehicle; filers and owner are notified, and its codes approve nothing."""
    database.lock_row(session, Vehicle, vehicle.id)  # No application for it can be made or answered meanwhile.
    owner = authority.acting_owner(session, vehicle.id)
    for filing in store.open_of_vehicle(session, vehicle.id):
        if not store.is_still(session, filing, *store.OPEN_STATUSES):
            continue
        had_agreed = filing.status in store.AGREED_STATUSES
        filings.refuse(session, filing, now=now, why=why)
        if had_agreed and owner is not None:
            filings.replace_owner_card(session, filing, owner, now=now)
            outbox.notify(session, owner.id, "filing.fallen.owner", filing.id, at=now, sms=False)
