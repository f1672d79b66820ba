"""The inbox: everything that happens, one row an event, kept before anyone confirms it.

An event is handled once, in its lane, in order of arrival. Its payload is sealed, for it holds
what people wrote, and goes when the event is handled. These are the desk's hottest rows, so Core
statements serve them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Index, Table, UniqueConstraint, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel

from storage.database import big_integer, choice, encrypted_bytes, instant
from storage.database.encryption import current_keyring


class Source(StrEnum):
    """Where an event comes from."""

    TELEGRAM = "telegram"
    TIMER = "timer"
    RESULT = "result"
    NOTICE = "notice"


class EventState(StrEnum):
    """Where an event stands."""

    WAITING = "waiting"
    DONE = "done"
    SET_ASIDE = "set_aside"


# Only what waits is in these indexes: their size, and a claim's cost, do not grow with the rows kept.
WAITING: dict[str, Any] = {
    "sqlite_where": text("state = 'waiting'"),
    "postgresql_where": text("state = 'waiting'"),
}


class Event(SQLModel, table=True):
    """Something that happened. (source, key) is what makes it one event however often it is told."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("source", "key"),
        Index("ix_inbox_waiting", "id", **WAITING),
        Index("ix_inbox_lane_waiting", "lane", "id", **WAITING),
        {"sqlite_autoincrement": True},
    )

    id: int | None = big_integer(default=None, primary_key=True)
    source: Source = choice(Source)
    key: str
    lane: str
    payload: bytes = encrypted_bytes()
    received_at: datetime = instant()
    due_at: datetime = instant()
    attempts: int = 0
    state: EventState = choice(EventState, default=EventState.WAITING)
    done_at: datetime | None = instant(default=None)
    note: str = Field(default="")


class Arrived(NamedTuple):
    """An event before it is kept."""

    source: Source
    key: str
    lane: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Claimed:
    """An event in the hands of a turn."""

    id: int
    source: Source
    key: str
    lane: str
    payload: bytes
    attempts: int

    @property
    def content(self) -> dict[str, Any]:
        """What happened. Raises DecryptionError: the turn's matter, so that other lanes go on."""
        content: dict[str, Any] = current_keyring().decrypt_json(self.payload, _place(self.source, self.key))
        return content


_inbox: Table = Event.__table__  # type: ignore[attr-defined]
_earlier = _inbox.alias("earlier")
_is_waiting = text("inbox.state = 'waiting'")
_heads = (
    select(_inbox.c.id, _inbox.c.source, _inbox.c.key, _inbox.c.lane, _inbox.c.payload, _inbox.c.attempts)
    .where(_is_waiting, _inbox.c.due_at <= bindparam("now"))
    .where(
        ~select(1)
        .where(_earlier.c.lane == _inbox.c.lane, _earlier.c.id < _inbox.c.id, text("earlier.state = 'waiting'"))
        .select_from(_earlier)
        .exists()
    )
    .order_by(_inbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=_inbox)
)
# The row lock is not enough on PostgreSQL: an event that commits late, under a lower number, would be a second head
# of a lane that is already in work. So the lane itself is locked until the commit, without waiting.
_locked = _heads.cte("heads")
_own_heads = (
    select(_locked)
    .where(func.pg_try_advisory_xact_lock(func.hashtextextended(_locked.c.lane, 0)))
    .order_by(_locked.c.id)
)
_put = {
    "sqlite": sqlite_insert(_inbox).on_conflict_do_nothing(),
    "postgresql": postgresql_insert(_inbox).on_conflict_do_nothing(),
}
_done = (
    update(_inbox)
    .where(_inbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=EventState.DONE, done_at=bindparam("at"), payload=b"")
)


def put(session: Session, events: Iterable[Arrived], *, at: datetime) -> int:
    """Keep events. Returns how many were new; one told twice is kept once."""
    rows = [
        {
            "source": event.source,
            "key": event.key,
            "lane": event.lane,
            "payload": current_keyring().encrypt_json(event.content, _place(event.source, event.key)),
            "received_at": at,
            "due_at": at,
            "attempts": 0,
            "state": EventState.WAITING,
            "note": "",
        }
        for event in events
    ]
    if not rows:
        return 0
    connection = session.connection()
    options = {"preserve_rowcount": True}
    return connection.execute(_put[connection.dialect.name], rows, execution_options=options).rowcount


def claim(session: Session, *, now: datetime, most: int) -> Sequence[Claimed]:
    """Lock up to `most` lanes that nobody else holds, and return the oldest waiting event of each."""
    connection = session.connection()
    question = _heads if connection.dialect.name == "sqlite" else _own_heads
    found = connection.execute(question, {"now": now, "most": most}).all()
    return [Claimed(row.id, row.source, row.key, row.lane, row.payload, row.attempts) for row in found]


def finish(session: Session, ids: Sequence[int], *, at: datetime) -> None:
    """Mark events as handled, and let go of what people wrote: nobody reads it again."""
    if ids:
        session.connection().execute(_done, {"ids": list(ids), "at": at})


def postpone(session: Session, event_id: int, *, attempts: int, due_at: datetime, note: str) -> None:
    """Leave an event for another attempt. Its lane waits with it: order comes first."""
    values = {"attempts": attempts, "due_at": due_at, "note": note}
    session.connection().execute(update(_inbox).where(_inbox.c.id == event_id).values(**values))


def set_aside(session: Session, event_id: int, *, attempts: int, at: datetime, note: str) -> None:
    """Take an event that cannot be handled out of its lane. `note` names the bug, never the person."""
    values = {"state": EventState.SET_ASIDE, "attempts": attempts, "done_at": at, "note": note}
    session.connection().execute(update(_inbox).where(_inbox.c.id == event_id).values(**values))


def next_due(session: Session) -> datetime | None:
    """Return when the next waiting event may be tried, None if nothing waits."""
    found: datetime | None = session.connection().execute(select(func.min(_inbox.c.due_at)).where(_is_waiting)).scalar()
    return found


def forget(session: Session, *, done_before: datetime, most: int = 2000) -> int:
    """Delete events handled before this moment: Telegram tells an update again for a day at the most.

    Rows lie in order of arrival, so only the oldest `most` are looked at: the cost does not grow with the rows kept.
    """
    oldest = select(_inbox.c.id).order_by(_inbox.c.id).limit(most).scalar_subquery()
    handled = _inbox.c.state != EventState.WAITING
    question = _inbox.delete().where(_inbox.c.id.in_(oldest), handled, _inbox.c.done_at < done_before)
    return session.connection().execute(question).rowcount


def _place(source: Source, key: str) -> str:
    return f"inbox:{source}:{key}"
