"""The inbox: every event as one row, committed before it is confirmed to its source.

Receiving is idempotent: the source and its idempotency key are unique, so that a repeated event is ignored.
An event is handled once, in its lane, in order of arrival. Its payload is encrypted, because it holds what people
wrote, and is deleted when the event is handled, together with the lane, which holds the Telegram id. These are the
most used rows, hence the Core statements.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import UniqueConstraint, bindparam, func, or_, select, text, update
from sqlmodel import Field, Session, SQLModel

from storage.database import INSERTS, big_integer, choice, encrypted_bytes, instant, partial_index, table_of
from storage.database.encryption import current_keyring
from storage.database.prepared import PreparedStatement
from storage.engine.finished_rows import WINDOW, DeletionCursor, delete_window
from storage.engine.lanes import MAX_EXAMINED, LaneCursor, heads, use_indexes
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
# An event that is due later than this from now was postponed by a clock that was wrong.
MAX_POSTPONEMENT = timedelta(minutes=1)
# The note of an event that only a newer version can handle. Later events of its lane do not wait for it.
LEFT_TO_NEWER = "left to a newer version"


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


keep_until(RetentionPeriod.UPDATE_DAYS, Event, no_keeper="deleted by retention")


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


_inbox = table_of(Event)
_names = [field.name for field in fields(ClaimedEvent)]
LANE, RECEIVED_AT = _names.index("lane"), _names.index("received_at")
_columns = [_inbox.c[name] for name in _names]
_is_waiting = text(f"inbox.{IS_WAITING}")
# Others wait for the version that knows them. The concatenation keeps the planner from the index on source and key.
_is_known = text("inbox.source || '' IN ({})".format(", ".join(f"'{source}'" for source in EventSource)))
_is_left = text(f"inbox.note <> '{LEFT_TO_NEWER}'")
_blocks_lane = or_(_is_left, _inbox.c.due_at <= bindparam("now"), _inbox.c.due_at > bindparam("latest"))
_oldest = select(*_columns, _inbox.c.due_at).where(_is_waiting, _is_known, _blocks_lane).limit(1)
# The index on lane and id gives both in one query, however many events the lanes before have.
_next_lane = PreparedStatement(_oldest.where(_inbox.c.lane > bindparam("after")).order_by(_inbox.c.lane, _inbox.c.id))
_of_lane = PreparedStatement(
    _oldest.where(_inbox.c.lane == bindparam("lane"))
    .order_by(_inbox.c.id)
    .with_for_update(skip_locked=True, key_share=True)
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


def claim(session: Session, *, now: datetime, limit: int, cursor: LaneCursor | None = None) -> list[ClaimedEvent]:
    """Lock up to `limit` lanes that no other worker has locked, and return the oldest waiting event of each.

    The search goes on from the cursor, and looks at no more than MAX_EXAMINED lanes without a claimable event. The
    events are in the order of the search: whoever handles only some of them moves the cursor back to the last one.
    """
    with use_indexes(session):
        return _claim(session, now, limit, cursor or LaneCursor())


def _claim(session: Session, now: datetime, limit: int, cursor: LaneCursor) -> list[ClaimedEvent]:
    def find_after(lane: str) -> list[Any] | None:
        return _next_lane.first(session, {**_at(now), "after": lane})

    found: list[ClaimedEvent] = []
    for head in heads(cursor, find_after, lane_at=LANE, most=MAX_EXAMINED + limit):
        event = _own(session, head, now)
        if event is not None and _is_due(event, now):
            found.append(ClaimedEvent(*event[:-1]))
        if len(found) == limit:
            break
    return found


def _own(session: Session, event: list[Any], now: datetime) -> list[Any] | None:
    """Lock the lane of this event. Returns its oldest event then, None if another worker has the lane.

    A row lock is not enough on PostgreSQL: an event that commits late, under a lower number, would be a second head of
    a lane that is being handled. So the lane itself is locked until the commit, without waiting.
    """
    if session.connection().dialect.name == "sqlite" or not _is_due(event, now):
        return event
    lock = select(func.pg_try_advisory_xact_lock(func.hashtextextended(event[LANE], 0)))
    if not session.connection().execute(lock).scalar():
        return None
    return _of_lane.first(session, {**_at(now), "lane": event[LANE]})


def _is_due(event: list[Any], now: datetime) -> bool:
    """Return whether an event may be handled: whatever the clocks, it waits no longer than it was postponed."""
    received_at: datetime = event[RECEIVED_AT]
    due_at: datetime = event[-1]
    return due_at <= now or due_at == received_at or due_at > now + MAX_POSTPONEMENT


def _at(now: datetime) -> dict[str, datetime]:
    return {"now": now, "latest": now + MAX_POSTPONEMENT}


def finish(session: Session, ids: Sequence[int], *, at: datetime) -> None:
    """Mark events as handled, and delete their payloads and lanes."""
    if ids:
        session.connection().execute(_done, {"ids": list(ids), "at": at})


def postpone(session: Session, event_id: int, *, attempts: int, due_at: datetime, note: str) -> None:
    """Postpone an event to another attempt, unless another worker has handled it. Its lane waits, to keep the order."""
    values = {"attempts": attempts, "due_at": due_at, "note": note}
    session.connection().execute(update(_inbox).where(_inbox.c.id == event_id, _is_waiting).values(**values))


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


def _location(source: EventSource, key: str) -> str:
    return f"inbox:{source}:{key}"
