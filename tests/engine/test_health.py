"""The health of a desk: each thing that can be wrong makes it not ready, and what lasts is told to the admins."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.engine.health import FULL_DISK, LOW_DISK, MAX_WAIT, Health, HealthParts
from bot.engine.newer_versions import Versions
from storage.database import Database
from storage.engine import inbox, processes
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.processes import ProcessIdentity
from tests import databases

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)


class ScriptedVersions(Versions):
    """Renews its row, or does what a test says instead."""

    instead: Callable[[], None] | None = None
    asked = 0

    def renew(self, session: Session) -> None:
        self.asked += 1
        if self.instead is None:
            super().renew(session)
        else:
            self.instead()


class Watched:
    """A desk whose health is asked for, and what is wrong with it."""

    def __init__(self, url: str, role: str = "all", *, answer_seconds: float = 30) -> None:
        databases.use_test_secret()
        self.now, self.seconds = NOW, 0.0
        self.database = Database(url)
        self.failing: list[str] = []
        self.trouble = self.outside = self.offset = ""
        self.free = LOW_DISK
        self.versions = ScriptedVersions(self.database, "1", role, clock=lambda: self.now)
        parts = HealthParts(
            self.database,
            self.versions,
            lambda: self.now,
            lambda: self.failing,
            lambda: self.trouble,
            (Path("/"),),
            lambda _: self.free,
            lambda: self.outside,
            lambda: self.offset,
        )
        self.health = Health(parts, monotonic=lambda: self.seconds, answer_seconds=answer_seconds)

    async def problems(self) -> list[str]:
        """Return what is wrong after a while, so that a new check is made."""
        self.seconds += 10
        return await self.health.problems()

    async def rounds(self, count: int) -> list[tuple[str, str]]:
        """Look so often. Returns the alarms with their subjects."""
        for _ in range(count):
            self.seconds += 10
            await self.health.round()
        with self.database.reading() as session:
            rows = session.execute(text("SELECT kind, subject FROM alarms ORDER BY kind")).all()
        return [(row[0], row[1]) for row in rows]

    def write(self, work: Callable[[Session], Any]) -> None:
        """Write to the database."""
        with self.database.transaction() as session:
            work(session)

    def runs(self, role: str, *, ago: timedelta = timedelta()) -> None:
        """Let a process of this role have renewed its row."""
        process = ProcessIdentity(uuid4(), "1", role, NOW)
        self.write(lambda session: processes.renew(session, process, now=self.now - ago))


@pytest.fixture
def desk(store_url: str) -> Iterator[Watched]:
    """A desk of one process, on each database."""
    watched = Watched(store_url)
    yield watched
    watched.database.close()


@pytest.fixture
def one(lite_url: str) -> Iterator[Watched]:
    """The same on SQLite, where the database does not matter."""
    watched = Watched(lite_url)
    yield watched
    watched.database.close()


async def test_a_desk_of_one_process_that_works_is_ready(desk: Watched) -> None:
    assert await desk.problems() == []
    with desk.database.reading() as session:
        assert [kind.role for kind in processes.running(session, now=NOW)] == ["all"]


async def test_a_receiver_needs_a_worker_and_a_sender(store_url: str) -> None:
    desk = Watched(store_url, "receiver")
    assert await desk.problems() == ["no worker", "no sender"]
    desk.runs("sender")
    desk.runs("worker", ago=timedelta(minutes=2))
    assert await desk.problems() == ["no worker"]
    desk.runs("worker")
    assert await desk.problems() == []
    desk.database.close()


async def test_a_worker_needs_a_receiver_or_a_process_with_every_role(lite_url: str) -> None:
    desk = Watched(lite_url, "worker")
    assert await desk.problems() == ["no receiver", "no sender"]
    desk.runs("all")
    assert await desk.problems() == []
    desk.database.close()


async def test_an_event_that_waits_long_is_a_problem_and_a_postponed_one_is_not(desk: Watched) -> None:
    events = [NewEvent(EventSource.TELEGRAM, f"1:{number}", f"1:{number}", {}) for number in range(2)]
    desk.write(lambda session: inbox.put(session, events, at=NOW))
    postponed = text("UPDATE inbox SET due_at = :at WHERE lane = '1:0'")
    desk.write(lambda session: session.execute(postponed, {"at": NOW + timedelta(hours=1)}))
    desk.now = NOW + MAX_WAIT
    assert await desk.problems() == []
    desk.now += timedelta(seconds=1)
    assert await desk.problems() == ["events wait"]
    desk.write(lambda session: inbox.finish(session, [2], at=NOW))
    assert await desk.problems() == []


async def test_a_database_that_takes_no_writes_is_named_by_its_cause(one: Watched) -> None:
    with one.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    assert await one.problems() == ["no database (read-only)"]
    one.database.engine.dispose()
    assert await one.problems() == []


async def test_a_row_that_is_not_read_again_is_a_problem(one: Watched) -> None:
    one.runs("all")
    one.versions.instead = lambda: None
    assert await one.problems() == ["no database (a written row is not read)"]


async def test_a_database_that_does_not_answer_is_asked_by_one_check_at_a_time(lite_url: str) -> None:
    one, answers = Watched(lite_url, answer_seconds=0.05), threading.Event()
    one.versions.instead = lambda: (answers.wait(), None)[1]
    assert [await one.problems() for _ in range(3)] == [["no database (no answer)"]] * 3
    assert one.versions.asked == 1
    one.versions.instead = None
    answers.set()
    for _ in range(200):
        if not (found := await one.problems()):
            break
        await asyncio.sleep(0.02)
    assert found == []
    one.database.close()


async def test_a_wrong_clock_is_told_to_the_admins_with_how_far_it_is_off(one: Watched) -> None:
    one.offset = "31536000 s ahead"
    assert await one.rounds(2) == [("clock_wrong", "31536000 s ahead")]


async def test_probes_at_once_share_a_check(one: Watched) -> None:
    await asyncio.gather(*(one.health.problems() for _ in range(20)))
    await one.health.problems()
    assert one.versions.asked == 1
    await one.problems()
    assert one.versions.asked == 2


async def test_what_this_process_knows_is_named(one: Watched) -> None:
    one.failing, one.trouble, one.free, one.offset = (
        ["sending", "worker 0"],
        "token conflict",
        FULL_DISK - 1,
        "9 s ahead",
    )
    assert await one.problems() == ["failing: sending, worker 0", "token conflict", "clock wrong", "disk full"]
    one.failing, one.trouble, one.free, one.offset = [], "", FULL_DISK, ""
    assert await one.problems() == []


async def test_only_what_lasts_is_told_to_the_admins_and_once(one: Watched) -> None:
    one.trouble, one.free, one.outside = "token conflict", LOW_DISK - 1, "no Bot API"
    assert (await one.problems(), one.health.notes()) == (["token conflict"], ["no Bot API"])
    assert await one.rounds(1) == []
    assert [kind for kind, _ in await one.rounds(3)] == ["disk_low", "events_wait", "token_conflict"]
    with one.database.reading() as session:
        assert session.execute(text("SELECT sum(count) FROM alarms")).scalar() == 3
    one.trouble, one.free, one.outside = "", LOW_DISK, ""
    await one.rounds(2)
    one.trouble = "token conflict"
    await one.rounds(2)
    with one.database.reading() as session:
        assert session.execute(text("SELECT sum(count) FROM alarms")).scalar() == 4


async def test_missing_processes_and_waiting_events_are_told_to_the_admins(lite_url: str) -> None:
    desk = Watched(lite_url, "worker")
    desk.runs("sender")
    event = NewEvent(EventSource.TELEGRAM, "1:1", "1:1", {})
    desk.write(lambda session: inbox.put(session, [event], at=NOW - timedelta(minutes=10)))
    assert await desk.rounds(2) == [("events_wait", "600 s"), ("process_missing", "receiver")]
    desk.database.close()


async def test_a_database_that_fails_is_in_the_log(one: Watched, caplog: pytest.LogCaptureFixture) -> None:
    with one.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    assert await one.rounds(2) == []
    (record,) = [each for each in caplog.records if each.getMessage() == "the desk is not well"]
    assert vars(record)["what"] == "no database (read-only)"


async def test_a_folder_that_is_gone_hides_nothing(one: Watched) -> None:
    def gone(_: Path) -> int:
        raise FileNotFoundError

    one.health._parts.free_bytes = gone
    assert await one.problems() == []
