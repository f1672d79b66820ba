"""The inbox: every event as one row, committed before it is confirmed to its source.

Receiving is idempotent: the source and its idempotency key are unique, so that a repeated event is ignored.
An event is handled once, in its lane, in order of arrival. Its payload is encrypted, because it holds what people
wrote, and is deleted when the event is handled, together with the lane, which holds the Telegram id. These are the
most used rows, hence the Core statements.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import UniqueConstraint, bindparam, select, text, update
from sqlmodel import Field, Session, SQLModel

from storage.database import (
    INSERTS,
    big_integer,
    choice,
    code_point_text,
    encrypted_bytes,
    instant,
    partial_index,
    table_of,
)
from storage.database.encryption import current_keyring
from storage.engine.finished_rows import WINDOW, DeletionCursor, delete_window
from storage.retention import RetentionPeriod, keep_until


class EventSource(StrEnum):
    """Where an event comes from."""

    TELEGRAM = "telegram"
    TIMER = "timer"
    RESULT = "result"
    WEBHOOK = "notice"


class EventState(StrEnum):
    """The state of an event."""

    WAITING = "waiting"
    DONE = "done"
    SET_ASIDE = "set_aside"


# The indexes hold waiting rows only: their size, and the cost of a claim, do not grow with the table.
IS_WAITING = "state = 'waiting'"
IS_SET_ASIDE = "state = 'set_aside'"
# The others wait for the version that knows them. The concatenation keeps the planner from the index on source and key.
IS_KNOWN = "inbox.source || '' IN ({})".format(", ".join(f"'{source}'" for source in EventSource))
# An event that is due later than this from now was postponed by a clock that was wrong.
MAX_POSTPONEMENT = timedelta(minutes=1)
# The note of an event that only a newer version can handle. Later events of its lane do not wait for it.
LEFT_TO_NEWER = "left to a newer version"


class Event(SQLModel, table=True):
    """One event. (source, key) identifies it, however often the source sends it.

    `interruptions`: the latest attempts in a row that ended without a result, because the process died; only attempts
    that are counted before they begin.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("source", "key"),
        partial_index("ix_inbox_waiting", "id", where=IS_WAITING),
        partial_index("ix_inbox_lane_waiting", "lane", "id", where=IS_WAITING),
        partial_index("ix_inbox_lane_set_aside", "lane", where=IS_SET_ASIDE),
        {"sqlite_autoincrement": True},
    )

    id: int | None = big_integer(default=None, primary_key=True)
    source: EventSource = choice(EventSource, constraint="source")
    key: str
    lane: str = code_point_text()
    payload: bytes = encrypted_bytes()
    received_at: datetime = instant()
    due_at: datetime = instant()
    attempts: int = 0
    state: EventState = choice(EventState, default=EventState.WAITING)
    done_at: datetime | None = instant(default=None)
    note: str = Field(default="")
    interruptions: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


keep_until(RetentionPeriod.UPDATE_DAYS, Event, no_keeper="deleted by retention")


class NewEvent(NamedTuple):
    """An event that is not stored yet."""

    source: EventSource
    key: str
    lane: str
    content: dict[str, Any]


_inbox = table_of(Event)
_is_waiting = text(f"inbox.{IS_WAITING}")
_put = {name: insert(_inbox).on_conflict_do_nothing() for name, insert in INSERTS.items()}
_done = (
    update(_inbox)
    .where(_inbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=EventState.DONE, done_at=bindparam("at"), lane="", payload=b"")
)


def put(session: Session, events: Iterable[NewEvent], *, at: datetime) -> int:
    """Insert events. Returns how many were new; repeated ones are ignored."""
    rows = [
        {
            "source": event.source,
            "key": event.key,
            "lane": event.lane,
            "payload": current_keyring().encrypt_json(event.content, location_of(event.source, event.key)),
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


def finish(session: Session, ids: Sequence[int], *, at: datetime) -> None:
    """Mark events as handled, and delete their payloads and lanes."""
    if ids:
        session.connection().execute(_done, {"ids": list(ids), "at": at})


def handled(session: Session, source: EventSource, keys: Sequence[str]) -> set[str]:
    """Return which of these events of a source do not wait any more."""
    query = select(_inbox.c.key).where(_inbox.c.source == source, _inbox.c.key.in_(keys))
    return set(session.connection().execute(query.where(_inbox.c.state != EventState.WAITING)).scalars())


def postpone(session: Session, event_id: int, *, attempts: int, due_at: datetime, note: str) -> None:
    """Postpone an event to another attempt, unless another worker has handled it. Its lane waits, to keep the order."""
    values = {"attempts": attempts, "due_at": due_at, "note": note, "interruptions": 0}
    session.connection().execute(update(_inbox).where(_inbox.c.id == event_id, _is_waiting).values(**values))


def last_waiting(session: Session) -> int:
    """Return the highest number of an event that waits, 0 if there is none."""
    query = select(_inbox.c.id).where(_is_waiting).order_by(_inbox.c.id.desc()).limit(1)
    return session.connection().execute(query).scalar() or 0


def waits(session: Session, *, until: int) -> bool:
    """Return whether an event waits whose number is not higher."""
    query = select(_inbox.c.id).where(_is_waiting, _inbox.c.id <= until).limit(1)
    return session.connection().execute(query).first() is not None


def count_interruption(session: Session, event_id: int) -> int:
    """Count an attempt before it begins, as if its process died. Returns how many in a row have now been counted."""
    counted = update(_inbox).where(_inbox.c.id == event_id).values(interruptions=_inbox.c.interruptions + 1)
    return int(session.connection().execute(counted.returning(_inbox.c.interruptions)).scalar_one())


def set_aside(session: Session, event_id: int, *, attempts: int, at: datetime, note: str) -> bool:
    """Take an event that cannot be handled out of its lane. `note` names the bug, never the person.

    Returns False if another worker has handled it meanwhile.
    """
    values = {"state": EventState.SET_ASIDE, "attempts": attempts, "done_at": at, "note": note}
    query = update(_inbox).where(_inbox.c.id == event_id, _is_waiting).values(**values)
    return session.connection().execute(query).rowcount == 1


def delete_finished(session: Session, cursor: DeletionCursor, *, done_before: datetime, limit: int = WINDOW) -> int:
    """Delete events of the next window that were handled before this moment. Telegram repeats an update for a day."""
    handled, received = _inbox.c.state != EventState.WAITING, _inbox.c.received_at
    return delete_window(session, _inbox, handled, cursor, made_at=received, done_before=done_before, limit=limit)


def location_of(source: EventSource, key: str) -> str:
    """Return where an event is stored, which its encryption binds."""
    return f"inbox:{source}:{key}"
