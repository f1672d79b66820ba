"""The loops of the desk: restarted after a failure or a panic, reported after several, ended by cancellation only."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from bot.engine import loops as module
from bot.engine.loops import REPORTED_FAILURES, Loops
from storage.database import Database
from tests.operating_system import behaving

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


class PanicException(BaseException):
    """What a library in Rust raises."""


class NoException(BaseException):
    """What a library may raise that is no `Exception`."""


async def until(condition: Callable[[], bool]) -> None:
    """Wait until the condition holds."""
    while not condition():  # noqa: ASYNC110 - nothing sets an event for it
        await asyncio.sleep(0.005)


class FailingLoop:
    """Fails this often, then runs until cancelled."""

    def __init__(self, problem: BaseException, times: int) -> None:
        self.problem, self.times, self.runs = problem, times, 0

    async def __call__(self) -> None:
        self.runs += 1
        if self.runs <= self.times:
            raise self.problem
        await asyncio.Event().wait()


@pytest.mark.parametrize(
    "problem",
    [
        LookupError("a bug"),
        PanicException("a panic"),
        BaseExceptionGroup("of a task group", [PanicException("a panic")]),
        NoException(),
        SystemExit(2),
        asyncio.CancelledError("of something else"),
    ],
)
async def test_a_loop_that_fails_is_restarted(lite: Database, problem: BaseException) -> None:
    loops, loop = Loops(lite, clock=lambda: NOW, restart_seconds=0), FailingLoop(problem, REPORTED_FAILURES - 1)
    loops.start("sending", loop)
    await until(lambda: loop.runs == REPORTED_FAILURES)
    assert loops.failing() == []
    await loops.stop()


async def test_a_loop_that_fails_again_and_again_is_reported_to_admins_and_to_health(lite: Database) -> None:
    loops, loop = Loops(lite, clock=lambda: NOW, restart_seconds=0), FailingLoop(LookupError(), 10)
    loops.start("sending", loop)
    loops.start("worker 0", FailingLoop(LookupError(), 0))
    await until(lambda: loop.runs == 11)
    assert loops.failing() == ["sending"]
    with lite.reading() as session:
        found = session.execute(text("SELECT kind, subject, count FROM alarms")).all()
    assert [tuple(row) for row in found] == [("loop_failed", "sending", 1)]
    await loops.stop()


async def test_a_row_of_failures_is_logged_at_its_beginning_and_then_once_a_minute(
    lite: Database, caplog: pytest.LogCaptureFixture
) -> None:
    loop, loops = FailingLoop(LookupError(), 10), Loops(lite, clock=lambda: NOW, restart_seconds=0)
    loops.start("sending", loop)
    await until(lambda: loop.runs == 11)
    await loops.stop()
    logged = [vars(each)["failures"] for each in caplog.records if each.getMessage() == "loop failed, restarting"]
    assert logged == [1, 2, 3]
    caplog.clear()
    loop, loops = FailingLoop(LookupError(), 10), Loops(lite, clock=lambda: NOW, restart_seconds=0)
    with behaving(module, LOG_SECONDS=0):
        loops.start("sending", loop)
        await until(lambda: loop.runs == 11)
    await loops.stop()
    assert sum(each.getMessage() == "loop failed, restarting" for each in caplog.records) == 10


class ReadOnlyDatabase(Database):
    """A database that cannot be written."""

    async def write(self, work: Callable[..., Any]) -> Any:
        raise OSError("disk full")


async def test_an_alarm_that_cannot_be_stored_is_in_the_log(lite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    database = ReadOnlyDatabase(lite_url)
    loops, loop = Loops(database, clock=lambda: NOW, restart_seconds=0), FailingLoop(LookupError(), REPORTED_FAILURES)
    loops.start("sending", loop)
    await until(lambda: loop.runs == REPORTED_FAILURES + 1)
    (record,) = [each for each in caplog.records if each.getMessage() == "an alarm could not be stored"]
    assert (vars(record)["kind"], vars(record)["subject"]) == ("loop_failed", "sending")
    await loops.stop()
    database.close()


async def test_a_loop_that_is_ended_from_outside_is_not_restarted_and_is_failing(lite: Database) -> None:
    loops, loop = Loops(lite, clock=lambda: NOW, restart_seconds=0), FailingLoop(GeneratorExit(), 1)
    loops.start("sending", loop)
    await until(lambda: loops.failing() == ["sending"])
    assert loop.runs == 1
    await loops.stop()
    assert loops.failing() == []
