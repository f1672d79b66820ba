"""Lapses of applications whose owner has not answered in time, at the moment of the timer or of an act after it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.filing import filings
from bot.services.organisations import question_messages
from storage import audit, database
from storage.engine import outbox
from storage.filing import approvals
from storage.filing.approvals import ApprovalStatus
from storage.filing.filings import Filing, FilingStatus


class ApplicationLapsed(
    filings.ApplicationDecided, key="refused-application-lapsed", keeps=True, offers=("file", "progress")
):
    """The owner has not answered in time; the application ends with this act, as its timer is late. Value: number."""


def lapse(session: Session, filing_id: UUID, *, now: datetime) -> None:
    """Let the application lapse if the owner has not answered."""
    filing, approval = database.lock_row(session, Filing, filing_id), approvals.of_filing(session, filing_id)
    if approval is None or filing is None or filing.status is not FilingStatus.WAITING_OWNER:
        return
    if approvals.close(session, approval, ApprovalStatus.LAPSED, at=now):
        audit.record(session, audit.Action.APPROVAL_LAPSED, by=None, on=approval.id, at=now)
        question_messages.end(session, approval, approval.owner_id, now=now)
        outbox.notify(session, approval.owner_id, "approval.fallen", approval.id, at=now, sms=False)
        filings.lapse(session, filing, now=now)


def require_waiting(session: Session, filing: Filing, *, now: datetime) -> None:
    """Check that an application waits for its owner, whose time is not over. Raises ApplicationDecided.

    The timer that lets it lapse may be late, after an outage for instance: then it lapses now.
    Raises ApplicationLapsed, which is one.
    """
    if filing.status is not FilingStatus.WAITING_OWNER:
        raise filings.ApplicationDecided(number=filing.number)
    approval = approvals.of_filing(session, filing.id)
    if approval is not None and approval.expires_at <= now:
        lapse(session, filing.id, now=now)
        raise ApplicationLapsed(number=filing.number)
