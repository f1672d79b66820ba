"""What two admins decide: one proposes, another confirms or refuses; constraints enforce that they are two people.

open ──► confirmed · refused · withdrawn by the proposer
"""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, instant, update_if


class ProposalStatus(StrEnum):
    """The status of a proposal."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Proposal(UuidRow):
    """The columns of a table of proposals. proposed_by, decided_by: members of staff.

    proposed_person, decided_person: who the members of staff are, None where version 0.1.0 did not know it.
    """

    if TYPE_CHECKING:
        status: StrEnum  # Each table has a column for its own statuses.

    proposed_by: UUID = Field(foreign_key="staff.id")
    proposed_person: UUID | None = None
    proposed_at: datetime = instant()
    decided_by: UUID | None = Field(default=None, foreign_key="staff.id")
    decided_person: UUID | None = None
    decided_at: datetime | None = instant(default=None)


Row = TypeVar("Row", bound=Proposal)


def by_two_people() -> tuple[CheckConstraint, ...]:
    """Return the constraints of a table of proposals."""
    return (
        CheckConstraint("(decided_by IS NULL) = (status = 'open')", name="decided_whole"),
        CheckConstraint("status NOT IN ('confirmed', 'refused') OR decided_by <> proposed_by", name="four_eyes"),
        CheckConstraint("status IN ('open', 'withdrawn') OR decided_person <> proposed_person", name="two_people"),
        CheckConstraint("status <> 'withdrawn' OR decided_by = proposed_by", name="withdrawn_by_proposer"),
    )


def open_ones(session: Session, table: type[Row]) -> list[Row]:
    """Return the open proposals of a table, oldest first."""
    query = select(table).where(table.status == ProposalStatus.OPEN)
    return list(session.exec(query.order_by(col(table.proposed_at))))


def close(session: Session, proposal: Proposal, to: StrEnum, *, by: UUID, person: UUID | None, at: datetime) -> bool:
    """Decide a proposal. Returns False if it was decided already. by: a member of staff, who is this person."""
    table = type(proposal)
    status = type(proposal.status)(to)
    is_open = col(table.status) == ProposalStatus.OPEN
    return update_if(session, proposal, is_open, status=status, decided_by=by, decided_person=person, decided_at=at)
