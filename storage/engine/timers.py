"""Timers: what must happen at a moment to come. A timer that falls due becomes an event of its lane."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, Table, bindparam, func, select, text, update
from sqlmodel import Field, Session, SQLModel

from storage.database import choice, instant
from storage.engine import inbox


class TimerState(StrEnum):
    """Where a timer stands."""

    SET = "set"
    FIRED = "fired"
    CANCELLED = "cancelled"


class Timer(SQLModel, table=True):
    """One thing to come: `kind` says what, `subject` which row it is about. One of a kind a subject at a time."""

    __tablename__ = "timers"
    __table_args__ = (
        Index(
            "uq_timers_set",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text("state = 'set'"),
            postgresql_where=text("state = 'set'"),
        ),
        Index("ix_timers_due", "due_at", sqlite_where=text("state = 'set'"), postgresql_where=text("state = 'set'")),
        Index("ix_timers_over", "due_at", sqlite_where=text("state <> 'set'"), postgresql_where=text("state <> 'set'")),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str
    subject: UUID
    lane: str
    due_at: datetime = instant()
    state: TimerState = choice(TimerState, default=TimerState.SET)


_timers: Table = Timer.__table__  # type: ignore[attr-defined]
_due = (
    select(_timers)
    .where(text("timers.state = 'set'"), _timers.c.due_at <= bindparam("now"))
    .order_by(_timers.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def start(session: Session, kind: str, subject: UUID, *, lane: str, due_at: datetime) -> None:
    """Set a timer, in place of one of the same kind for the same subject. Lane: whose turn it will be."""
    cancel(session, kind, subject)
    session.connection().execute(
        _timers.insert(),
        {"id": uuid4(), "kind": kind, "subject": subject, "lane": lane, "due_at": due_at, "state": TimerState.SET},
    )


def cancel(session: Session, kind: str, subject: UUID) -> None:
    """Stop a timer. None set is well too: it has fired, and its turn will look at the row."""
    question = update(_timers).where(_timers.c.kind == kind, _timers.c.subject == subject)
    session.connection().execute(question.where(text("state = 'set'")).values(state=TimerState.CANCELLED))


def fire(session: Session, *, now: datetime, most: int = 100) -> int:
    """Turn timers that have fallen due into events. Returns how many."""
    found = session.connection().execute(_due, {"now": now, "most": most}).all()
    if not found:
        return 0
    events = [
        inbox.Arrived(inbox.Source.TIMER, str(row.id), row.lane, {"kind": row.kind, "subject": row.subject.hex})
        for row in found
    ]
    inbox.put(session, events, at=now)
    for row in found:
        session.connection().execute(update(_timers).where(_timers.c.id == row.id).values(state=TimerState.FIRED))
    return len(found)


def next_due(session: Session) -> datetime | None:
    """Return when the next timer falls due, None if none is set."""
    found: datetime | None = (
        session.connection().execute(select(func.min(_timers.c.due_at)).where(text("state = 'set'"))).scalar()
    )
    return found
