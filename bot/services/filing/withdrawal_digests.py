"""Withdrawn applications: the owner is told at once, and of further ones within a day in one message together."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.services.organisations import question_messages
from storage import database
from storage.database import NamedLock
from storage.engine import outbox, timers
from storage.filing import approvals
from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from storage.register.people import Person

DIGEST = outbox.soft_notification("owner.digest")
DAY = timedelta(days=1)


def tell(session: Session, filing: Filing, owner: Person, *, lane: str, now: datetime) -> bool:
    """Tell the owner of a withdrawal now, unless a digest is due: then it will be in that. Returns whether now.

    lane: the filer's, in which the digest is handled; empty if they have no account, and then nothing waits for it.
    """
    approval = approvals.lock_of_filing(session, filing.id)
    if approval is not None and approval.owner_id == owner.id:
        # Two withdrawals at once are not both the first.
        database.lock_name(session, NamedLock.OWNER_DIGEST, owner.id.hex)
        if timers.is_set(session, DIGEST, owner.id):
            return False
        _mark_told(session, approval, now=now)
        if lane:
            timers.start(session, DIGEST, owner.id, lane=lane, due_at=now + DAY)
    outbox.notify(session, owner.id, "filing.withdrawn", filing.id, at=now)
    return True


def send(session: Session, owner_id: UUID, *, lane: str, now: datetime) -> None:
    """Tell the owner of the withdrawals since the last message, and wait another day; with none, the wait ends."""
    found = approvals.withdrawn_untold(session, owner_id, since=now - 2 * DAY)
    for approval in found:
        _mark_told(session, approval, now=now)
    if found:
        about = question_messages.list_topic(owner_id) if approvals.pending_of(session, owner_id) else ""
        outbox.notify(session, owner_id, DIGEST, owner_id, at=now, about=about)
        timers.start(session, DIGEST, owner_id, lane=lane, due_at=now + DAY)


def _mark_told(session: Session, approval: Approval, *, now: datetime) -> None:
    approval.withdrawal_told_at = now
    database.add(session, approval)
