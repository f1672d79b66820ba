"""Members of organisations over time: the current ones and those whose membership has ended."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from storage.organisations.organisations import ADMINISTRATOR_SEAT, OrganisationMember


def people_since(session: Session, organisation_id: UUID, since: datetime | None) -> set[UUID]:
    """Return who is or was a member of an organisation, at this moment or after it; with None, ever."""
    query = select(OrganisationMember.person_id).where(OrganisationMember.organisation_id == organisation_id)
    if since is not None:
        ended_at = col(OrganisationMember.ended_at)
        query = query.where(or_(ended_at.is_(None), ended_at > since))
    return set(session.exec(query))


def named_last(session: Session, organisation_id: UUID) -> UUID | None:
    """Return whom the register has named as the administrator last, whoever is it since by hand-overs.

    A hand-over swaps two seats: whoever was the administrator goes on as a user from the same moment.
    """
    query = select(OrganisationMember).where(OrganisationMember.organisation_id == organisation_id)
    rows = session.exec(query.order_by(col(OrganisationMember.since).desc())).all()
    users = {(row.person_id, row.since) for row in rows if row.organisation_seat != ADMINISTRATOR_SEAT}
    seated = [row for row in rows if row.organisation_seat == ADMINISTRATOR_SEAT]
    swapped = {row.ended_at for row in seated if row.ended_at and (row.person_id, row.ended_at) in users}
    return next((row.person_id for row in seated if row.since not in swapped), None)
