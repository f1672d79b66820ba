"""Filing a vehicle that is not one's own: who may apply for what, and how an application moves.

waiting_owner ──► checking ──► active ──► ended
      │               └──► in_review ──► active / returned ──► in_review …
      └──► refused, lapsed, withdrawn

Limits, quotas and the register's answers: RULES 2 and 2.2. Locks are taken in one order,
the filer first and then the car, so that two turns never wait for each other.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal, raise_all
from bot.services.filing import eligibility
from bot.services.identity import consents
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import audit, database
from storage.database import counters
from storage.engine import outbox, timers
from storage.filing import approvals, filings
from storage.filing.approvals import ApprovalStatus
from storage.filing.filings import EndReason, Filing, FilingStatus, FilingWay, Relationship
from storage.identity import accounts
from storage.identity.consents import ConsentText
from storage.register.people import Person
from storage.register.vehicles import Vehicle, VehicleState
from storage.review import reviews


class ApplicationDecided(Refusal, key="refused-decided", offers=("progress",)):
    """The application has moved on; nothing of this kind can be done to it any more."""


def apply(
    session: Session,
    person: Person,
    vehicle_id: UUID,
    *,
    way: FilingWay,
    relationship: Relationship,
    relationship_text: str,
    now: datetime,
    status: FilingStatus = FilingStatus.WAITING_OWNER,
) -> Filing:
    """Write an application down, if person and car allow it. Everything that forbids it is named at once.

    With it the person agrees to the terms of filing, whose version stands on the card he applies from.
    """
    database.lock_row(session, Person, person.id)
    vehicle = database.lock_row(session, Vehicle, vehicle_id)
    if vehicle is None:
        raise NotYours
    raise_all(
        [
            *eligibility.person_obstacles(session, person, now=now),
            *eligibility.vehicle_obstacles(session, person, vehicle, now=now),
        ]
    )
    filing = Filing(
        number=counters.next_number(session, "filing"),
        vehicle_id=vehicle.id,
        filer_id=person.id,
        way=way,
        relationship=relationship,
        status=status,
        applied_at=now,
        changed_at=now,
    )
    filing.relationship_text = relationship_text
    database.add(session, filing)
    filings.add_event(session, filing, "applied", at=now)
    audit.record(session, audit.Action.FILING_APPLIED, by=person.id, on=filing.id, at=now, way=way.value)
    consents.agree(session, person, ConsentText.FILING, now=now)
    return filing


def agree(session: Session, filing: Filing, *, now: datetime) -> None:
    """The owner has agreed, by code or in chat: on to the check of the person. Raises Decided."""
    if not filings.move(session, filing, FilingStatus.CHECKING, at=now):
        raise ApplicationDecided(number=filing.number)
    filings.add_event(session, filing, "agreed", at=now)


def activate(session: Session, filing: Filing, *, by: UUID | None, now: datetime) -> bool:
    """Finish a filing that is checked: give it its slots. False if a limit was reached meanwhile: refused then.

    Raises Decided if it is no longer being checked.
    """
    if filing.status not in (FilingStatus.CHECKING, FilingStatus.IN_REVIEW):
        raise ApplicationDecided(number=filing.number)
    database.lock_row(session, Person, filing.filer_id)
    vehicle = database.lock_row(session, Vehicle, filing.vehicle_id)
    assert vehicle is not None
    slots = _free_slots(session, filing, now=now)
    if slots is None or vehicle.state is not VehicleState.NORMAL:
        _close(session, filing, FilingStatus.REFUSED, now=now, why="limit" if slots is None else "vehicle")
        return False
    moved = filings.move(
        session, filing, FilingStatus.ACTIVE, at=now, active_from=now, vehicle_slot=slots[0], filer_slot=slots[1]
    )
    if not moved:
        raise ApplicationDecided(number=filing.number)
    filings.add_event(session, filing, "finished", at=now)
    audit.record(session, audit.Action.FILING_FINISHED, by=by, on=filing.id, at=now)
    _tell_both(session, filing, "filing.finished", now=now)
    return True


def withdraw(session: Session, filing: Filing, *, by: Person, now: datetime) -> None:
    """The filer takes his application back. Raises NotYours or Decided."""
    if filing.filer_id != by.id:
        raise NotYours
    if filing.status not in filings.OPEN_STATUSES:
        raise ApplicationDecided(number=filing.number)
    was_asked = filing.status is FilingStatus.WAITING_OWNER
    _close(session, filing, FilingStatus.WITHDRAWN, now=now, tell=False)
    audit.record(session, audit.Action.FILING_WITHDRAWN, by=by.id, on=filing.id, at=now)
    if was_asked:
        _tell_owner(session, filing, "filing.withdrawn", now=now)


def refuse(session: Session, filing: Filing, *, now: datetime, why: str) -> None:
    """End an application that waited for the owner: he said no. Raises Decided."""
    _close(session, filing, FilingStatus.REFUSED, now=now, why=why)


def lapse(session: Session, filing: Filing, *, now: datetime) -> None:
    """End an application whose owner never answered. Raises Decided."""
    _close(session, filing, FilingStatus.LAPSED, now=now)


def unbind(session: Session, filing: Filing, *, by: Person, now: datetime) -> None:
    """End an active filing at once: the filer, or who speaks for the car. The other side is told.

    Raises NotYours for anyone else, Decided when it has ended already.
    """
    vehicle = session.get_one(Vehicle, filing.vehicle_id)
    owner = eligibility.acting_owner(session, vehicle)
    by_filer = filing.filer_id == by.id
    if not by_filer and (owner is None or owner.id != by.id):
        raise NotYours
    end(session, filing, EndReason.BY_FILER if by_filer else EndReason.BY_OWNER, by=by.id, now=now)


def end(session: Session, filing: Filing, reason: EndReason, *, by: UUID | None, now: datetime) -> None:
    """End an active filing for a reason; both sides are told unless they did it. Raises Decided."""
    if filing.status is not FilingStatus.ACTIVE:
        raise ApplicationDecided(number=filing.number)
    gone = {"vehicle_slot": None, "filer_slot": None, "ended_at": now, "end_reason": reason}
    if not filings.move(session, filing, FilingStatus.ENDED, at=now, **gone):
        raise ApplicationDecided(number=filing.number)
    timers.cancel(session, "filing.term", filing.id)
    filings.add_event(session, filing, "ended", at=now, text_of_it=reason.value)
    audit.record(session, audit.Action.FILING_UNBOUND, by=by, on=filing.id, at=now, reason=reason.value)
    if by != filing.filer_id:
        outbox.notify(session, filing.filer_id, "filing.ended", filing.id, at=now)
    vehicle = session.get(Vehicle, filing.vehicle_id)
    owner = eligibility.acting_owner(session, vehicle) if vehicle else None
    if owner is not None and owner.id != by:
        outbox.notify(session, owner.id, "filing.ended.owner", filing.id, at=now)


def set_term(session: Session, filing: Filing, until: datetime, *, now: datetime) -> None:
    """Let a filing end by itself at a moment; both are reminded before. Works before it is active, too."""
    filings.set_term(session, filing, until)
    filings.add_event(session, filing, "term", at=now, text_of_it=until.date().isoformat())
    outbox.notify(session, filing.filer_id, "filing.term", filing.id, at=now)
    account = accounts.of_person(session, filing.filer_id)
    if account is not None:
        timers.start(session, "filing.term", filing.id, lane=account.lane, due_at=until)


def end_term(session: Session, filing_id: UUID, *, now: datetime) -> None:
    """The term the owner set is over. A term changed or a filing ended meanwhile: nothing happens."""
    filing = session.get(Filing, filing_id)
    if filing is not None and filing.status is FilingStatus.ACTIVE and filing.term_until and filing.term_until <= now:
        end(session, filing, EndReason.TERM_OVER, by=None, now=now)


def end_all_of(session: Session, vehicle: Vehicle, reason: EndReason, *, now: datetime) -> int:
    """End every filing of a car that was sold, scrapped or handed over, open applications too. Returns how many."""
    database.lock_row(session, Vehicle, vehicle.id)  # Nobody's filing becomes active meanwhile.
    active, waiting = filings.active_of_vehicle(session, vehicle.id), filings.open_of_vehicle(session, vehicle.id)
    ended = [filing for filing in active if _is_still(session, filing, filing.status)]
    for filing in ended:
        end(session, filing, reason, by=None, now=now)
    for filing in waiting:
        if _is_still(session, filing, *filings.OPEN_STATUSES):
            _close(session, filing, FilingStatus.REFUSED, now=now, why="vehicle")
    return len(ended)


def _is_still(session: Session, filing: Filing, *statuses: FilingStatus) -> bool:
    """Hold a filing and say whether it stands where it was seen: its own people may have been faster."""
    held = database.lock_row(session, Filing, filing.id)
    return held is not None and held.status in statuses


def _free_slots(session: Session, filing: Filing, *, now: datetime) -> tuple[int, int] | None:
    """Return the lowest slot of the car and of the filer that nobody holds; their roots are held by the caller."""
    of_vehicle = {other.vehicle_slot or 0 for other in filings.active_of_vehicle(session, filing.vehicle_id)}
    of_filer = {other.filer_slot or 0 for other in filings.active_of_filer(session, filing.filer_id)}
    vehicle_limit = rules.number(session, RuleName.USERS_PER_VEHICLE, at=now)
    filer_limit = rules.number(session, RuleName.VEHICLES_PER_USER, at=now)
    if len(of_vehicle) >= vehicle_limit or len(of_filer) >= filer_limit:
        return None
    lowest = [
        min(set(range(1, limit + 1)) - taken) for limit, taken in ((vehicle_limit, of_vehicle), (filer_limit, of_filer))
    ]
    return lowest[0], lowest[1]


def _close(
    session: Session, filing: Filing, to: FilingStatus, *, now: datetime, why: str = "", tell: bool = True
) -> None:
    if filing.status not in filings.OPEN_STATUSES:
        raise ApplicationDecided(number=filing.number)
    if not filings.move(session, filing, to, at=now, ended_at=now, return_reason=why):
        raise ApplicationDecided(number=filing.number)
    filings.add_event(session, filing, to.value, at=now, text_of_it=why)
    approval = approvals.of_filing(session, filing.id)
    if approval is not None:
        approvals.close(session, approval, ApprovalStatus.WITHDRAWN, at=now)  # Still open, the question falls.
    reviews.withdraw(session, filing.id, at=now)  # Nobody need look at it any more.
    timers.cancel(session, "approval.remind", filing.id)
    timers.cancel(session, "approval.lapse", filing.id)
    if tell:
        outbox.notify(session, filing.filer_id, "filing.closed", filing.id, at=now)


def _tell_both(session: Session, filing: Filing, notice: str, *, now: datetime) -> None:
    outbox.notify(session, filing.filer_id, notice, filing.id, at=now)
    _tell_owner(session, filing, f"{notice}.owner", now=now)


def _tell_owner(session: Session, filing: Filing, notice: str, *, now: datetime) -> None:
    vehicle = session.get(Vehicle, filing.vehicle_id)
    owner = eligibility.acting_owner(session, vehicle) if vehicle else None
    if owner is not None:
        outbox.notify(session, owner.id, notice, filing.id, at=now)
