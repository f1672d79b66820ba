"""Several lanes share a commit: only the first turn waits for locks, and due timers delay no update."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from psycopg.errors import LockNotAvailable
from sqlalchemy import text
from sqlmodel import Session

from bot.engine.clock import WakeEvent
from bot.engine.inbound import fired_timers, lock_patience
from bot.engine.inbound.lock_patience import LockPatience
from bot.engine.inbound.turn import Savepoint, TurnHandler
from bot.engine.inbound.worker import EventWorker
from bot.engine.newer_versions import Versions
from storage.database import Database, savepoint
from storage.database.counters import Counter
from storage.engine import inbox, inbox_queue, timers
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.inbox_queue import ClaimedEvent
from storage.engine.lanes import LaneCursor
from tests.operating_system import behaving

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
COUNT = text("UPDATE counters SET last = last + 1 WHERE name = :name")


class CountingTurns:
    """Turns that add one to the counter named by their event, if it names one. Those of the lane "bug" fail."""

    def __init__(self, versions: Versions) -> None:
        self.versions = versions

    def handle(self, session: Session, event: ClaimedEvent, *, now: datetime, point: Savepoint = savepoint) -> None:
        """Handle an event."""
        with point(session):
            if event.lane == "bug":
                raise LookupError(event.lane)
            if event.source is EventSource.RESULT:
                session.execute(COUNT, {"name": event.content["counter"]})


class SlowTurns(CountingTurns):
    """Turns that take so many seconds each by `timer`, and look how many lanes their transaction holds."""

    pace = 1
    seconds = 0
    lanes_held = 0

    def timer(self) -> float:
        """Return the seconds that turns have taken so far."""
        return self.seconds

    def handle(self, session: Session, event: ClaimedEvent, *, now: datetime, point: Savepoint = savepoint) -> None:
        """Handle an event."""
        super().handle(session, event, now=now, point=point)
        held = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        self.lanes_held = session.execute(held).scalar_one()
        self.seconds += self.pace


class PatientTurns(CountingTurns):
    """Turns that note how long each may wait for a lock."""

    def __init__(self, versions: Versions) -> None:
        super().__init__(versions)
        self.waits: list[str] = []

    def handle(self, session: Session, event: ClaimedEvent, *, now: datetime, point: Savepoint = savepoint) -> None:
        """Handle an event."""
        super().handle(session, event, now=now, point=point)
        self.waits.append(session.execute(text("SHOW lock_timeout")).scalar_one())


def worker(database: Database, turns: CountingTurns | None = None, **options: Any) -> EventWorker:
    """Return a worker with counting turns. A batch has as much time as it needs."""
    own = cast(TurnHandler, turns or CountingTurns(Versions(database, "today", "worker", clock=lambda: NOW)))
    return EventWorker(database, own, clock=lambda: NOW, **{"max_seconds": 60, "wake": WakeEvent(), **options})


def put(database: Database, *lanes: str) -> None:
    """Put an event into each lane, whose turn counts under the name of the lane."""
    with database.transaction() as session:
        inbox.put(session, [NewEvent(EventSource.RESULT, lane, lane, {"counter": lane}) for lane in lanes], at=NOW)
        session.add_all(Counter(name=lane, last=0) for lane in lanes)


def counted(database: Database) -> dict[str, int]:
    """Return the counters."""
    with database.reading() as session:
        return {row.name: row.last for row in session.execute(text("SELECT name, last FROM counters"))}


def waiting(database: Database) -> int:
    """Return how many events wait."""
    with database.reading() as session:
        return int(session.execute(text("SELECT count(*) FROM inbox WHERE state = 'waiting'")).scalar_one())


def test_lanes_share_a_commit_and_each_event_is_handled_once(store: Database) -> None:
    put(store, "a", "b", "c")
    assert asyncio.run(worker(store).step()) == 3
    assert counted(store) == {"a": 1, "b": 1, "c": 1}
    assert waiting(store) == 0


def test_a_batch_without_time_handles_one_event_and_goes_on_with_the_next_lane(store: Database) -> None:
    put(store, "a", "b", "c")
    slow = worker(store, max_seconds=0)
    for handled in ({"a": 1, "b": 0, "c": 0}, {"a": 1, "b": 1, "c": 0}, {"a": 1, "b": 1, "c": 1}):
        asyncio.run(slow.step())
        assert counted(store) == handled


def test_a_batch_claims_about_as_many_lanes_as_it_has_time_for(postgresql_store: Database) -> None:
    put(postgresql_store, *(f"lane {number}" for number in range(40)))
    turns = SlowTurns(Versions(postgresql_store, "today", "worker", clock=lambda: NOW))
    own = worker(postgresql_store, turns, max_seconds=3, lanes_per_commit=16, timer=turns.timer)
    assert (asyncio.run(own.step()), turns.lanes_held) == (3, 16)
    assert (asyncio.run(own.step()), turns.lanes_held) == (3, 3)
    turns.pace = 0
    assert [asyncio.run(own.step()) for _ in range(4)] == [3, 5, 9, 16]


def test_events_of_one_lane_are_handled_once_each(store: Database) -> None:
    put(store, "a")
    with store.transaction() as session:
        inbox.put(session, [NewEvent(EventSource.RESULT, "again", "a", {"counter": "a"})], at=NOW)
    own = worker(store)
    handled = [asyncio.run(own.step()) for _ in range(3)]
    assert (sum(handled), handled[2], counted(store)) == (2, 0, {"a": 2})


def test_a_later_turn_that_meets_a_lock_ends_the_batch_and_is_the_next(postgresql_store: Database) -> None:
    put(postgresql_store, "a", "b", "c")
    own = worker(postgresql_store)
    with postgresql_store.transaction() as holder:
        holder.execute(COUNT, {"name": "b"})
        assert asyncio.run(own.step()) == 1
        holder.rollback()
    assert counted(postgresql_store) == {"a": 1, "b": 0, "c": 0}
    assert asyncio.run(own.step()) == 2
    assert counted(postgresql_store) == {"a": 1, "b": 1, "c": 1}
    with postgresql_store.reading() as session:
        assert session.execute(text("SELECT max(attempts) FROM inbox")).scalar() == 0


def test_all_lanes_of_a_batch_that_ended_early_are_in_the_next(postgresql_store: Database) -> None:
    put(postgresql_store, *"abcdefgh")
    own = worker(postgresql_store, lanes_per_commit=4)
    with postgresql_store.transaction() as holder:
        holder.execute(COUNT, {"name": "b"})
        assert asyncio.run(own.step()) == 1
        holder.rollback()
    assert asyncio.run(own.step()) == 4
    assert [name for name, number in sorted(counted(postgresql_store).items()) if number] == list("abcde")


def test_only_the_first_turn_of_a_batch_may_wait_for_a_lock(postgresql_store: Database) -> None:
    put(postgresql_store, "a", "b", "c")
    turns = PatientTurns(Versions(postgresql_store, "today", "worker", clock=lambda: NOW))
    asyncio.run(worker(postgresql_store, turns).step())
    assert turns.waits == ["900ms", "1ms", "1ms"]


def test_an_event_that_fails_later_in_a_batch_fails_as_the_first_of_the_next(postgresql_store: Database) -> None:
    put(postgresql_store, "a", "bug", "c")
    own = worker(postgresql_store)
    assert [asyncio.run(own.step()) for _ in range(3)] == [1, 2, 0]
    assert counted(postgresql_store) == {"a": 1, "bug": 0, "c": 1}
    with postgresql_store.reading() as session:
        assert session.execute(text("SELECT lane, attempts FROM inbox WHERE state = 'waiting'")).all() == [("bug", 1)]


async def test_the_first_turn_waits_for_a_lock_and_holds_no_other_lane(postgresql_store: Database) -> None:
    put(postgresql_store, "a", "b")
    own = worker(postgresql_store)
    with behaving(lock_patience, MAX_WAIT_MILLISECONDS=60_000), postgresql_store.transaction() as holder:
        holder.execute(COUNT, {"name": "a"})
        step = asyncio.ensure_future(own.step())
        while not await postgresql_store.read(_waits):  # noqa: ASYNC110 - the database has no event for it
            await asyncio.sleep(0.01)
        with postgresql_store.transaction() as other:
            found = inbox_queue.claim(other, now=NOW, limit=9, cursor=LaneCursor())
            assert [event.lane for event in found] == ["b"]
        holder.rollback()
    assert await step == 2
    assert counted(postgresql_store) == {"a": 1, "b": 1}


def test_lanes_that_need_a_row_that_is_held_stop_no_other_lane(postgresql_store: Database) -> None:
    put(postgresql_store, *"abcd")
    with postgresql_store.transaction() as session:
        held = [NewEvent(EventSource.RESULT, f"held {at}", f"a{at}", {"counter": "a"}) for at in range(3)]
        inbox.put(session, held, at=NOW)
    own = worker(postgresql_store)
    with behaving(lock_patience, MAX_WAIT_MILLISECONDS=20), postgresql_store.transaction() as holder:
        holder.execute(COUNT, {"name": "a"})
        for _ in range(5):
            asyncio.run(own.step())
        assert waiting(postgresql_store) == 4
        holder.rollback()
    assert counted(postgresql_store) == {"a": 0, "b": 1, "c": 1, "d": 1}


def test_turns_wait_for_locks_only_briefly_during_ten_seconds_after_a_lock_timeout(
    postgresql_store: Database,
) -> None:
    now = [0.0]
    patience, waits = LockPatience(lambda: now[0]), []
    for now[0], problem in ((0.0, LookupError()), (1.0, LockNotAvailable()), (10.9, LookupError()), (11.1, None)):
        with postgresql_store.transaction() as session:
            patience.begin(session)
            waits.append(session.execute(text("SHOW lock_timeout")).scalar_one())
        if problem is not None:
            patience.note(problem)
    assert waits == ["900ms", "900ms", "50ms", "900ms"]


def test_thousands_of_timers_due_at_once_delay_no_update(store: Database) -> None:
    with store.transaction() as session:
        for at in range(1_000):
            due_at = NOW - timedelta(hours=1, seconds=-at)
            timers.start(session, "reminder", uuid4(), lane=f"1:{at:04}", due_at=due_at)
    own = worker(store, lanes_per_commit=16)
    with behaving(fired_timers, MAX_SECONDS=3600):
        for _ in range(4):
            asyncio.run(own.step())
            assert waiting(store) <= 16
        put(store, "0:0", "9:9")
        for _ in range(4):
            asyncio.run(own.step())
    assert counted(store) == {"0:0": 1, "9:9": 1}, "lanes before those of the timers wait, or those behind them"
    with store.reading() as session:
        assert int(session.execute(text("SELECT count(*) FROM timers WHERE state = 'set'")).scalar_one()) > 800


def _waits(session: Session) -> bool:
    """Return whether a transaction waits for a row that another one has changed."""
    query = text(
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
        "WHERE datname = current_database() AND locktype = 'transactionid' AND NOT granted"
    )
    return bool(session.execute(query).scalar())
