"""The claims, the turns and the sender's look of version 0.1.0, to be measured beside those of now on the same rows.

The statements are those of its inbox, outbox and timers; the indexes that they use are still there.
"""

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from sqlalchemy import bindparam, func, select, text, update
from sqlmodel import Session

from bot.engine.clock import now
from bot.engine.inbound.turn import TurnHandler
from storage.database import savepoint, table_of
from storage.engine import inbox
from storage.engine.inbox import Event, EventSource, NewEvent
from storage.engine.inbox_queue import ClaimedEvent
from storage.engine.outbox import Delivery
from storage.engine.timers import Timer, TimerState

LANES_PER_COMMIT, BATCH_SECONDS, TIMERS_AT_ONCE = 16, 0.05, 100

_inbox, _outbox, _timers = table_of(Event), table_of(Delivery), table_of(Timer)


def _heads(table: Any, names: Sequence[str], state: str) -> Any:
    """Return the query for the oldest row of each lane."""
    earlier = table.alias("earlier")
    before = select(1).where(earlier.c.lane == table.c.lane, earlier.c.id < table.c.id, text(f"earlier.{state}"))
    return (
        select(*(table.c[name] for name in names))
        .where(text(f"{table.name}.{state}"), table.c.due_at <= bindparam("now"))
        .where(~before.select_from(earlier).exists())
        .order_by(table.c.id)
        .limit(bindparam("limit"))
    )


_event_names = ("id", "source", "key", "lane", "payload", "attempts", "received_at")
_events = _heads(_inbox, _event_names, inbox.IS_WAITING).with_for_update(skip_locked=True, of=_inbox)
_locked = _events.cte("heads")
_own_events = (
    select(_locked)
    .where(func.pg_try_advisory_xact_lock(func.hashtextextended(_locked.c.lane, 0)))
    .order_by(_locked.c.id)
)
_delivery_names = ("id", "reference", "channel", "lane", "policy", "payload", "created_at", "attempts", "state")
_deliveries = _heads(_outbox, _delivery_names, "state IN ('waiting', 'underway')").where(
    _outbox.c.lane.not_in(bindparam("busy", expanding=True))
)
_due = (
    select(_timers)
    .where(text("timers.state = 'set'"), _timers.c.due_at <= bindparam("now"))
    .order_by(_timers.c.due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


def claim(session: Session, limit: int) -> list[ClaimedEvent]:
    """Lock up to `limit` lanes, and return the oldest waiting event of each."""
    connection = session.connection()
    query = _events if connection.dialect.name == "sqlite" else _own_events
    return [ClaimedEvent(*row) for row in connection.execute(query, {"now": now(), "limit": limit})]


def look(session: Session, limit: int) -> int:
    """Return how many deliveries the sender finds."""
    return len(session.connection().execute(_deliveries, {"now": now(), "limit": limit, "busy": [""]}).all())


def batch(session: Session, turns: TurnHandler) -> None:
    """Fire due timers and handle the oldest events of some lanes, in one transaction."""
    _fire(session)
    claimed, ends, done = claim(session, LANES_PER_COMMIT), perf_counter() + BATCH_SECONDS, list[int]()
    for event in claimed:
        if done and perf_counter() >= ends:
            break
        turns.handle(session, event, now=now(), point=savepoint)
        done.append(event.id)
    inbox.finish(session, done, at=now())


def _fire(session: Session) -> None:
    found = session.connection().execute(_due, {"now": now(), "limit": TIMERS_AT_ONCE}).all()
    events = [
        NewEvent(EventSource.TIMER, str(row.id), row.lane, {"kind": row.kind, "subject": row.subject.hex})
        for row in found
    ]
    inbox.put(session, events, at=now())
    for row in found:
        session.connection().execute(update(_timers).where(_timers.c.id == row.id).values(state=TimerState.FIRED))
