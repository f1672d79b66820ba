"""Filers of vehicles over time: those with an active filing and those whose filing has ended."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from storage.filing.filings import Filing


def people_since(session: Session, vehicle_id: UUID, since: datetime | None) -> set[UUID]:
    """Return who has or had an active filing of a vehicle, at this moment or after it; with None, ever."""
    query = select(Filing.filer_id).where(Filing.vehicle_id == vehicle_id, col(Filing.active_from).is_not(None))
    if since is not None:
        query = query.where(or_(col(Filing.ended_at).is_(None), col(Filing.ended_at) > since))
    return set(session.exec(query))
