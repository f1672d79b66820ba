"""Proposals to withdraw a verification, or a claim to a phone number: one admin proposes it, another confirms it.

open ──► confirmed: the person is no longer verified, or no longer has a phone number
     └── refused · withdrawn by the proposer
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, choice, instant, partial_index, update_if
from storage.retention import RetentionPeriod, delete_after, older


class VerificationWithdrawalStatus(StrEnum):
    """The status of a proposal."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class WithdrawalSubject(StrEnum):
    """What is withdrawn: the verification, or the phone number that is somebody else's."""

    VERIFICATION = "verification"
    PHONE = "phone"


class VerificationWithdrawal(UuidRow, table=True):
    """The proposal to withdraw what `person_id` has; none of those who act is this person.

    proposed_by, decided_by: members of staff; proposed_person, decided_person: who they are.
    """

    __tablename__ = "verification_withdrawals"
    __table_args__ = (
        CheckConstraint("(decided_by IS NULL) = (status = 'open')", name="decided_whole"),
        CheckConstraint("status IN ('open', 'withdrawn') OR decided_by <> proposed_by", name="four_eyes"),
        CheckConstraint("status IN ('open', 'withdrawn') OR decided_person <> proposed_person", name="two_people"),
        CheckConstraint("proposed_person <> person_id AND decided_person <> person_id", name="not_their_own"),
        partial_index("uq_verification_withdrawals_open", "person_id", unique=True, where="status = 'open'"),
    )

    person_id: UUID = Field(foreign_key="people.id")
    about: WithdrawalSubject = choice(
        WithdrawalSubject,
        default=WithdrawalSubject.VERIFICATION,
        sa_column_kwargs={"server_default": WithdrawalSubject.VERIFICATION.value},
    )
    status: VerificationWithdrawalStatus = choice(
        VerificationWithdrawalStatus, default=VerificationWithdrawalStatus.OPEN
    )
    proposed_by: UUID = Field(foreign_key="staff.id")
    proposed_person: UUID
    proposed_at: datetime = instant()
    decided_by: UUID | None = Field(default=None, foreign_key="staff.id")
    decided_person: UUID | None = None
    decided_at: datetime | None = instant(default=None)


delete_after(
    RetentionPeriod.RECORD_DAYS,
    VerificationWithdrawal,
    older("decided_at"),
    no_keeper="ids alone; the person is told of a withdrawal",
)


def open_about(session: Session, person_id: UUID) -> VerificationWithdrawal | None:
    """Return the open proposal about this person."""
    query = select(VerificationWithdrawal).where(VerificationWithdrawal.person_id == person_id)
    return session.exec(query.where(VerificationWithdrawal.status == VerificationWithdrawalStatus.OPEN)).one_or_none()


def withdraw_about_phone(session: Session, person_id: UUID, *, at: datetime) -> None:
    """Withdraw the open proposal about the phone number of this person, which has changed, for who proposed it."""
    row = open_about(session, person_id)
    if row is not None and row.about is WithdrawalSubject.PHONE:
        to, by, person = VerificationWithdrawalStatus.WITHDRAWN, row.proposed_by, row.proposed_person
        close(session, row, to, by=by, person=person, at=at)


def open_by(session: Session, member_id: UUID) -> list[VerificationWithdrawal]:
    """Return the open proposals of this member of staff."""
    query = select(VerificationWithdrawal).where(VerificationWithdrawal.proposed_by == member_id)
    return list(session.exec(query.where(VerificationWithdrawal.status == VerificationWithdrawalStatus.OPEN)))


def close(
    session: Session,
    row: VerificationWithdrawal,
    to: VerificationWithdrawalStatus,
    *,
    by: UUID,
    person: UUID | None,
    at: datetime,
) -> bool:
    """Decide a proposal. Returns False if it was decided already. by: a member of staff, who is this person."""
    is_open = col(VerificationWithdrawal.status) == VerificationWithdrawalStatus.OPEN
    return update_if(session, row, is_open, status=to, decided_by=by, decided_person=person, decided_at=at)
