"""Proposals for rules: one admin proposes a value, another confirms it; constraints enforce that they are two people.

open ──► confirmed (it becomes a rule) · refused · withdrawn by the proposer
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, choice, instant, partial_index, update_if
from storage.retention import without_personal_data


class RuleProposalStatus(StrEnum):
    """The status of a proposal."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RuleProposal(UuidRow, table=True):
    """One value proposed for one rule. `valid_from` None: from its confirmation on. announce: notify all users.

    proposed_person, decided_person: who the members of staff are, None where version 0.1.0 did not know it.
    """

    __tablename__ = "rule_proposals"
    __table_args__ = (
        CheckConstraint("(decided_by IS NULL) = (status = 'open')", name="decided_whole"),
        CheckConstraint("status NOT IN ('confirmed', 'refused') OR decided_by <> proposed_by", name="four_eyes"),
        CheckConstraint("status IN ('open', 'withdrawn') OR decided_person <> proposed_person", name="two_people"),
        CheckConstraint("status <> 'withdrawn' OR decided_by = proposed_by", name="withdrawn_by_proposer"),
        partial_index("uq_rule_proposals_open", "name", unique=True, where="status = 'open'"),
    )

    name: str
    value: str
    valid_from: datetime | None = instant(default=None)
    valid_until: datetime | None = instant(default=None)
    why: str
    announce: bool
    status: RuleProposalStatus = choice(RuleProposalStatus, default=RuleProposalStatus.OPEN)
    proposed_by: UUID = Field(foreign_key="staff.id")
    proposed_person: UUID | None = None
    proposed_at: datetime = instant()
    decided_by: UUID | None = Field(default=None, foreign_key="staff.id")
    decided_person: UUID | None = None
    decided_at: datetime | None = instant(default=None)


without_personal_data(RuleProposal, "proposed values of rules; by ids of members of staff")


def open_ones(session: Session) -> list[RuleProposal]:
    """Return the open proposals, oldest first."""
    query = select(RuleProposal).where(RuleProposal.status == RuleProposalStatus.OPEN)
    return list(session.exec(query.order_by(col(RuleProposal.proposed_at))))


def close(
    session: Session, proposal: RuleProposal, to: RuleProposalStatus, *, by: UUID, person: UUID | None, at: datetime
) -> bool:
    """Decide a proposal. Returns False if it was decided already. by: a member of staff, who is this person."""
    is_open = col(RuleProposal.status) == RuleProposalStatus.OPEN
    return update_if(session, proposal, is_open, status=to, decided_by=by, decided_person=person, decided_at=at)
