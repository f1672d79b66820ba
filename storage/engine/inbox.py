"""The inbox: every event as one row, committed before it is confirmed to its source.

Receiving is idempotent: the source and its idempotency key are unique, so that a repeated event is ignored.
An event is handled once, in its lane, in order of arrival. Its payload is encrypted, because it holds what people
wrote, and is deleted when the event is handled, together with the lane, which holds the Telegram id. These are the
most used rows, hence the Core statements.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, String, UniqueConstraint, bindparam, cast, func, select, text, update
from sqlmodel import Field, Session, SQLModel

from storage.database import INSERTS, big_integer, choice, encrypted_bytes, instant, partial_index, table_of
from storage.database.encryption import current_keyring


class EventSource(StrEnum):
    """Where an event comes from."""

    TELEGRAM = "telegram"
    TIMER = "timer"
    RESULT = "result"
    NOTICE = "notice"


class EventState(StrEnum):
    """The state of an event."""

    WAITING = "waiting"
    DONE = "done"
    SET_ASIDE = "set_aside"


# The indexes hold waiting rows only: their size, and the cost of a claim, do not grow with the table.
IS_WAITING = "state = 'waiting'"
# The note of an event that only a newer version can handle. Later events of its lane do not wait for it.
LEFT_TO_NEWER = "left to a newer version"
IS_SET_ASIDE = "state = 'set_aside'"


class Event(SQLModel, table=True):
    """One event. (source, key) identifies it, however often the source sends it."""

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
    lane: str
    payload: bytes = encrypted_bytes()
    received_at: datetime = instant()
    due_at: datetime = instant()
    attempts: int = 0
    state: EventState = choice(EventState, default=EventState.WAITING)
    done_at: datetime | None = instant(default=None)
    note: str = Field(default="")


class NewEvent(NamedTuple):
    """An event that is not stored yet."""

    source: EventSource
    key: str
    lane: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClaimedEvent:
    """An event that a turn has claimed."""

    id: int
    source: EventSource
    key: str
    lane: str
    payload: bytes
    attempts: int
    received_at: datetime

    @property
    def content(self) -> dict[str, Any]:
        """The decrypted payload. Raises DecryptionError: it fails the turn, so that other lanes continue."""
        content: dict[str, Any] = current_keyring().decrypt_json(self.payload, _location(self.source, self.key))
        return content


def _is_known(table: FromClause) -> ColumnElement[bool]:
    """Return the condition that this version knows the source of an event. Others wait for the version that does."""
    return cast(table.c.source, String).in_([source.value for source in EventSource])


_inbox = table_of(Event)
_earlier = _inbox.alias("earlier")
_is_waiting = text(f"inbox.{IS_WAITING}")
_heads = (
    select(*(_inbox.c[field.name] for field in fields(ClaimedEvent)))
    .where(_is_waiting, _inbox.c.due_at <= bindparam("now"), _is_known(_inbox))
    .where(
        ~select(1)
        .where(_earlier.c.lane == _inbox.c.lane, _earlier.c.id < _inbox.c.id, text(f"earlier.{IS_WAITING}"))
        .where(_is_known(_earlier), _earlier.c.note != LEFT_TO_NEWER)
        .select_from(_earlier)
        .exists()
    )
    .order_by(_inbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, key_share=True, of=_inbox)
)
# A row lock is not enough on PostgreSQL: an event that commits late, under a lower number, would be a second head
# of a lane that is being handled. So the lane itself is locked until the commit, without waiting.
_locked = _heads.cte("heads")
_own_heads = (
    select(_locked)
    .where(func.pg_try_advisory_xact_lock(func.hashtextextended(_locked.c.lane, 0)))
    .order_by(_locked.c.id)
)
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
            "payload": current_keyring().encrypt_json(event.content, _location(event.source, event.key)),
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


def claim(session: Session, *, now: datetime, limit: int) -> Sequence[ClaimedEvent]:
    """Lock up to `limit` lanes that no other worker has locked, and return the oldest waiting event of each."""
    connection = session.connection()
    query = _heads if connection.dialect.name == "sqlite" else _own_heads
    found = connection.execute(query, {"now": now, "limit": limit}).all()
    return [ClaimedEvent(*row) for row in found]


def finish(session: Session, ids: Sequence[int], *, at: datetime) -> None:
    """Mark events as handled, and delete their payloads and lanes."""
    if ids:
        session.connection().execute(_done, {"ids": list(ids), "at": at})


def postpone(session: Session, event_id: int, *, attempts: int, due_at: datetime, note: str) -> None:
    """Postpone an event to another attempt. Its lane waits with it, to keep the order."""
    values = {"attempts": attempts, "due_at": due_at, "note": note}
    session.connection().execute(update(_inbox).where(_inbox.c.id == event_id).values(**values))


def set_aside(session: Session, event_id: int, *, attempts: int, at: datetime, note: str) -> None:
    """Take an event that cannot be handled out of its lane. `note` names the bug, never the person."""
    values = {"state": EventState.SET_ASIDE, "attempts": attempts, "done_at": at, "note": note}
    session.connection().execute(update(_inbox).where(_inbox.c.id == event_id).values(**values))


def delete_finished(session: Session, *, done_before: datetime, limit: int = 2000) -> int:
    """Delete events handled before this moment. Telegram repeats an update for at most a day.

    Rows are in order of arrival, so only the oldest `limit` are read: the cost does not grow with the table.
    """
    oldest = select(_inbox.c.id).order_by(_inbox.c.id).limit(limit).scalar_subquery()
    handled = _inbox.c.state != EventState.WAITING
    query = _inbox.delete().where(_inbox.c.id.in_(oldest), handled, _inbox.c.done_at < done_before)
    return session.connection().execute(query).rowcount


def _location(source: EventSource, key: str) -> str:
    return f"inbox:{source}:{key}"
