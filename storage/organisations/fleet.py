"""Fleet queries: an organisation's vehicles, filtered and by page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from storage.filing.filings import Filing, FilingStatus
from storage.register.vehicles import Vehicle, VehicleState
from storage.violations.violations import Violation, ViolationState, is_of_present_owner


@dataclass(frozen=True, slots=True)
class FleetFilter:
    """Which vehicles to return; an empty field filters nothing.

    plate, words: part of the (normalised) plate, part of the model or colour. A vehicle needs one of these matches.
    inspection_until: month (YYYY-MM) by which the inspection expires; insurance_until: day by which the insurance does.
    unhandled: with a violation that nobody has handled yet.
    """

    plate: str = ""
    words: str = ""
    inspection_until: str = ""
    insurance_until: date | None = None
    filed: bool = False
    abnormal: bool = False
    unhandled: bool = False


def page(session: Session, organisation_id: UUID, wanted: FleetFilter, *, start: int, limit: int) -> list[Vehicle]:
    """Return one page of the matching vehicles, by plate."""
    query = _narrow(select(Vehicle), organisation_id, wanted)
    return list(session.exec(query.order_by(col(Vehicle.plate), col(Vehicle.id)).offset(start).limit(limit)))


def count(session: Session, organisation_id: UUID, wanted: FleetFilter) -> int:
    """Return how many vehicles match."""
    return int(session.exec(_narrow(select(func.count(col(Vehicle.id))), organisation_id, wanted)).one())


def filer_counts(session: Session, vehicle_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many persons have an active filing for each of these vehicles; those without are left out."""
    query = select(Filing.vehicle_id, func.count()).where(col(Filing.vehicle_id).in_(vehicle_ids))
    found = session.exec(query.where(Filing.status == FilingStatus.ACTIVE).group_by(col(Filing.vehicle_id)))
    return dict(found.all())


def _narrow(query: Any, organisation_id: UUID, wanted: FleetFilter) -> Any:
    query = query.where(Vehicle.owner_organisation_id == organisation_id)
    if wanted.plate or wanted.words:
        named = [col(Vehicle.model).icontains(wanted.words, autoescape=True)] if wanted.words else []
        named += [col(Vehicle.colour).icontains(wanted.words, autoescape=True)] if wanted.words else []
        named += [col(Vehicle.plate).contains(wanted.plate, autoescape=True)] if wanted.plate else []
        query = query.where(or_(*named))
    if wanted.inspection_until:
        query = query.where(Vehicle.inspection_valid_until <= wanted.inspection_until)
    if wanted.insurance_until is not None:
        lapses = col(Vehicle.insurance_valid_until)
        query = query.where(or_(lapses.is_(None), lapses <= wanted.insurance_until))
    if wanted.abnormal:
        query = query.where(Vehicle.state != VehicleState.NORMAL)
    if wanted.filed:
        active = select(Filing.id).where(Filing.vehicle_id == Vehicle.id, Filing.status == FilingStatus.ACTIVE)
        query = query.where(active.exists())
    if wanted.unhandled:
        recorded = select(Violation.id).where(Violation.vehicle_id == Vehicle.id, is_of_present_owner())
        query = query.where(recorded.where(Violation.state == ViolationState.UNHANDLED).exists())
    return query
