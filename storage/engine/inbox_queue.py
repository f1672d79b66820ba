"""The queue of the inbox: which events are next, and the lanes that a turn has locked."""

import time
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import ARRAY, Integer, LargeBinary, String, bindparam, func, literal_column, or_, select, text, true
from sqlmodel import Session

from storage.database import table_of
from storage.database.encryption import current_keyring
from storage.database.prepared import PreparedStatement
from storage.engine.inbox import IS_KNOWN, IS_WAITING, LEFT_TO_NEWER, MAX_POSTPONEMENT, Event, EventSource, location_of
from storage.engine.lanes import (
    MAX_EXAMINED,
    RECENT,
    FindAfter,
    LaneCursor,
    RecentRows,
    ahead,
    heads,
    in_turn,
    use_indexes,
)


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
        content: dict[str, Any] = current_keyring().decrypt_json(self.payload, location_of(self.source, self.key))
        return content


_inbox = table_of(Event)
_names = [field.name for field in fields(ClaimedEvent)]
LANE, RECEIVED_AT = _names.index("lane"), _names.index("received_at")
_columns = [_inbox.c[name] for name in _names]
_is_waiting = text(f"inbox.{IS_WAITING}")
_is_known = text(IS_KNOWN)
_no_payload = literal_column("''::bytea", LargeBinary)
_is_left = text(f"inbox.note <> '{LEFT_TO_NEWER}'")
_blocks_lane = or_(_is_left, _inbox.c.due_at <= bindparam("now"), _inbox.c.due_at > bindparam("latest"))
_oldest = select(*_columns, _inbox.c.due_at).where(_is_waiting, _is_known, _blocks_lane).limit(1)
# The index on lane and id gives both in one query, however many events the lanes before have.
_next_lane = PreparedStatement(_oldest.where(_inbox.c.lane > bindparam("after")).order_by(_inbox.c.lane, _inbox.c.id))
# Those of all lanes, from a number on; the payload is read with the lane's lock.
_recent = PreparedStatement(
    select(*(_inbox.c[name] if name != "payload" else _no_payload for name in _names), _inbox.c.due_at)
    .where(_is_waiting, _is_known, _blocks_lane, _inbox.c.id >= bindparam("first"))
    .order_by(_inbox.c.id)
    .limit(RECENT)
)
# On PostgreSQL a claim takes lanes in groups: the next lanes, their locks, and their oldest events, by one query each.
_places = [*(_inbox.c[name] if name != "payload" else _no_payload.label("payload") for name in _names), _inbox.c.due_at]
_waiting_first = (
    select(*_places).where(_is_waiting, _is_known, _blocks_lane).order_by(_inbox.c.lane, _inbox.c.id).limit(1)
)
_walk = _waiting_first.where(_inbox.c.lane > bindparam("after")).add_columns(literal_column("1", Integer).label("nth"))
_walk_cte = select(*_walk.subquery().c).cte("walk", recursive=True)
_following = _waiting_first.where(_inbox.c.lane > _walk_cte.c.lane).correlate(_walk_cte).lateral("following")
_walk_cte = _walk_cte.union_all(
    select(*_following.c, _walk_cte.c.nth + literal_column("1"))
    .select_from(_walk_cte.join(_following, true()))
    .where(_walk_cte.c.nth < bindparam("count", type_=Integer))
)
_next_lanes = PreparedStatement(select(*_walk_cte.c))
_given_lanes = func.unnest(bindparam("lanes", type_=ARRAY(String))).table_valued("lane", name="given").render_derived()
_given = _given_lanes.c.lane
_lock_lanes = PreparedStatement(
    select(_given).where(func.pg_try_advisory_xact_lock(func.hashtextextended(_given, literal_column("0"))))
)
# A range of one lane and not an equation, so that no planner reads all lanes in the order of the numbers.
_head = (
    select(_inbox.c.id)
    .where(_is_waiting, _is_known, _blocks_lane, _inbox.c.lane.between(_given, _given))
    .order_by(_inbox.c.lane, _inbox.c.id)
    .limit(1)
    .correlate(_given_lanes)
)
# The oldest or none: version 0.1.0 locks the row alone, and to pass over it would be to take the next of the lane.
_of_lane = (
    select(*_columns, _inbox.c.due_at)
    .where(_inbox.c.id == _head.scalar_subquery(), _is_waiting)
    .with_for_update(skip_locked=True, key_share=True)
    .correlate(_given_lanes)
    .lateral("head")
)
_of_lanes = PreparedStatement(select(*_of_lane.c).select_from(_given_lanes.join(_of_lane, true())))


def claim(session: Session, *, now: datetime, limit: int, cursor: LaneCursor | None = None) -> list[ClaimedEvent]:
    """Lock up to `limit` lanes that no other worker has locked, and return the oldest waiting event of each.

    The search goes on from the cursor, and looks at no more than MAX_EXAMINED lanes without a claimable event. The
    events are in the order of the search: whoever handles only some of them gives the next one back to the cursor.
    """
    with use_indexes(session):
        return _claim(session, now, limit, cursor or LaneCursor())


def _claim(session: Session, now: datetime, limit: int, cursor: LaneCursor) -> list[ClaimedEvent]:
    recent = _find_recent(session, now, cursor.recent)
    if recent is not None:
        return _claim_found(session, now, limit, cursor, recent)
    began, numbers = time.monotonic(), list[int]()
    found = _claim_found(session, now, limit, cursor, _walking(session, now, limit, numbers))
    cursor.recent.walked(began, numbers)
    return found


def _find_recent(session: Session, now: datetime, recent: RecentRows) -> FindAfter | None:
    """Return how to find the next lane among the few that wait, None if many wait, or on SQLite."""
    if session.connection().dialect.name == "sqlite" or recent.walks_now():
        return None
    rows = _recent.all(session, {**_at(now), "first": recent.first})
    return in_turn(rows, lane_at=LANE) if recent.read([row[0] for row in rows]) else None


def _walking(session: Session, now: datetime, count: int, numbers: list[int]) -> FindAfter:
    """Return how to find the next lane by the index: on PostgreSQL first so many by one query.

    The function is called for each lane in turn. numbers: of the events found.
    """
    if session.connection().dialect.name == "sqlite":
        return lambda lane: _next_lane.first(session, {**_at(now), "after": lane})

    def read(lane: str, several: int) -> list[list[Any]]:
        rows = _next_lanes.all(session, {**_at(now), "after": lane, "count": several})
        numbers.extend(row[0] for row in rows)
        return [row[:-1] for row in sorted(rows, key=itemgetter(-1))]

    return ahead(read, first=count)


def _claim_found(
    session: Session, now: datetime, limit: int, cursor: LaneCursor, find_after: FindAfter
) -> list[ClaimedEvent]:
    found: list[ClaimedEvent] = []
    walk = heads(cursor, find_after, lane_at=LANE, most=MAX_EXAMINED + limit, for_one=limit == 1)
    while due := list(islice((head for head in walk if _is_due(head, now)), limit - len(found))):
        owned = _own(session, due, now)
        for head in due:
            event = owned.get(head[LANE])
            cursor.note(head[LANE], is_free=event is not None)
            if event is not None and _is_due(event, now):
                found.append(ClaimedEvent(*event[:-1]))
    cursor.leave_crowd()
    return found


def _own(session: Session, events: list[list[Any]], now: datetime) -> dict[str, list[Any]]:
    """Lock the lanes of these events. Returns the oldest event of each that no other worker has, by lane.

    A row lock is not enough on PostgreSQL: an event that commits late, under a lower number, would be a second head of
    a lane that is being handled. So the lane itself is locked until the commit, without waiting. What is its oldest
    event is asked after that, by another query, which sees what the worker before has committed.
    """
    if session.connection().dialect.name == "sqlite":
        return {event[LANE]: event for event in events}
    locked = [lane for (lane,) in _lock_lanes.all(session, {"lanes": [event[LANE] for event in events]})]
    rows = _of_lanes.all(session, {**_at(now), "lanes": locked}) if locked else []
    return {row[LANE]: row for row in rows}


def _is_due(event: list[Any], now: datetime) -> bool:
    """Return whether an event may be handled: whatever the clocks, it waits no longer than it was postponed."""
    received_at: datetime = event[RECEIVED_AT]
    due_at: datetime = event[-1]
    return due_at <= now or due_at == received_at or due_at > now + MAX_POSTPONEMENT


def _at(now: datetime) -> dict[str, datetime]:
    return {"now": now, "latest": now + MAX_POSTPONEMENT}
