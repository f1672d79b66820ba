"""Queries on the filings of the vehicles for which a person speaks: applications and active filings, by page."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, union_all
from sqlmodel import Session, col, select

from storage.filing.filings import OPEN_STATUSES, Filing, FilingStatus
from storage.register.vehicles import Vehicle


def page(
    session: Session, person_id: UUID, organisation_ids: Collection[UUID], *, start: int, limit: int
) -> list[Filing]:
    """Return filings that have not ended, those that wait for the owner first, the newest of each first.

    organisation_ids: the organisations that the person administers.
    """
    waits = case((col(Filing.status) == FilingStatus.WAITING_OWNER, 0), else_=1)
    query = _of_vehicles(select(Filing), person_id, organisation_ids).order_by(waits, col(Filing.number).desc())
    return list(session.exec(query.offset(start).limit(limit)))


def count(session: Session, person_id: UUID, organisation_ids: Collection[UUID]) -> int:
    """Return how many there are."""
    query = _of_vehicles(select(func.count(col(Filing.id))), person_id, organisation_ids)
    return int(session.exec(query).one())


def agreed(session: Session, person_id: UUID, organisation_ids: Collection[UUID]) -> list[Filing]:
    """Return the filings to which the owner has agreed, completed or not, the newest first."""
    query = _of_vehicles(select(Filing), person_id, organisation_ids).order_by(col(Filing.number).desc())
    return list(session.exec(query.where(Filing.status != FilingStatus.WAITING_OWNER)))


def ended_for(
    session: Session, person_id: UUID, organisation_ids: Collection[UUID], reason: str, *, since: datetime
) -> Filing | None:
    """Return the application of these vehicles that was refused last for this reason, since then."""
    query = _of(select(Filing), person_id, organisation_ids).where(Filing.status == FilingStatus.REFUSED)
    query = query.where(Filing.return_reason == reason, col(Filing.ended_at) >= since)
    found: Filing | None = session.exec(query.order_by(col(Filing.ended_at).desc()).limit(1)).first()
    return found


def _of_vehicles(query: Any, person_id: UUID, organisation_ids: Collection[UUID]) -> Any:
    found = _of(query, person_id, organisation_ids)
    return found.where(col(Filing.status).in_((*OPEN_STATUSES, FilingStatus.ACTIVE)))


def _of(query: Any, person_id: UUID, organisation_ids: Collection[UUID]) -> Any:
    own = select(Vehicle.id).where(Vehicle.owner_person_id == person_id)
    fleet = select(Vehicle.id).where(col(Vehicle.owner_organisation_id).in_(organisation_ids))
    return query.where(col(Filing.vehicle_id).in_(union_all(own, fleet)))
