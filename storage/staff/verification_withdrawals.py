"""Proposals to withdraw a verification, a phone number or a date of birth: one admin proposes, another confirms.

open ──► confirmed: the person is no longer verified, or no longer has that phone number or date of birth
     └── refused · withdrawn by the proposer
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, select

from storage.database import choice, partial_index
from storage.retention import RetentionPeriod, delete_after, older
from storage.staff.proposals import Proposal, ProposalStatus, close


class WithdrawalSubject(StrEnum):
    """What is withdrawn: the verification, the phone number that is somebody else's, or a wrong date of birth."""

    VERIFICATION = "verification"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"


class VerificationWithdrawal(Proposal, table=True):
    """The proposal to withdraw what `person_id` has; none of those who act is this person."""

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
    status: ProposalStatus = choice(
        ProposalStatus, constraint="verificationwithdrawalstatus", default=ProposalStatus.OPEN
    )
    proposed_person: UUID


delete_after(
    RetentionPeriod.RECORD_DAYS,
    VerificationWithdrawal,
    older("decided_at"),
    no_keeper="ids alone; the person is told of a withdrawal",
)


def open_about(session: Session, person_id: UUID) -> VerificationWithdrawal | None:
    """Return the open proposal about this person."""
    query = select(VerificationWithdrawal).where(VerificationWithdrawal.person_id == person_id)
    return session.exec(query.where(VerificationWithdrawal.status == ProposalStatus.OPEN)).one_or_none()


def withdraw_about(session: Session, person_id: UUID, about: WithdrawalSubject, *, at: datetime) -> None:
    """Withdraw the open proposal about this of the person, which has changed meanwhile, for who proposed it."""
    row = open_about(session, person_id)
    if row is not None and row.about is about:
        to, by, person = ProposalStatus.WITHDRAWN, row.proposed_by, row.proposed_person
        close(session, row, to, by=by, person=person, at=at)
