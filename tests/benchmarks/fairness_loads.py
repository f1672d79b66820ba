"""The backlogs of `bench_fairness`: each fills a database, and holds what has to be held while it is measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select, text

from bot.engine.clock import now
from storage.database import Database, table_of
from storage.engine import inbox, inbox_queue, outbox
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.outbox import Channel, Delivery, DeliveryPolicy, DeliveryState
from storage.engine.timers import Timer, TimerState

QUIET = "nothing"


@contextmanager
def _nothing(database: Database, scale: float) -> Iterator[None]:
    yield


@contextmanager
def _one_lane(database: Database, scale: float) -> Iterator[None]:
    """One lane has 100,000 events, and on PostgreSQL another transaction is at work on it."""
    with database.transaction() as session:
        events = (NewEvent(EventSource.RESULT, f"{at}", "long", {}) for at in range(int(100_000 * scale)))
        inbox.put(session, events, at=now())
    with database.transaction() as holder:
        if not database.is_sqlite:
            holder.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            inbox_queue.claim(holder, now=now(), limit=1)
            yield
    if database.is_sqlite:
        yield


@contextmanager
def _held_chat(database: Database, scale: float) -> Iterator[None]:
    """Telegram has put off one chat for which 50,000 messages wait: the first of them is due in 20 minutes."""
    made, later = now(), now() + timedelta(minutes=20)
    row = {"channel": Channel.CHAT, "lane": "held", "policy": DeliveryPolicy.AGAIN, "payload": b"", "state": "waiting"}
    with database.transaction() as session:
        times = {"created_at": made, "due_at": made, "attempts": 0, "note": "", "about": ""}
        rows = [{**row, **times, "reference": uuid4()} for _ in range(int(50_000 * scale))]
        rows[0] |= {"due_at": later, "attempts": 1}
        session.connection().execute(table_of(Delivery).insert(), rows)
    yield


@contextmanager
def _snapshot(database: Database, scale: float) -> Iterator[None]:
    """A reader holds a snapshot since before 60,000 events were handled, and their answers sent."""
    with database.reading() as reader:
        reader.connection(execution_options={} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"})
        if not database.is_sqlite:
            reader.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        events = table_of(inbox.Event)
        deliveries = table_of(Delivery)
        reader.execute(select(events.c.id).limit(1)).all()
        for start in range(0, int(60_000 * scale), 500):
            with database.transaction() as session:
                lanes = [f"lane {at}" for at in range(start, start + 500)]
                inbox.put(session, [NewEvent(EventSource.RESULT, f"old {lane}", lane, {}) for lane in lanes], at=now())
                ids = session.connection().execute(select(events.c.id).where(events.c.lane.in_(lanes))).scalars().all()
                inbox.finish(session, ids, at=now())
            with database.transaction() as session:
                for lane in lanes:
                    outbox.put(session, Channel.CHAT, lane, {}, at=now())
            with database.transaction() as session:
                sent = deliveries.update().where(deliveries.c.lane.in_(lanes))
                session.connection().execute(sent.values(state=DeliveryState.DONE, done_at=now(), payload=b""))
        yield


@contextmanager
def _long_snapshot(database: Database, scale: float) -> Iterator[None]:
    """The same over a million events and answers, which are written and handled by few statements."""
    count, moment = int(1_000_000 * scale), now()
    numbers = f"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) "
    with database.reading() as reader:
        reader.connection(execution_options={} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"})
        if not database.is_sqlite:
            reader.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        reader.execute(select(table_of(inbox.Event).c.id).limit(1)).all()
        for statement in (
            "INSERT INTO inbox (source, key, lane, payload, received_at, due_at, attempts, state, note) "
            f"{numbers} SELECT 'result', 'over ' || n, 'lane ' || n, '', :now, :now, 0, 'waiting', '' FROM numbers",
            "UPDATE inbox SET state = 'done', done_at = :now",
            "INSERT INTO outbox (reference, channel, lane, about, policy, payload, created_at, due_at, attempts, "
            f"state, note, interruptions, is_notification, is_soft) {numbers} SELECT {_reference(database)}, 'chat', "
            "'lane ' || n, '', 'again', '', :now, :now, 0, 'waiting', '', 0, false, false FROM numbers",
            "UPDATE outbox SET state = 'done', done_at = :now",
        ):
            with database.transaction() as session:
                if not database.is_sqlite:
                    session.execute(text("SET LOCAL statement_timeout = 0"))
                session.execute(text(statement), {"now": moment})
        yield


def _reference(database: Database) -> str:
    return "lower(hex(randomblob(16)))" if database.is_sqlite else "gen_random_uuid()"


@contextmanager
def _timers_due(database: Database, scale: float) -> Iterator[None]:
    """20,000 timers are due."""
    table, due_at = table_of(Timer), now() - timedelta(hours=1)
    with database.transaction() as session:
        rows = [
            {
                "id": uuid4(),
                "kind": "x",
                "subject": uuid4(),
                "lane": f"1:{at}",
                "due_at": due_at,
                "state": TimerState.SET,
            }
            for at in range(1, int(20_000 * scale))
        ]
        session.connection().execute(table.insert(), rows)
    yield


@contextmanager
def _slow_tasks(database: Database, scale: float) -> Iterator[None]:
    """128 tasks that do not end wait or are under way."""
    with database.transaction() as session:
        for at in range(int(128 * scale)):
            outbox.put(session, Channel.TASK, f"task:{at}", {}, at=now())
    yield


@contextmanager
def _notifications(database: Database, scale: float) -> Iterator[None]:
    """600 people are notified of something."""
    with database.transaction() as session:
        for at in range(int(600 * scale)):
            outbox.put(session, Channel.CHAT, f"1:{at}", {outbox.NOTIFICATION_KEY: "x"}, at=now())
    yield


LOADS = {
    QUIET: _nothing,
    "one lane with 100,000 events": _one_lane,
    "one chat at 429 with 50,000 messages": _held_chat,
    "a snapshot held over 60,000 events": _snapshot,
    "a snapshot held over 1,000,000 events": _long_snapshot,
    "20,000 timers due": _timers_due,
    "128 slow tasks": _slow_tasks,
    "600 notifications": _notifications,
}
