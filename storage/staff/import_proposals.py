"""Proposals of imports: one admin sends a file of the register, another confirms it; they are two people.

open ──► confirmed (it is imported) · refused · withdrawn by the proposer
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, choice, instant, update_if
from storage.retention import without_personal_data


class ImportProposalStatus(StrEnum):
    """The status of a proposal."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ImportProposal(UuidRow, table=True):
    """One file proposed for the register. new, changed, unchanged: rows, when it was checked. `file_id`: a stored file.

    succeeded: whether it was imported, once that is known.
    """

    __tablename__ = "import_proposals"
    __table_args__ = (
        CheckConstraint("(decided_by IS NULL) = (status = 'open')", name="decided_whole"),
        CheckConstraint("status NOT IN ('confirmed', 'refused') OR decided_by <> proposed_by", name="four_eyes"),
        CheckConstraint("status IN ('open', 'withdrawn') OR decided_person <> proposed_person", name="two_people"),
        CheckConstraint("status <> 'withdrawn' OR decided_by = proposed_by", name="withdrawn_by_proposer"),
    )

    kind: str
    file_id: UUID
    new: int
    changed: int
    unchanged: int
    status: ImportProposalStatus = choice(ImportProposalStatus, default=ImportProposalStatus.OPEN)
    succeeded: bool | None = None
    proposed_by: UUID = Field(foreign_key="staff.id")
    proposed_person: UUID | None = None
    proposed_at: datetime = instant()
    decided_by: UUID | None = Field(default=None, foreign_key="staff.id")
    decided_person: UUID | None = None
    decided_at: datetime | None = instant(default=None)


without_personal_data(ImportProposal, "counts of rows and ids of members of staff; the file has an end of its own")


def open_ones(session: Session) -> list[ImportProposal]:
    """Return the open proposals, oldest first."""
    query = select(ImportProposal).where(ImportProposal.status == ImportProposalStatus.OPEN)
    return list(session.exec(query.order_by(col(ImportProposal.proposed_at))))


def close(
    session: Session,
    proposal: ImportProposal,
    to: ImportProposalStatus,
    *,
    by: UUID,
    person: UUID | None,
    at: datetime,
) -> bool:
    """Decide a proposal. Returns False if it was decided already. by: a member of staff, who is this person."""
    is_open = col(ImportProposal.status) == ImportProposalStatus.OPEN
    return update_if(session, proposal, is_open, status=to, decided_by=by, decided_person=person, decided_at=at)
