"""Filing of a vehicle that is not one's own (备案非本人机动车): applications and their status.

waiting_owner ──► checking ──► active ──► ended
      │               └──► in_review ──► active / returned ──► in_review …
      └──► refused, lapsed, withdrawn

Locks are taken in one order, the keys of the filer, the filer, the vehicle, so that two transactions cannot deadlock.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal, raise_all
from bot.services.filing import eligibility, held_cases, outcomes, step_cards, withdrawal_digests
from bot.services.identity import consents, limits, present_people
from bot.services.organisations import authority, question_messages
from storage import audit, database
from storage.database import counters
from storage.engine import outbox, timers
from storage.filing import approvals, filings
from storage.filing.approvals import ApprovalStatus
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.identity import accounts
from storage.identity.consents import ConsentText
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review import photo_views, reviews

# Timers of an application: the reminder to the owner, the lapse, the end of a term and the reminder before it.
REMIND, LAPSE, TERM, TERM_REMIND = "approval.remind", "approval.lapse", "filing.term", "filing.term-remind"


class ApplicationDecided(Refusal, key="refused-decided", offers=("progress",)):
    """The application has changed its status; this cannot be done any more."""


class FilingOver(ApplicationDecided, key="refused-over", offers=("approvals",)):
    """The same, to who speaks for the vehicle. Values: number, how (the outcome of the filing)."""


def over(filing: Filing, *, now: datetime) -> FilingOver:
    """Return the refusal that tells who speaks for the vehicle how an application or filing stands now."""
    return FilingOver(number=filing.number, how=outcomes.at(filing, now=now))


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
    """Create an application, if person and vehicle allow it. Raises every reason against it, together, or NotYours.

    By applying the person agrees to the terms of filing, whose version the confirmation card shows. Raises StaleButton
    if they have become one with another person meanwhile.
    """
    keys = limits.keys_of(session, person)
    limits.lock(session, keys)
    present_people.lock(session, person.id)
    vehicle = database.lock_row(session, Vehicle, vehicle_id)
    if vehicle is None:
        raise NotYours
    _require_eligible(session, person, vehicle, now=now)
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
    _record_application(session, database.add(session, filing), person, keys, now=now)
    return filing


def agree(session: Session, filing: Filing, *, now: datetime) -> None:
    """Record the owner's approval; the face check is next. Raises ApplicationDecided."""
    if not filings.move(session, filing, FilingStatus.CHECKING, at=now):
        raise ApplicationDecided(number=filing.number)
    step_cards.end(session, filing, now=now)
    filings.add_event(session, filing, "agreed", at=now)


def withdraw(session: Session, filing: Filing, *, by: Person, now: datetime) -> bool:
    """Withdraw one's own application; the owner, who was asked or has agreed, is notified.

    Returns whether they are at once, not within a day. Raises NotYours or ApplicationDecided.
    """
    if filing.filer_id != by.id:
        raise NotYours
    return close_withdrawn(session, filing, now=now)


def close_withdrawn(session: Session, filing: Filing, *, now: datetime) -> bool:
    """Close an application as withdrawn by its filer, and notify the owner. Returns and raises as `withdraw` does."""
    filer = filing.filer_id
    _close(session, filing, FilingStatus.WITHDRAWN, now=now, notify=False)
    audit.record(session, audit.Action.FILING_WITHDRAWN, by=filer, on=filing.id, at=now)
    owner, account = authority.acting_owner(session, filing.vehicle_id), accounts.of_person(session, filer)
    if owner is None or owner.id == filer:
        return True
    replace_owner_card(session, filing, owner, now=now)
    return withdrawal_digests.tell(session, filing, owner, lane=account.lane if account else "", now=now)


def replace_owner_card(
    session: Session, filing: Filing, owner: Person, *, now: datetime, but: int | None = None
) -> None:
    """Replace what the owner's chat shows about a filing they agreed to, and its buttons, as it is over.

    but: the message that shows it already.
    """
    outbox.replace(session, owner.id, "filing.over.owner", filing.id, at=now, about=filing.topic, but=but)
    question_messages.end_lists(session, owner.id, now=now)


def refuse(session: Session, filing: Filing, *, now: datetime, why: str, tell_owner: bool = False) -> None:
    """Refuse an application. why: the key of the reason; tell_owner: if they had agreed. Raises ApplicationDecided."""
    had_agreed = filing.status in filings.AGREED_STATUSES
    _close(session, filing, FilingStatus.REFUSED, now=now, why=why)
    owner = authority.acting_owner(session, filing.vehicle_id) if tell_owner and had_agreed else None
    if owner is not None:
        replace_owner_card(session, filing, owner, now=now)
        outbox.notify(session, owner.id, "review.failed.owner", filing.id, at=now, about=filing.topic)


def lapse(session: Session, filing: Filing, *, now: datetime) -> None:
    """Let an application lapse whose owner did not answer. Raises ApplicationDecided."""
    _close(session, filing, FilingStatus.LAPSED, now=now)


def _require_eligible(session: Session, person: Person, vehicle: Vehicle, *, now: datetime) -> None:
    raise_all(
        [
            *eligibility.person_obstacles(session, person, now=now),
            *eligibility.vehicle_obstacles(session, person, vehicle, now=now),
        ]
    )


def _record_application(
    session: Session, filing: Filing, person: Person, keys: Sequence[str], *, now: datetime
) -> None:
    filings.add_event(session, filing, "applied", at=now)
    applied = audit.Action.FILING_APPLIED
    audit.record(session, applied, by=person.id, on=filing.id, at=now, way=filing.way.value)
    limits.record_application(session, keys, now=now)
    consents.agree(session, person, ConsentText.FILING, now=now)


def _close(
    session: Session, filing: Filing, to: FilingStatus, *, now: datetime, why: str = "", notify: bool = True
) -> None:
    if filing.status not in filings.OPEN_STATUSES:
        raise ApplicationDecided(number=filing.number)
    if not filings.move(session, filing, to, at=now, ended_at=now, return_reason=why):
        raise ApplicationDecided(number=filing.number)
    step_cards.close(session, filing, now=now)
    filings.add_event(session, filing, to.value, at=now, note=why)
    approval = approvals.of_filing(session, filing.id)
    if approval is not None and approvals.close(session, approval, ApprovalStatus.WITHDRAWN, at=now):  # It was pending.
        question_messages.end(session, approval, approval.owner_id, now=now)
        if to is not FilingStatus.WITHDRAWN:  # A withdrawal has a notification of its own.
            outbox.notify(session, approval.owner_id, "approval.fallen", approval.id, at=now, sms=False)
    held_cases.tell_end(session, filing, now=now)
    reviews.withdraw(session, filing.id, at=now)
    photo_views.end_soon(session, filing.id, at=now)
    timers.cancel(session, REMIND, filing.id)
    timers.cancel(session, LAPSE, filing.id)
    if notify:
        outbox.notify(session, filing.filer_id, "filing.closed", filing.id, at=now)
