"""Timers: moments at which something must happen. A timer that is due becomes an event of its lane."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import and_, bindparam, select, text, update
from sqlmodel import Session

from storage.database import UuidRow, choice, instant, partial_index, table_of
from storage.engine import inbox
from storage.retention import RetentionPeriod, delete_after


class TimerState(StrEnum):
    """The state of a timer."""

    SET = "set"
    FIRED = "fired"
    CANCELLED = "cancelled"


class Timer(UuidRow, table=True):
    """One timer. `kind`: what is to happen; `subject`: the row it is about.

    A subject has at most one timer of a kind set. `lane` is empty once the timer has ended.
    """

    __tablename__ = "timers"
    __table_args__ = (
        partial_index("uq_timers_set", "kind", "subject", unique=True, where="state = 'set'"),
        partial_index("ix_timers_due", "due_at", where="state = 'set'"),
        partial_index("ix_timers_lane", "lane", where="state = 'set'"),
        partial_index("ix_timers_over", "due_at", where="state <> 'set'"),
    )

    kind: str
    subject: UUID
    lane: str
    due_at: datetime = instant()
    state: TimerState = choice(TimerState, default=TimerState.SET)


delete_after(
    RetentionPeriod.EXPIRED_ROW_DAYS, Timer, lambda table, before: and_(table.c.due_at < before, text("state <> 'set'"))
)


_timers = table_of(Timer)
_due = (
    select(_timers)
    .where(text("timers.state = 'set'"), _timers.c.due_at <= bindparam("now"))
    .order_by(_timers.c.due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, key_share=True)
)


def start(session: Session, kind: str, subject: UUID, *, lane: str, due_at: datetime) -> None:
    """Set a timer, replacing one of the same kind for the same subject. lane: which handles the event."""
    cancel(session, kind, subject)
    session.connection().execute(
        _timers.insert(),
        {"id": uuid4(), "kind": kind, "subject": subject, "lane": lane, "due_at": due_at, "state": TimerState.SET},
    )


def fire_now(session: Session, kind: str, subject: UUID, *, lane: str, at: datetime) -> None:
    """Have this happen in a turn of its own right after the commit, as a timer that is due."""
    content = {"kind": kind, "subject": subject.hex}
    inbox.put(session, [inbox.NewEvent(inbox.EventSource.TIMER, uuid4().hex, lane, content)], at=at)


def is_set(session: Session, kind: str, subject: UUID) -> bool:
    """Return whether a timer of this kind waits for this subject."""
    query = select(_timers.c.id).where(_timers.c.kind == kind, _timers.c.subject == subject, text("state = 'set'"))
    return session.connection().execute(query).first() is not None


def lane_of(session: Session, kind: str, subject: UUID) -> str | None:
    """Return the lane of the timer of this kind that waits for this subject, None if there is none."""
    query = select(_timers.c.lane).where(_timers.c.kind == kind, _timers.c.subject == subject, text("state = 'set'"))
    found: str | None = session.connection().execute(query).scalar()
    return found


def bring_forward(session: Session, kind: str, subject: UUID, *, to: datetime) -> None:
    """Have a timer that is set fall due at this moment."""
    query = update(_timers).where(_timers.c.kind == kind, _timers.c.subject == subject)
    session.connection().execute(query.where(text("state = 'set'")).values(due_at=to))


def cancel(session: Session, kind: str, subject: UUID) -> None:
    """Cancel a timer, if it is set. One that has fired is an event already, and its turn checks the row."""
    query = update(_timers).where(_timers.c.kind == kind, _timers.c.subject == subject)
    session.connection().execute(query.where(text("state = 'set'")).values(state=TimerState.CANCELLED, lane=""))


def fire(session: Session, *, now: datetime, limit: int = 100) -> list[str]:
    """Turn due timers into events. Returns their keys in the inbox."""
    found = session.connection().execute(_due, {"now": now, "limit": limit}).all()
    if not found:
        return []
    events = [
        inbox.NewEvent(inbox.EventSource.TIMER, str(row.id), row.lane, {"kind": row.kind, "subject": row.subject.hex})
        for row in found
    ]
    inbox.put(session, events, at=now)
    fired = update(_timers).where(_timers.c.id.in_([row.id for row in found]))
    session.connection().execute(fired.values(state=TimerState.FIRED, lane=""))
    return [event.key for event in events]
