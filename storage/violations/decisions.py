"""Penalty decisions: the fine and points for one record, under a number of its own, with the terms of that day.

unpaid ──► paid        either ──► revoked (an objection was upheld)

A record has at most one decision in force: a unique index enforces it.
"""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, choice, fen, instant, partial_index, update_if
from storage.retention import RetentionPeriod, keep_until

IS_IN_FORCE = "state <> 'revoked'"
IS_UNPAID = "state = 'unpaid'"
IS_REVOKED = "state = 'revoked'"


class DecisionState(StrEnum):
    """The state of a decision."""

    UNPAID = "unpaid"
    PAID = "paid"
    REVOKED = "revoked"


class Decision(UuidRow, table=True):
    """One decision, with the terms in force when it was made. `batch_id`: shared by decisions made together.

    points_after: the points of the person's cycle with this decision, None where version 0.1.0 did not keep them.
    due_again_at: since when it is to be paid again, because its money went back without the desk.
    reminded_on: the day, in the desk's time zone, of the last reminder that named it.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        partial_index("uq_decisions_standing", "violation_id", unique=True, where=IS_IN_FORCE),
        partial_index("ix_decisions_unpaid", "fine", where=IS_UNPAID),
        partial_index("ix_decisions_revoked", "revoked_at", where=IS_REVOKED),
        CheckConstraint("state <> 'paid' OR paid_at IS NOT NULL", name="paid_at_a_moment"),
        CheckConstraint("late_fee >= 0 AND late_fee <= fine", name="late_fee_at_most_the_fine"),
    )

    number: str = Field(unique=True)
    batch_id: UUID = Field(index=True)
    violation_id: UUID = Field(foreign_key="violations.id", index=True)
    person_id: UUID = Field(foreign_key="people.id", index=True)
    vehicle_id: UUID = Field(foreign_key="vehicles.id", index=True)
    fine: int = fen()
    points: int
    cycle_ends: date | None = None
    points_after: int | None = None
    decided_at: datetime = instant()
    pay_within_days: int
    late_permille: int
    reconsideration_days: int
    terms_version: str
    state: DecisionState = choice(DecisionState, default=DecisionState.UNPAID)
    paid_at: datetime | None = instant(default=None)
    late_fee: int = fen(default=0)
    due_again_at: datetime | None = instant(default=None)
    revoked_at: datetime | None = instant(default=None)
    reminded_on: date | None = None


keep_until(RetentionPeriod.LEDGER_DAYS, Decision)


def of_batch(session: Session, batch_id: UUID) -> list[Decision]:
    """Return the decisions made together, by number."""
    return list(session.exec(select(Decision).where(Decision.batch_id == batch_id).order_by(col(Decision.number))))


def by_number(session: Session, number: str) -> Decision | None:
    """Return the decision with this number."""
    return session.exec(select(Decision).where(Decision.number == number)).one_or_none()


def revoked_numbers(session: Session, *, since: datetime) -> list[str]:
    """Return the numbers of the decisions that were revoked since then."""
    query = select(Decision.number).where(text(IS_REVOKED), col(Decision.revoked_at) >= since)
    return list(session.exec(query))


def of_violation(session: Session, violation_id: UUID) -> Decision | None:
    """Return the decision on this record that is in force."""
    query = select(Decision).where(Decision.violation_id == violation_id, Decision.state != DecisionState.REVOKED)
    return session.exec(query).one_or_none()


def of_person(session: Session, person_id: UUID, state: DecisionState | None = None) -> list[Decision]:
    """Return the decisions on this person (in one state), newest first."""
    query = select(Decision).where(Decision.person_id == person_id)
    if state is not None:
        query = query.where(Decision.state == state)
    return list(session.exec(query.order_by(col(Decision.decided_at).desc(), col(Decision.number))))


def with_receipt(session: Session, person_id: UUID, *, limit: int | None) -> list[Decision]:
    """Return the paid fines of this person, newest first."""
    query = select(Decision).where(Decision.person_id == person_id, Decision.state == DecisionState.PAID)
    query = query.where(Decision.fine > 0).order_by(col(Decision.decided_at).desc(), col(Decision.number))
    return list(session.exec(query.limit(limit)))


def unpaid_on(session: Session, person_id: UUID, vehicle_id: UUID) -> int:
    """Return how many decisions on this person about this vehicle are unpaid."""
    query = select(Decision.id).where(Decision.person_id == person_id, Decision.vehicle_id == vehicle_id)
    return len(session.exec(query.where(Decision.state == DecisionState.UNPAID)).all())


def lock_all(session: Session, ids: Collection[UUID]) -> list[Decision]:
    """Load these decisions afresh and lock them, in a stable order, until the end of the transaction."""
    query = select(Decision).where(col(Decision.id).in_(ids)).order_by(col(Decision.id)).with_for_update(key_share=True)
    return list(session.exec(query.execution_options(populate_existing=True)))


def move(session: Session, decision: Decision, to: DecisionState, **values: Any) -> bool:
    """Change the state if it is still what was read. Returns False if another transaction changed it first."""
    return update_if(session, decision, col(Decision.state) == decision.state, state=to, **values)
