"""Reminders before the term of a filing ends: the filer and the owner are reminded once, some days before."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.services.filing import filings
from bot.services.organisations import authority
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import database
from storage.engine import outbox, timers
from storage.filing.filings import AGREED_STATUSES, Filing, FilingStatus

ENDS_SOON = outbox.soft_notification("filing.term.soon")


def schedule(session: Session, filing: Filing, *, lane: str, now: datetime) -> None:
    """Schedule the reminder of a term that was set, in place of an earlier one. lane: of its timer.

    A term that ends within those days has just been told, and is not repeated.
    """
    assert filing.term_until is not None
    due = filing.term_until - _lead(session, now=now)
    if due > now:
        timers.start(session, filings.TERM_REMIND, filing.id, lane=lane, due_at=due)
    else:
        timers.cancel(session, filings.TERM_REMIND, filing.id)


def send(session: Session, filing_id: UUID, *, now: datetime) -> None:
    """Remind both sides of a term that ends soon.

    Nothing is sent if the term has been extended or ended, or will not end the filing: the filing is over, or who set
    the term no longer speaks for the vehicle.
    """
    filing = session.get(Filing, filing_id)
    if filing is None:
        return
    speaker = authority.speaks_for(session, filing.vehicle_id)
    database.lock_row(session, Filing, filing.id)
    if filing.status not in (*AGREED_STATUSES, FilingStatus.ACTIVE) or speaker is None:
        return
    until = filing.term_until
    if until is None or filing.term_by != speaker.id or not now < until <= now + _lead(session, now=now):
        return
    outbox.notify(session, filing.filer_id, ENDS_SOON, filing.id, at=now)
    outbox.notify(session, speaker.id, "filing.term.soon.owner", filing.id, at=now, about=filing.topic)


def _lead(session: Session, *, now: datetime) -> timedelta:
    return timedelta(days=rules.number(session, RuleName.TERM_REMINDER_DAYS, at=now))
