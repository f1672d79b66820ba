"""Proposals for clients of the machine API: one admin proposes, another confirms, and the first fetches the key.

open ──► confirmed ──► the key is made and shown once: `client_id` ──► its message has lost it: `key_hidden_at`
     └── refused · withdrawn by the proposer
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Session, col, select

from storage.database import choice, instant, partial_index, update_if
from storage.retention import without_personal_data
from storage.staff.proposals import Proposal, ProposalStatus, by_two_people


class ApiClientProposal(Proposal, table=True):
    """One client proposed under a name. scopes: as of `ApiClient`."""

    __tablename__ = "api_client_proposals"
    __table_args__ = (
        *by_two_people(),
        CheckConstraint("client_id IS NULL OR status = 'confirmed'", name="made_when_confirmed"),
        partial_index("uq_api_client_proposals_open", "name", unique=True, where="status = 'open'"),
        Index("ix_api_client_proposals_status", "status"),
    )

    name: str
    scopes: str
    status: ProposalStatus = choice(ProposalStatus, constraint="apiclientproposalstatus", default=ProposalStatus.OPEN)
    proposed_person: UUID
    client_id: UUID | None = Field(default=None, foreign_key="api_clients.id")
    key_hidden_at: datetime | None = instant(default=None)

    @property
    def topic(self) -> str:
        """What the message with the key is about."""
        return f"api-key:{self.id.hex}"


without_personal_data(ApiClientProposal, "programs of other systems; by ids of members of staff")


def unfetched(session: Session, person_id: UUID, *, since: datetime) -> list[ApiClientProposal]:
    """Return what was proposed by this person and confirmed since then, and whose key is not made yet."""
    query = select(ApiClientProposal).where(ApiClientProposal.status == ProposalStatus.CONFIRMED)
    query = query.where(ApiClientProposal.proposed_person == person_id, col(ApiClientProposal.client_id).is_(None))
    query = query.where(col(ApiClientProposal.decided_at) > since)
    return list(session.exec(query.order_by(col(ApiClientProposal.proposed_at))))


def hide(session: Session, proposal: ApiClientProposal, *, at: datetime) -> bool:
    """Record that the message with the key loses it. Returns False if it has lost it, or there is no key."""
    shown = col(ApiClientProposal.client_id).is_not(None), col(ApiClientProposal.key_hidden_at).is_(None)
    return update_if(session, proposal, *shown, key_hidden_at=at)
