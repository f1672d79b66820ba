"""Owner approvals (车主确认): the owner's answer to a filing, and the queries for them.

Each filing asks once, and the answer is final. Rows are never deleted: they are evidence.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, choice, encrypted_bytes, instant, lock_row, update_if
from storage.database.encryption import EncryptedField
from storage.filing.filings import AGREED_STATUSES, Filing, FilingStatus
from storage.register.vehicles import Vehicle
from storage.retention import delete_with


class ApprovalStatus(StrEnum):
    """The status of an approval."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class Approval(UuidRow, table=True):
    """One owner's answer to one filing. `owner_id`: the person who acts for the owner of the vehicle.

    `withdrawal_told_at`: when they were told that the application was withdrawn.
    """

    __tablename__ = "approvals"

    filing_id: UUID = Field(foreign_key="filings.id", unique=True)
    owner_id: UUID = Field(foreign_key="people.id", index=True)
    status: ApprovalStatus = choice(ApprovalStatus, default=ApprovalStatus.PENDING)
    by_code: bool = False
    sealed_reason: bytes = encrypted_bytes(default=b"")
    asked_at: datetime = instant()
    expires_at: datetime = instant()
    answered_at: datetime | None = instant(default=None)
    withdrawal_told_at: datetime | None = instant(default=None)

    reason = EncryptedField("sealed_reason")

    @property
    def topic(self) -> str:
        """What the messages that ask for this approval are about, in the outbox."""
        return f"approval:{self.id}"

    @property
    def filing_topic(self) -> str:
        """What the messages are about after the answer: as `Filing.topic`."""
        return f"filing:{self.filing_id}"


delete_with(Approval, "filing_id")


def of_filing(session: Session, filing_id: UUID) -> Approval | None:
    """Return the approval of a filing."""
    return session.exec(select(Approval).where(Approval.filing_id == filing_id)).one_or_none()


def lock_of_filing(session: Session, filing_id: UUID) -> Approval | None:
    """Return the approval of a filing, locked until the end of the transaction; the caller has locked the filing."""
    approval = of_filing(session, filing_id)
    return lock_row(session, Approval, approval.id) if approval is not None else None


def pending_of(session: Session, owner_id: UUID) -> list[Approval]:
    """Return the approvals that wait for this person's answer, oldest first."""
    query = select(Approval).where(Approval.owner_id == owner_id, Approval.status == ApprovalStatus.PENDING)
    return list(session.exec(query.order_by(col(Approval.asked_at))))


def pending_of_organisation(session: Session, organisation_id: UUID) -> list[Approval]:
    """Return the pending approvals about vehicles that this organisation owns, oldest first."""
    query = select(Approval).join(Filing, col(Filing.id) == Approval.filing_id)
    query = query.join(Vehicle, col(Vehicle.id) == Filing.vehicle_id)
    query = query.where(Vehicle.owner_organisation_id == organisation_id, Approval.status == ApprovalStatus.PENDING)
    return list(session.exec(query.order_by(col(Approval.asked_at))))


def agreed_of_organisation(session: Session, organisation_id: UUID) -> list[Filing]:
    """Return the filings to which its administrator has agreed, not ended yet, of vehicles of this organisation."""
    owned = select(Vehicle.id).where(Vehicle.owner_organisation_id == organisation_id)
    query = select(Filing).where(col(Filing.vehicle_id).in_(owned))
    return list(session.exec(query.where(col(Filing.status).in_((*AGREED_STATUSES, FilingStatus.ACTIVE)))))


def reassign(session: Session, approval: Approval, *, to: UUID) -> bool:
    """Ask another person instead. Returns False if it was answered already."""
    return update_if(session, approval, col(Approval.status) == ApprovalStatus.PENDING, owner_id=to)


def of_owner(session: Session, owner_id: UUID) -> list[Approval]:
    """Return all approvals this person was asked for, oldest first."""
    return list(session.exec(select(Approval).where(Approval.owner_id == owner_id).order_by(col(Approval.asked_at))))


def withdrawn_untold(session: Session, owner_id: UUID, *, since: datetime) -> list[Approval]:
    """Return this person's approvals whose applications were withdrawn since then, if they were not told yet."""
    query = select(Approval).join(Filing, col(Filing.id) == Approval.filing_id)
    query = query.where(Approval.owner_id == owner_id, Filing.status == FilingStatus.WITHDRAWN)
    query = query.where(col(Approval.withdrawal_told_at).is_(None), Filing.changed_at > since)
    return list(session.exec(query.order_by(col(Filing.changed_at))))


def withdrawn_told_last(session: Session, owner_id: UUID) -> list[Approval]:
    """Return the approvals whose withdrawal this person was told in the newest message about withdrawals."""
    told = [each for each in of_owner(session, owner_id) if each.withdrawal_told_at is not None]
    last = max((each.withdrawal_told_at for each in told if each.withdrawal_told_at), default=None)
    return [each for each in told if each.withdrawal_told_at == last]


def of_number(session: Session, owner_id: UUID, number: int) -> Approval | None:
    """Return the approval that this person was asked for application `number`."""
    query = select(Approval).join(Filing, col(Filing.id) == Approval.filing_id)
    return session.exec(query.where(Approval.owner_id == owner_id, Filing.number == number)).one_or_none()


def close(
    session: Session, approval: Approval, to: ApprovalStatus, *, at: datetime, reason: str = "", by_code: bool = False
) -> bool:
    """Record the answer. Returns False if it was answered already."""
    is_pending = col(Approval.status) == ApprovalStatus.PENDING
    closed = update_if(session, approval, is_pending, status=to, answered_at=at, by_code=by_code)
    if closed and reason:
        approval.reason = reason
        add(session, approval)
    return closed
