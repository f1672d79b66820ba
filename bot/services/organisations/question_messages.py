"""Messages in an owner's chat that ask for answers: they say what has become of a question, and lose its buttons.

A message about several questions or filings, such as the daily reminder, loses all its buttons with the first of them
that ends: each question has a message of its own, and /approvals lists what waits still.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage.engine import button_removal, outbox
from storage.filing.approvals import Approval
from storage.identity import accounts

ENDED, MOVED = "approval.ended", "approval.moved"


def list_topic(owner_id: UUID) -> str:
    """Return what messages are about that ask this person several questions."""
    return f"approval-list:{owner_id}"


def end(
    session: Session,
    approval: Approval,
    owner_id: UUID,
    *,
    now: datetime,
    but: int | None = None,
    notification: str = ENDED,
) -> None:
    """Replace every message that has asked this person for an answer, which is given or asked of somebody else.

    but: the message that shows it already.
    """
    outbox.replace(session, owner_id, notification, approval.id, at=now, about=approval.topic, but=but)
    end_lists(session, owner_id, now=now)


def end_lists(session: Session, owner_id: UUID, *, now: datetime) -> None:
    """Take the buttons of every message in this person's chat that asks several questions, one of which is over."""
    account = accounts.of_person(session, owner_id)
    if account is not None:
        button_removal.take_for_good(session, account, list_topic(owner_id), at=now)
