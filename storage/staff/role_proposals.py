"""Proposals about staff: one admin proposes roles, another confirms; constraints enforce that they are two people.

open ──► confirmed: the member's roles change; a new member gets a code ──► accepted, or expired
     └── refused · withdrawn by the proposer
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, or_
from sqlmodel import Field, Session, col, select

from storage.database import add, choice, encrypted_bytes, instant, partial_index, update_if
from storage.database.encryption import EncryptedField, current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.retention import RetentionPeriod, delete_after, older
from storage.staff.proposals import Proposal


class StaffProposalStatus(StrEnum):
    """The status of a proposal."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


class StaffProposal(Proposal, table=True):
    """Roles proposed for a member (`member_id`), or for a new one. Without roles: the end of service."""

    __tablename__ = "staff_proposals"
    __table_args__ = (
        CheckConstraint("(decided_by IS NULL) = (status = 'open')", name="decided_whole"),
        CheckConstraint("status IN ('open', 'withdrawn') OR decided_by <> proposed_by", name="four_eyes"),
        CheckConstraint("status IN ('open', 'withdrawn') OR decided_person <> proposed_person", name="two_people"),
        CheckConstraint("status <> 'withdrawn' OR decided_by = proposed_by", name="withdrawn_by_proposer"),
        CheckConstraint("member_id IS NOT NULL OR roles <> ''", name="new_with_roles"),
        CheckConstraint("(status = 'accepted') = (accepted_by IS NOT NULL)", name="accepted_whole"),
        partial_index("uq_staff_proposals_open", "member_id", unique=True, where="status = 'open'"),
    )

    member_id: UUID | None = Field(default=None, foreign_key="staff.id")
    sealed_name: bytes = encrypted_bytes()
    roles: str
    status: StaffProposalStatus = choice(StaffProposalStatus, default=StaffProposalStatus.OPEN)
    code_hash: str | None = keyed_hash(default=None, unique=True)
    expires_at: datetime | None = instant(default=None)
    accepted_by: UUID | None = Field(default=None, foreign_key="staff.id")
    accepted_at: datetime | None = instant(default=None)

    name = EncryptedField("sealed_name")


delete_after(RetentionPeriod.RECORD_DAYS, StaffProposal, older("decided_at"))


def invite(session: Session, proposal: StaffProposal, code: str, *, until: datetime) -> None:
    """Store the keyed hash of the code that admits the new member."""
    proposal.code_hash, proposal.expires_at = _hash(code), until
    add(session, proposal)


def by_code(session: Session, code: str) -> StaffProposal | None:
    """Return the proposal with this code, whatever its status."""
    return session.exec(select(StaffProposal).where(StaffProposal.code_hash == _hash(code))).one_or_none()


def invitations_by(session: Session, member_id: UUID, *, now: datetime) -> list[StaffProposal]:
    """Return the invitations that nobody has accepted and this member of staff proposed or confirmed."""
    acted = or_(col(StaffProposal.proposed_by) == member_id, col(StaffProposal.decided_by) == member_id)
    query = select(StaffProposal).where(StaffProposal.status == StaffProposalStatus.CONFIRMED, acted)
    return list(session.exec(query.where(col(StaffProposal.expires_at) > now)))


def end_invitation(session: Session, proposal: StaffProposal, *, at: datetime) -> bool:
    """End an invitation before its time. Returns False if it was accepted."""
    return update_if(session, proposal, col(StaffProposal.status) == StaffProposalStatus.CONFIRMED, expires_at=at)


def accept(session: Session, proposal: StaffProposal, *, by: UUID, at: datetime) -> bool:
    """Mark the code as used. Returns False if it was used already. by: the new member."""
    is_confirmed = col(StaffProposal.status) == StaffProposalStatus.CONFIRMED
    values = {"status": StaffProposalStatus.ACCEPTED, "accepted_by": by, "accepted_at": at}
    return update_if(session, proposal, is_confirmed, **values)


def _hash(code: str) -> str:
    return current_keyring().blind_index("staff invitation", code)
