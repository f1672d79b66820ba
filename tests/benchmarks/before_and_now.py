"""Claims, turns and looks of the sender by the statements of version 0.1.0 and by those of now, on the same rows.

Each is measured in a transaction that is rolled back, both in turn. On PostgreSQL a statement ends after five seconds.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.engine.clock import now
from bot.engine.inbound.receiver import store_updates
from storage.database import Database, table_of
from storage.engine import inbox, inbox_queue, outbox, outbox_queue
from storage.engine.inbox import EventSource, EventState
from storage.engine.lanes import LaneCursor
from storage.engine.outbox import Channel
from tests.benchmarks import earlier_queues
from tests.benchmarks.bench_rows import update
from tests.fault_injection import counting

LANES, TIMES = 20, 6
LIMIT = 5
SECONDS = 20.0  # After so many no more measurements of a load begin in a round.
FIRST_USER = 9_000_000
_events = table_of(inbox.Event)


@dataclass
class Both:
    """Seconds before and now, of the same load: a claim of as many lanes as share a commit, a turn, a look."""

    before: dict[str, list[float]] = field(default_factory=lambda: {"claim": [], "turn": [], "look": []})
    now: dict[str, list[float]] = field(default_factory=lambda: {"claim": [], "turn": [], "look": []})


def measure(database: Database, both: Both, number: int) -> None:
    """Measure a few times beside the load of this database. number: of the round."""
    users = range(FIRST_USER + number * LANES, FIRST_USER + (number + 1) * LANES)
    keys = [f"{counting.BOT}:{update(0, user, user)['update_id']}" for user in users]
    with database.transaction() as session:
        store_updates(session, counting.BOT, [update(0, user, user) for user in users], at=now())
        for user in users:
            outbox.put(session, Channel.CHAT, f"a:{user}", {"answer": 1}, at=now())
    worker, turns = counting.event_worker(database), counting.turn_handler(database)
    cursor, cursors = LaneCursor(after=f"{counting.BOT}:"), {channel: LaneCursor() for channel in Channel}
    limit = earlier_queues.LANES_PER_COMMIT
    began = time.monotonic()
    for _ in range(TIMES):
        if time.monotonic() - began > SECONDS and both.now["turn"]:
            break
        claim = _timed(database, lambda session: earlier_queues.claim(session, limit))
        both.before["claim"].append(claim)
        claim = _timed(database, lambda session: inbox_queue.claim(session, now=now(), limit=limit, cursor=cursor))
        both.now["claim"].append(claim)
        both.before["look"].append(_timed(database, lambda session: earlier_queues.look(session, LANES)))
        look = _timed(
            database,
            lambda session: outbox_queue.next_deliveries(
                session, now=now(), limit=LANES, channels=[Channel.CHAT], cursors=cursors
            ),
        )
        both.now["look"].append(look)
        both.before["turn"].append(_turn(database, keys, lambda session: earlier_queues.batch(session, turns)))
        both.now["turn"].append(_turn(database, keys, worker.batch))
    with database.transaction() as session:
        ids = session.connection().execute(select(_events.c.id).where(_is_one_of(keys))).scalars().all()
        inbox.finish(session, ids, at=now())


def _timed(database: Database, work: Callable[[Session], object]) -> float:
    """Return how long something takes in a transaction, which is rolled back."""
    with database.transaction() as session:
        return _seconds(session, work)


def _seconds(session: Session, work: Callable[[Session], object], look: Callable[[], object] = int) -> float:
    """Do something, look at what it has done, and roll back. Returns how long it took, `LIMIT` if it was ended."""
    if session.connection().dialect.name != "sqlite":
        session.execute(text(f"SET LOCAL statement_timeout = '{LIMIT}s'"))
    began = time.perf_counter()
    try:
        work(session)
        seconds = time.perf_counter() - began
        look()
    except OperationalError:
        seconds = time.perf_counter() - began
    session.rollback()
    return seconds


def _turn(database: Database, keys: list[str], batch: Callable[[Session], object]) -> float:
    """Return what the update of one of these people costs: batches until some were handled, divided by how many."""
    seconds, handled = 0.0, list[int]()
    done = select(func.count()).where(_is_one_of(keys), _events.c.state == EventState.DONE)
    for _ in range(4):
        with database.transaction() as session:

            def count(own: Session = session) -> None:
                handled.append(own.connection().execute(done).scalar_one())

            seconds += _seconds(session, batch, count)
        if any(handled) or seconds >= LIMIT:
            break
    return seconds / max(sum(handled), 1)


def _is_one_of(keys: list[str]) -> ColumnElement[bool]:
    return (_events.c.source == EventSource.TELEGRAM) & _events.c.key.in_(keys)
