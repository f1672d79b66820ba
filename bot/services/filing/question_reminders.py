"""Reminders of questions that wait for an owner's answer: one message a day, about all that wait."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.services.organisations import authority, question_messages
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import database
from storage.database import NamedLock
from storage.engine import outbox, timers
from storage.filing import approvals
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import Filing

DIGEST = "owner.reminders"
DAY = timedelta(days=1)


def remind(session: Session, filing_id: UUID, *, lane: str, now: datetime) -> None:
    """Remind the owner, while they have not answered and still speak for the vehicle.

    Within a day of the last reminder nothing is sent: it has named all that waited, and the next one will.
    lane: the filer's, in which the next reminder is handled.
    """
    filing, approval = session.get(Filing, filing_id), approvals.of_filing(session, filing_id)
    speaker = authority.speaks_for(session, filing.vehicle_id) if filing is not None else None
    if approval is None or speaker is None or approval.owner_id != speaker.id:
        return
    if approval.status is not ApprovalStatus.PENDING or approval.expires_at <= now:
        return
    # Two reminders at once are not both the first.
    database.lock_name(session, NamedLock.OWNER_DIGEST, speaker.id.hex)
    if not timers.is_set(session, DIGEST, speaker.id):
        _send(session, speaker.id, approvals.pending_of(session, speaker.id), lane=lane, now=now)


def send(session: Session, owner_id: UUID, *, lane: str, now: datetime) -> None:
    """Remind of all that waits, if a reminder fell due since the last message that did not name it."""
    database.lock_name(session, NamedLock.OWNER_DIGEST, owner_id.hex)
    waiting = approvals.pending_of(session, owner_id)
    wait = timedelta(hours=rules.number(session, RuleName.OWNER_REMINDER_HOURS, at=now))
    if any(now - DAY < each.asked_at <= now - wait for each in waiting):
        _send(session, owner_id, waiting, lane=lane, now=now)


def _send(session: Session, owner_id: UUID, waiting: Sequence[Approval], *, lane: str, now: datetime) -> None:
    """Send the reminder: of one question with its buttons and words, of several as a list."""
    if len(waiting) == 1:
        about = waiting[0].topic
        outbox.notify(session, owner_id, "approval.reminded", waiting[0].id, at=now, about=about)
    else:
        outbox.notify(session, owner_id, DIGEST, owner_id, at=now, about=question_messages.list_topic(owner_id))
    timers.start(session, DIGEST, owner_id, lane=lane, due_at=now + DAY)
