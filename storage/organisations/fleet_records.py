"""Violations of an organisation: of its vehicles, and of those it no longer has, while they were its own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from storage.filing.filings import Filing, FilingStatus
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.register.former_owners import FormerOwner
from storage.register.vehicles import Vehicle
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation, ViolationState, is_of_present_owner


class FleetRecord(NamedTuple):
    """A violation with its vehicle, and the decision on it that is in force."""

    violation: Violation
    vehicle: Vehicle
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class FleetTotal:
    """How many records there are in a state, and their fines together, in fen."""

    count: int
    fines: int


def page(
    session: Session, organisation_id: UUID, states: Collection[ViolationState], *, start: int, limit: int
) -> list[FleetRecord]:
    """Return records in these states, newest offence first."""
    in_force = and_(col(Decision.violation_id) == Violation.id, col(Decision.state) != DecisionState.REVOKED)
    query = select(Violation, Vehicle, Decision).join(Vehicle, col(Vehicle.id) == col(Violation.vehicle_id))
    query = _of(query.outerjoin(Decision, in_force), organisation_id).where(col(Violation.state).in_(states))
    ordered = query.order_by(col(Violation.occurred_at).desc(), col(Violation.number))
    return [FleetRecord(*row) for row in session.exec(ordered.offset(start).limit(limit)).all()]


def totals(session: Session, organisation_id: UUID) -> dict[ViolationState, FleetTotal]:
    """Return the totals of each state; states without a record are left out."""
    query = select(Violation.state, func.count(), func.sum(Violation.fine)).join(
        Vehicle, col(Vehicle.id) == col(Violation.vehicle_id)
    )
    found = session.exec(_of(query, organisation_id).group_by(col(Violation.state)))
    return {ViolationState(state): FleetTotal(count, int(fines or 0)) for state, count, fines in found.all()}


def recorded_between(session: Session, organisation_id: UUID, since: datetime, until: datetime) -> int:
    """Return how many records came in from `since` to before `until`."""
    query = select(func.count()).select_from(Violation).join(Vehicle, col(Vehicle.id) == col(Violation.vehicle_id))
    came = and_(col(Violation.recorded_at) >= since, col(Violation.recorded_at) < until)
    return int(session.exec(_of(query, organisation_id).where(came)).one())


def filers(session: Session, organisation_id: UUID) -> int:
    """Return how many active filings the organisation's vehicles have."""
    query = select(func.count()).select_from(Filing).join(Vehicle, col(Vehicle.id) == col(Filing.vehicle_id))
    owned = Vehicle.owner_organisation_id == organisation_id
    return int(session.exec(query.where(owned, Filing.status == FilingStatus.ACTIVE)).one())


def without_summary(session: Session, month: str, *, limit: int) -> list[Organisation]:
    """Return organisations with an administrator and a vehicle that have no summary of this month (2026-11) yet."""
    administered = select(OrganisationMember.id).where(
        OrganisationMember.organisation_id == Organisation.id,
        OrganisationMember.organisation_seat == 0,
        col(OrganisationMember.ended_at).is_(None),
    )
    owned = select(Vehicle.id).where(Vehicle.owner_organisation_id == Organisation.id)
    query = select(Organisation).where(col(Organisation.summary_of) < month, col(Organisation.dissolved_at).is_(None))
    query = query.where(administered.exists(), owned.exists()).order_by(col(Organisation.id)).limit(limit)
    return list(session.exec(query).all())


def _of(query: Any, organisation_id: UUID) -> Any:
    formerly = select(FormerOwner.id).where(
        FormerOwner.vehicle_id == Violation.vehicle_id,
        FormerOwner.organisation_id == organisation_id,
        col(FormerOwner.until) > col(Violation.occurred_at),
        or_(col(FormerOwner.since).is_(None), col(FormerOwner.since) <= col(Violation.occurred_at)),
    )
    owned = and_(col(Vehicle.owner_organisation_id) == organisation_id, is_of_present_owner())
    return query.where(col(Violation.vehicle_id).in_(_vehicles(organisation_id)), or_(owned, formerly.exists()))


def _vehicles(organisation_id: UUID) -> Any:
    """Return the query of the vehicles that the organisation has or had, by which the records are found."""
    owned = select(Vehicle.id).where(Vehicle.owner_organisation_id == organisation_id)
    return owned.union(select(FormerOwner.vehicle_id).where(FormerOwner.organisation_id == organisation_id))
