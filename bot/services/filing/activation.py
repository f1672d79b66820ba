"""Activation of a filing that was checked: the last conditions, and the slots of vehicle and filer.

Terms that are over end first, so that no limit is reached by a filing whose timer is late.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.filing import eligibility, filing_terms, filings, in_force, step_cards
from bot.services.filing.filings import ApplicationDecided
from bot.services.identity import limits
from bot.services.organisations import authority
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import audit, database
from storage.engine import outbox
from storage.filing import filings as store
from storage.filing.filings import Filing, FilingStatus
from storage.register.people import Person
from storage.register.vehicles import Vehicle, VehicleState


def activate(session: Session, filing: Filing, *, by: UUID | None, now: datetime) -> bool:
    """Activate a filing that was checked, and give it its slots.

    Returns False, and refuses the filing, if a limit was reached since, the vehicle's state has changed, the filer
    is on the blacklist, or the owner's term is over.
    Lock with `lock_to_activate` before other rows. Raises ApplicationDecided if it is no longer being checked.
    """
    filer, vehicle = lock_to_activate(session, filing)
    if filing.status not in (FilingStatus.CHECKING, FilingStatus.IN_REVIEW):
        raise ApplicationDecided(number=filing.number)
    _end_overdue(session, filing, now=now)
    slots = _free_slots(session, filing, filer, now=now)
    why = _obstacle(session, filing, filer, vehicle, has_slots=slots is not None, now=now)
    if why or slots is None:
        filings.refuse(session, filing, now=now, why=why, tell_owner=True)
        return False
    moved = store.move(
        session, filing, FilingStatus.ACTIVE, at=now, active_from=now, vehicle_slot=slots[0], filer_slot=slots[1]
    )
    if not moved:
        raise ApplicationDecided(number=filing.number)
    step_cards.end(session, filing, now=now)
    store.add_event(session, filing, "finished", at=now)
    audit.record(session, audit.Action.FILING_FINISHED, by=by, on=filing.id, at=now)
    outbox.notify(session, filing.filer_id, "filing.finished", filing.id, at=now)
    owner = authority.acting_owner(session, filing.vehicle_id)
    if owner is not None:
        outbox.notify(session, owner.id, "filing.finished.owner", filing.id, at=now, about=filing.topic)
    return True


def lock_to_activate(session: Session, filing: Filing) -> tuple[Person, Vehicle]:
    """Lock what decides on a filing, in order: the keys of the filer, the filer, the vehicle, the filing."""
    limits.lock(session, limits.keys_of(session, session.get_one(Person, filing.filer_id)))
    filer = database.lock_row(session, Person, filing.filer_id)
    vehicle = database.lock_row(session, Vehicle, filing.vehicle_id)
    database.lock_row(session, Filing, filing.id)
    assert filer is not None
    assert vehicle is not None
    return filer, vehicle


def _obstacle(
    session: Session, filing: Filing, filer: Person, vehicle: Vehicle, *, has_slots: bool, now: datetime
) -> str:
    """Return the key of why a filing cannot be activated; empty if it can."""
    if in_force.is_over(filing, now=now):
        return "term"
    if eligibility.is_listed(session, filer, now=now):  # What counts for them may be known since they applied.
        return "used-by-others"
    if not has_slots:
        return "limit"
    return "" if vehicle.state is VehicleState.NORMAL else "vehicle"


def _end_overdue(session: Session, filing: Filing, *, now: datetime) -> None:
    """End what keeps a slot of vehicle or filer after its term; the filing itself is refused by its own."""
    held = (*store.active_of_vehicle(session, filing.vehicle_id), *store.active_of_filer(session, filing.filer_id))
    for each in held:
        if in_force.is_over(each, now=now):
            filing_terms.expire(session, each.id, now=now)


def _free_slots(session: Session, filing: Filing, filer: Person, *, now: datetime) -> tuple[int, int] | None:
    """Return the lowest free slots of vehicle and filer, None if a limit is reached; the caller has locked both."""
    of_vehicle = {other.vehicle_slot or 0 for other in store.active_of_vehicle(session, filing.vehicle_id)}
    of_filer = {other.filer_slot or 0 for other in store.active_of_filer(session, filing.filer_id)}
    vehicle_limit = rules.number(session, RuleName.USERS_PER_VEHICLE, at=now)
    filer_limit = rules.number(session, RuleName.VEHICLES_PER_USER, at=now)
    if len(of_vehicle) >= vehicle_limit or eligibility.vehicles_left(session, filer, now=now) <= 0:
        return None
    lowest = [
        min(set(range(1, limit + 1)) - taken) for limit, taken in ((vehicle_limit, of_vehicle), (filer_limit, of_filer))
    ]
    return lowest[0], lowest[1]
