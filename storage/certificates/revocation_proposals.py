"""Proposals to revoke a certificate: a station or an admin proposes it with a reason, an admin confirms it."""

from uuid import UUID

from sqlmodel import Field

from storage.database import choice, partial_index
from storage.retention import delete_with
from storage.staff.proposals import Proposal, ProposalStatus, by_two_people


class RevocationProposal(Proposal, table=True):
    """The proposal to revoke one certificate. `why`: what its holder will read."""

    __tablename__ = "revocation_proposals"
    __table_args__ = (
        *by_two_people(),
        partial_index("uq_revocation_proposals_open", "certificate_id", unique=True, where="status = 'open'"),
    )

    certificate_id: UUID = Field(foreign_key="certificates.id", index=True)
    why: str
    status: ProposalStatus = choice(ProposalStatus, constraint="revocationproposalstatus", default=ProposalStatus.OPEN)


delete_with(RevocationProposal, "certificate_id")
