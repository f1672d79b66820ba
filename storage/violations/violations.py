"""Violations recorded by cameras: which vehicle, which offence, and how far each record was handled.

unhandled ──► decided ──► paid         any of them ──► cancelled (an objection was upheld)

A warning has no fine: it is paid as soon as it is decided.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, and_, false, func, or_
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, choice, fen, instant, update_if
from storage.register.former_owners import FormerOwner
from storage.register.hidden_rows import ImportedRow
from storage.retention import RetentionPeriod, keep_until


class ViolationState(StrEnum):
    """The state of a record."""

    UNHANDLED = "unhandled"
    DECIDED = "decided"
    PAID = "paid"
    CANCELLED = "cancelled"


class Violation(UuidRow, ImportedRow, table=True):
    """One record of one vehicle. `fine` in fen, 0 for a warning; `photo_id`: the evidence, a stored file."""

    __tablename__ = "violations"
    __table_args__ = (
        Index("ix_violations_vehicle_id_state", "vehicle_id", "state"),
        CheckConstraint("fine >= 0", name="fine_not_negative"),
        CheckConstraint("points >= 0 AND points <= 12", name="points_of_a_cycle"),
    )

    number: str = Field(unique=True)
    vehicle_id: UUID = Field(foreign_key="vehicles.id")
    occurred_at: datetime = instant()
    place: str
    act_code: str
    act: str
    provision: str
    basis: str
    fine: int = fen()
    points: int
    authority_code: str
    photo_id: UUID | None = None
    state: ViolationState = choice(ViolationState, default=ViolationState.UNHANDLED)
    recorded_at: datetime = instant()


keep_until(RetentionPeriod.LEDGER_DAYS, Violation)


def by_number(session: Session, number: str) -> Violation | None:
    """Return the record with this number."""
    return session.exec(select(Violation).where(Violation.number == number)).one_or_none()


def of_vehicle(
    session: Session,
    vehicle_id: UUID,
    state: ViolationState | None = None,
    *,
    present: bool = True,
    former: Collection[FormerOwner] = (),
    limit: int = 50,
) -> list[Violation]:
    """Return the records of a vehicle (in one state), newest offence first.

    present, former: of the present owner's time, and of these former owners' times.
    """
    times = [*([is_of_present_owner()] if present else []), *(_is_within(each) for each in former)]
    query = select(Violation).where(Violation.vehicle_id == vehicle_id, or_(false(), *times))
    if state is not None:
        query = query.where(Violation.state == state)
    return list(session.exec(query.order_by(col(Violation.occurred_at).desc(), col(Violation.number)).limit(limit)))


def counts(session: Session, vehicle_ids: Collection[UUID]) -> dict[tuple[UUID, ViolationState], int]:
    """Return how many records of the present owners' times these vehicles have in each state; zeros are left out."""
    query = select(Violation.vehicle_id, Violation.state, func.count())
    query = query.where(col(Violation.vehicle_id).in_(vehicle_ids), is_of_present_owner())
    found = session.exec(query.group_by(col(Violation.vehicle_id), col(Violation.state)))
    return {(vehicle_id, ViolationState(state)): count for vehicle_id, state, count in found}


def counts_within(session: Session, period: FormerOwner) -> dict[ViolationState, int]:
    """Return how many records a vehicle has in each state of the time of a former owner; zeros are left out."""
    query = select(Violation.state, func.count())
    query = query.where(Violation.vehicle_id == period.vehicle_id, _is_within(period))
    return {ViolationState(state): count for state, count in session.exec(query.group_by(col(Violation.state)))}


def unhandled(session: Session, vehicle_id: UUID) -> int:
    """Return how many records of this vehicle are unhandled."""
    return counts(session, [vehicle_id]).get((vehicle_id, ViolationState.UNHANDLED), 0)


def move(
    session: Session, violation: Violation, to: ViolationState, *, at: Sequence[ViolationState] | None = None
) -> bool:
    """Change the state if it is still what was read, or one of `at`. Returns False if it is not."""
    expected = at if at is not None else (violation.state,)
    return update_if(session, violation, col(Violation.state).in_(expected), state=to)


def is_of_present_owner() -> ColumnElement[bool]:
    """Return the condition that a record happened after the last sale of the vehicle that is known."""
    later = select(FormerOwner.id).where(FormerOwner.vehicle_id == Violation.vehicle_id)
    return ~later.where(col(FormerOwner.until) > col(Violation.occurred_at)).exists()


def _is_within(period: FormerOwner) -> ColumnElement[bool]:
    before = col(Violation.occurred_at) < period.until
    return before if period.since is None else and_(before, col(Violation.occurred_at) >= period.since)
