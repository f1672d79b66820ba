"""Alarms: what went wrong on our side, one row a kind, counted, so that a flood of one fault is one notice."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel, select

from storage.database import choice, instant


class AlarmKind(StrEnum):
    """What can go wrong."""

    TURN_SET_ASIDE = "turn_set_aside"
    DELIVERY_GIVEN_UP = "delivery_given_up"
    DIFFERENCE_FOUND = "difference_found"
    TASK_FAILED = "task_failed"


class Alarm(SQLModel, table=True):
    """One kind of fault. `subject`: the newest one's number, nothing personal; `untold`: since the last notice."""

    __tablename__ = "alarms"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: AlarmKind = choice(AlarmKind, unique=True)
    subject: str = ""
    count: int = 0
    untold: int = 0
    last_at: datetime = instant()
    told_at: datetime | None = instant(default=None)
    told: int = 0


_alarms: Table = Alarm.__table__  # type: ignore[attr-defined]


def get(session: Session, alarm_id: UUID) -> Alarm | None:
    """Return this alarm."""
    return session.get(Alarm, alarm_id)


def hold(session: Session, kind: AlarmKind, *, at: datetime) -> Alarm:
    """Load the row of this kind, made if it was not there, and lock it until the end of the transaction."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    first = {"id": uuid4(), "kind": kind, "subject": "", "count": 0, "untold": 0, "last_at": at, "told": 0}
    session.connection().execute(insert(_alarms).values(first).on_conflict_do_nothing(index_elements=["kind"]))
    question = select(Alarm).where(Alarm.kind == kind).with_for_update().execution_options(populate_existing=True)
    return session.exec(question).one()
