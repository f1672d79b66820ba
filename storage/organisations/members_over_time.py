"""Members of organisations over time: the current ones and those whose membership has ended."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from storage.organisations.organisations import OrganisationMember


def people_since(session: Session, organisation_id: UUID, since: datetime | None) -> set[UUID]:
    """Return who is or was a member of an organisation, at this moment or after it; with None, ever."""
    query = select(OrganisationMember.person_id).where(OrganisationMember.organisation_id == organisation_id)
    if since is not None:
        ended_at = col(OrganisationMember.ended_at)
        query = query.where(or_(ended_at.is_(None), ended_at > since))
    return set(session.exec(query))
