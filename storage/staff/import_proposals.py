"""Proposals of imports: one admin sends a file of the register, another confirms that it is imported."""

from uuid import UUID

from sqlmodel import Field

from storage.database import choice
from storage.retention import without_personal_data
from storage.staff.proposals import Proposal, ProposalStatus, by_two_people


class ImportProposal(Proposal, table=True):
    """One file proposed for the register. new, changed, unchanged: rows, when it was checked. `file_id`: a stored file.

    wrong: rows that are left out. succeeded: whether it was imported, once that is known.
    """

    __tablename__ = "import_proposals"
    __table_args__ = by_two_people()

    kind: str
    file_id: UUID
    new: int
    changed: int
    unchanged: int
    wrong: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    status: ProposalStatus = choice(ProposalStatus, constraint="importproposalstatus", default=ProposalStatus.OPEN)
    succeeded: bool | None = None


without_personal_data(ImportProposal, "counts of rows and ids of members of staff; the file has an end of its own")
