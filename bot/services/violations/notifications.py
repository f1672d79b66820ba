"""Notifications of new violations to the owner and filed users: collected into one message, not in quiet hours.

schedule ──► (quiet hours) ──► send ──► one message with every new record

Each person can mute them.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session

from bot import local_time
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.violations import parties
from storage.engine import outbox, timers
from storage.identity import accounts
from storage.register.people import Person
from storage.violations import notifications as store
from storage.violations.notifications import NotificationKind
from storage.violations.violations import Violation

NOTIFY = "violation.tell"


def schedule(session: Session, violation: Violation, *, now: datetime) -> None:
    """Schedule the notification of a new record to the owner and to filed users who have not muted it."""
    for person_id in _recipients(session, violation, now=now):
        if NotificationKind.VIOLATION in store.muted(session, person_id):
            continue
        if not store.record(session, person_id, violation.id, at=now):
            continue
        account, due = accounts.of_person(session, person_id), after_quiet_hours(session, now)
        if account is not None:
            timers.start(session, NOTIFY, person_id, lane=account.lane, due_at=due)
        else:
            _notify_by_sms(session, person_id, at=due)


def send(session: Session, person_id: UUID, *, now: datetime) -> None:
    """Notify a person of all new records in one message, unless there are none or they have muted it."""
    batch = uuid4()
    if store.assign_batch(session, person_id, batch) and NotificationKind.VIOLATION not in store.muted(
        session, person_id
    ):
        outbox.notify(session, person_id, "violation.recorded", batch, at=now, sms=False)


def muted(session: Session, person: Person) -> set[NotificationKind]:
    """Return the kinds of notification that a person has muted."""
    return set(store.muted(session, person.id))


def toggle(session: Session, person: Person, kind: NotificationKind, *, now: datetime) -> None:
    """Mute a kind of notification, or unmute it."""
    if kind in store.muted(session, person.id):
        store.unmute(session, person.id, kind)
    else:
        store.mute(session, person.id, kind, at=now)


def after_quiet_hours(session: Session, now: datetime) -> datetime:
    """Return this moment, or the end of the quiet hours it lies in. Equal hours mean no quiet hours."""
    begin = rules.number(session, RuleName.QUIET_FROM_HOUR, at=now)
    end = rules.number(session, RuleName.QUIET_UNTIL_HOUR, at=now)
    local = local_time.local(now)
    quiet = begin <= local.hour < end if begin <= end else local.hour >= begin or local.hour < end
    if not quiet:
        return now
    morning = local.replace(hour=end, minute=0, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)


def _recipients(session: Session, violation: Violation, *, now: datetime) -> list[UUID]:
    return parties.people_of(session, violation.vehicle_id, violation.occurred_at, now=now)


def _notify_by_sms(session: Session, person_id: UUID, *, at: datetime) -> None:
    batch = uuid4()
    store.assign_batch(session, person_id, batch)
    outbox.notify_by_sms(session, person_id, "violation.recorded", batch, at=at)
