"""Clocks that are wrong or jump: nothing is held for longer than it was postponed, and nothing is done twice."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.context import DeskContext
from bot.engine.database_clock import MAX_READING_SECONDS, DatabaseClock
from bot.engine.inbound import double_taps
from bot.engine.newer_versions import UnknownHere, Versions
from storage.database import Database
from storage.engine import inbox, inbox_queue, outbox, outbox_queue, processes, timers
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.outbox import Channel
from tests.fault_injection import faulty_database

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
JUMPS = [sign * timedelta(hours=hours) for hours in (1, 24) for sign in (1, -1)]
any_jump = pytest.mark.parametrize("jump", JUMPS, ids=str)


class ProcessClocks:
    """The wall clock and the monotonic clock of a process, which the test sets."""

    def __init__(self) -> None:
        self.now, self.seconds = NOW, 100.0

    def wall(self) -> datetime:
        """Return the time of the wall clock."""
        return self.now

    def monotonic(self) -> float:
        """Return the seconds of the monotonic clock."""
        return self.seconds


def claimed(session: Session, now: datetime) -> int:
    """Return how many events can be claimed at this moment."""
    return len(inbox_queue.claim(session, now=now, limit=9))


def sendable(session: Session, now: datetime) -> int:
    """Return how many deliveries can be sent at this moment."""
    return len(outbox_queue.next_deliveries(session, now=now, limit=9))


@pytest.mark.parametrize("jump", [*JUMPS, timedelta(seconds=30)], ids=str)
def test_what_a_process_with_a_wrong_clock_has_stored_waits_for_nothing(store: Database, jump: timedelta) -> None:
    with store.transaction() as session:
        inbox.put(session, [NewEvent(EventSource.TELEGRAM, "1", "1:7", {})], at=NOW + jump)
        outbox.put(session, Channel.CHAT, "1:7", {}, at=NOW + jump)
        outbox.put(session, Channel.TASK, "task:x", {}, at=NOW + jump)
        assert (claimed(session, NOW), sendable(session, NOW)) == (1, 2)


@any_jump
def test_what_was_postponed_before_a_jump_waits_no_longer_than_it_would_have(store: Database, jump: timedelta) -> None:
    with store.transaction() as session:
        inbox.put(session, [NewEvent(EventSource.TELEGRAM, "1", "1:7", {})], at=NOW - timedelta(minutes=1))
        outbox.put(session, Channel.CHAT, "1:7", {}, at=NOW - timedelta(minutes=1))
        (delivery,) = outbox_queue.claim(session, outbox_queue.next_deliveries(session, now=NOW, limit=1))
        inbox.postpone(session, 1, attempts=1, due_at=NOW + timedelta(seconds=18), note="bug")
        outbox_queue.update_delivery(session, delivery, due_at=NOW + timedelta(minutes=5))
        assert (claimed(session, NOW), sendable(session, NOW)) == (0, 0)
        later = NOW + timedelta(minutes=5) + jump
        assert (claimed(session, later), sendable(session, later)) == (1, 1)


def test_an_event_left_to_a_newer_version_is_tried_again_after_a_jump(store: Database) -> None:
    with store.transaction() as session:
        inbox.put(session, [NewEvent(EventSource.TELEGRAM, "1", "1:7", {})], at=NOW - timedelta(minutes=1))
        inbox.postpone(session, 1, attempts=0, due_at=NOW + timedelta(seconds=5), note=inbox.LEFT_TO_NEWER)
        assert (claimed(session, NOW), claimed(session, NOW - timedelta(hours=1))) == (0, 1)


@any_jump
def test_a_timer_fires_once_whatever_the_clock_does(store: Database, jump: timedelta) -> None:
    with store.transaction() as session:
        timers.start(session, "reminder", uuid4(), lane="1:7", due_at=NOW)
        fired = [len(timers.fire(session, now=now)) for now in (NOW + jump, NOW, NOW + jump, NOW + 2 * abs(jump))]
        assert sum(fired) == 1
        assert claimed(session, NOW) == 1


@any_jump
def test_on_postgresql_the_database_decides_what_time_it_is(postgresql_store: Database, jump: timedelta) -> None:
    process = ProcessClocks()
    clock = DatabaseClock(postgresql_store, process_clock=process.wall, monotonic=process.monotonic)
    with postgresql_store.reading() as session:
        database: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    process.now += jump
    assert abs(clock() - database) < timedelta(seconds=60)
    before = clock()
    process.seconds += 10
    assert clock() - before == timedelta(seconds=10)
    clock.synchronise()
    assert clock() - before < timedelta(seconds=10)


def test_on_sqlite_the_process_decides(lite: Database) -> None:
    process = ProcessClocks()
    clock = DatabaseClock(lite, process_clock=process.wall, monotonic=process.monotonic)
    process.now += timedelta(hours=1)
    assert clock() == NOW + timedelta(hours=1)


def test_a_slow_reading_is_not_used(postgresql_store: Database) -> None:
    process = ProcessClocks()
    clock = DatabaseClock(postgresql_store, process_clock=process.wall, monotonic=process.monotonic)
    before, slow = clock(), iter([110.0, 110.0 + 2 * MAX_READING_SECONDS])
    clock._monotonic = lambda: next(slow, 111.0)
    clock.synchronise()
    assert clock() == before + timedelta(seconds=11)


def test_a_reading_that_fails_in_any_way_is_repeated(postgresql_store: Database) -> None:
    process, readings = ProcessClocks(), [NOW + timedelta(hours=1), NOW]

    def read(_: object) -> datetime:
        if len(readings) == 1:
            process.seconds += 10
            readings.append(readings[0])
            raise NotImplementedError
        return readings.pop(0)

    clock = DatabaseClock(postgresql_store, process_clock=process.wall, monotonic=process.monotonic, read=read)
    assert clock() == NOW + timedelta(hours=1)
    clock.synchronise()
    assert clock() == NOW + timedelta(hours=1, seconds=10)
    clock.synchronise()
    assert clock() == NOW


def test_the_first_reading_is_used_however_slow_it_is(postgresql_store: Database) -> None:
    ticks = iter([0.0, 100.0, 100.0 + 2 * MAX_READING_SECONDS])
    clock = DatabaseClock(
        postgresql_store,
        process_clock=lambda: NOW + timedelta(days=1),
        monotonic=lambda: next(ticks, 100.0 + MAX_READING_SECONDS),
    )
    with postgresql_store.reading() as session:
        database: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    assert abs(clock() - database) < timedelta(seconds=60)


def test_the_first_reading_is_tried_again_after_a_fault(postgresql_store: Database) -> None:
    faults = faulty_database.inject(postgresql_store)
    faults.arm(0, faulty_database.CUT)
    clock = DatabaseClock(postgresql_store, process_clock=lambda: NOW + timedelta(days=365))
    assert clock() < NOW + timedelta(days=364)


def test_without_the_database_the_clock_of_the_process_begins() -> None:
    database, process = Database("postgresql+psycopg://nobody@127.0.0.1:1/none"), ProcessClocks()
    clock = DatabaseClock(database, process_clock=process.wall, monotonic=process.monotonic)
    process.seconds += 10
    assert clock() == NOW + timedelta(seconds=10)
    database.close()


def versions(store: Database, version: str, clocks: ProcessClocks) -> Versions:
    """Return the version of a process with this clock."""
    return Versions(store, version, "sender", clock=clocks.wall)


def test_a_process_that_ended_before_a_clock_was_set_back_does_not_run_and_is_forgotten(store: Database) -> None:
    clocks = ProcessClocks()
    older = versions(store, "older", clocks)
    clocks.now += timedelta(days=1)
    newer = versions(store, "newer", clocks)
    with store.transaction() as session:
        newer.renew(session)
        assert processes.newer_runs(session, older.identity, now=clocks.now)
        clocks.now = NOW
        assert not processes.newer_runs(session, older.identity, now=NOW)
        assert processes.running(session, now=NOW) == []
        assert not processes.is_renewed(session, older.identity.id, since=NOW)
        older.renew(session)
        assert session.execute(text("SELECT version FROM processes")).scalars().all() == ["older"]


@any_jump
def test_work_is_left_to_a_newer_version_no_longer_than_its_time_whatever_the_clock_does(
    store: Database, jump: timedelta
) -> None:
    clocks = ProcessClocks()
    older, problem = versions(store, "older", clocks), UnknownHere("task")
    clocks.now += timedelta(seconds=1)
    newer = versions(store, "newer", clocks)
    with store.transaction() as session:
        newer.renew(session)
        assert older.leaves(session, since=clocks.now)
        assert older.retry_of(session, problem, clocks.now) is not None
        received_at, clocks.now = clocks.now, clocks.now + jump
        newer.renew(session)
        assert not older.leaves(session, since=received_at)
        assert older.retry_of(session, problem, received_at) is None


@pytest.mark.parametrize(("passed", "is_double"), [(timedelta(), True), *((jump, False) for jump in JUMPS)], ids=str)
def test_a_tap_after_a_jump_is_no_double_tap(passed: timedelta, is_double: bool) -> None:
    query = SimpleNamespace(message=SimpleNamespace(message_id=3), data="x")
    context = SimpleNamespace(query=query, conversation=SimpleNamespace(tapped=""), edited=True, now=NOW)
    double_taps.remember(cast(DeskContext, context))
    context.now = NOW + passed
    assert double_taps.is_double(cast(DeskContext, context)) is is_double
