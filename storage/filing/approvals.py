"""Owner approvals: what we keep of them, and every question we ask about them.

An approval is one owner's answer to one filing. It is asked once and answered
once, and it is never deleted: the row is the evidence.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, choice, encrypted_bytes, instant
from storage.database.encryption import EncryptedField


class ApprovalStatus(StrEnum):
    """Where an approval stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class Approval(SQLModel, table=True):
    """One owner's answer to one filing. `owner_id`: the person who speaks for the car."""

    __tablename__ = "approvals"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    filing_id: UUID = Field(foreign_key="filings.id", unique=True)
    owner_id: UUID = Field(foreign_key="people.id", index=True)
    status: ApprovalStatus = choice(ApprovalStatus, default=ApprovalStatus.PENDING)
    by_code: bool = False
    sealed_reason: bytes = encrypted_bytes(default=b"")
    asked_at: datetime = instant()
    expires_at: datetime = instant()
    answered_at: datetime | None = instant(default=None)

    reason = EncryptedField("sealed_reason")


def get(session: Session, approval_id: UUID) -> Approval | None:
    """Return this approval."""
    return session.get(Approval, approval_id)


def of_filing(session: Session, filing_id: UUID) -> Approval | None:
    """Return the approval a filing waits for or had."""
    return session.exec(select(Approval).where(Approval.filing_id == filing_id)).one_or_none()


def pending_of(session: Session, owner_id: UUID) -> list[Approval]:
    """Return what waits for this person's answer, oldest first."""
    question = select(Approval).where(Approval.owner_id == owner_id, Approval.status == ApprovalStatus.PENDING)
    return list(session.exec(question.order_by(col(Approval.asked_at))))


def of_owner(session: Session, owner_id: UUID) -> list[Approval]:
    """Return everything this person was ever asked, oldest first."""
    return list(session.exec(select(Approval).where(Approval.owner_id == owner_id).order_by(col(Approval.asked_at))))


def close(
    session: Session, approval: Approval, to: ApprovalStatus, *, at: datetime, reason: str = "", by_code: bool = False
) -> bool:
    """Write down the answer. False if someone was faster.

    The WHERE clause is the lock: of two taps at once, only one updates a row.
    """
    question = update(Approval).where(col(Approval.id) == approval.id, col(Approval.status) == ApprovalStatus.PENDING)
    answered = question.values(status=to, answered_at=at, by_code=by_code)
    closed = session.execute(answered, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]
    session.refresh(approval)
    if closed and reason:
        approval.reason = reason
        add(session, approval)
    return bool(closed)
