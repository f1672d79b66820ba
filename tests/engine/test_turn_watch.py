"""A turn that does not end ends the process, so that its event is set aside by those that follow."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest
from sqlmodel import Session

from bot.engine.inbound.turn_watch import EXIT_CODE, MAX_TURN_SECONDS, TurnWatch
from storage.database import Database
from tests.stories.app_driver import AppDriver

Result = TypeVar("Result")


class Watched:
    """A watch with a clock that is set, and the codes with which it would have ended the process."""

    def __init__(self, database: Database, *, answer_seconds: float = 30) -> None:
        self.seconds = 0.0
        self.ended: list[int] = []
        self.watch = TurnWatch(
            database, end=self.ended.append, monotonic=lambda: self.seconds, answer_seconds=answer_seconds
        )


@pytest.fixture
def watched(store: Database) -> Watched:
    """A watch on each database."""
    return Watched(store)


async def test_a_turn_that_does_not_end_ends_the_process(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    with watched.watch.turn():
        watched.seconds = MAX_TURN_SECONDS - 1
        await watched.watch.check()
        assert watched.ended == []
        watched.seconds = MAX_TURN_SECONDS
        await watched.watch.check()
    assert watched.ended == [EXIT_CODE]
    (record,) = [each for each in caplog.records if each.levelno == logging.CRITICAL]
    assert vars(record)["places"][0].startswith("turn_watch.py:")


async def test_turns_that_have_ended_are_not_counted(watched: Watched) -> None:
    for _ in range(3):
        with watched.watch.turn():
            watched.seconds += MAX_TURN_SECONDS - 1
    with watched.watch.turn():
        await watched.watch.check()
    assert watched.ended == []


class ScriptedDatabase(Database):
    """A database that answers nobody, or does what a test says before it answers."""

    before: Callable[[], object] | None = None

    async def read(self, work: Callable[[Session], Result]) -> Result:
        if self.before is None:
            await asyncio.Event().wait()
        else:
            self.before()
        return await super().read(work)


@pytest.fixture
def scripted(lite_url: str) -> Iterator[ScriptedDatabase]:
    """A database that answers nobody."""
    database = ScriptedDatabase(lite_url)
    yield database
    database.close()


async def test_a_turn_that_waits_for_a_silent_database_goes_on(scripted: ScriptedDatabase) -> None:
    watched = Watched(scripted, answer_seconds=0.01)
    with watched.watch.turn():
        watched.seconds = MAX_TURN_SECONDS
        await watched.watch.check()
    assert watched.ended == []


async def test_a_turn_that_ends_meanwhile_ends_nothing(scripted: ScriptedDatabase) -> None:
    watched = Watched(scripted)
    turn = watched.watch.turn()
    turn.__enter__()
    scripted.before = lambda: turn.__exit__(None, None, None)
    watched.seconds = MAX_TURN_SECONDS
    await watched.watch.check()
    assert watched.ended == []


class CountingWatch(TurnWatch):
    """Counts the turns that it has watched."""

    count = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        self.count += 1
        with super().turn():
            yield


def test_a_worker_has_each_turn_watched(app: AppDriver) -> None:
    watch, person = CountingWatch(app.database), app.person("小王")
    app.desk.worker.watch = watch
    for said in ("one", "two"):
        person.says(said)
        person.sees(f"ECHO {said}")
    assert watch.count == 2


def test_the_desk_looks_for_turns_that_do_not_end(app: AppDriver) -> None:
    async def names_of_loops() -> set[str]:
        app.desk.start()
        names = {task.get_name() for task in asyncio.all_tasks()}
        await app.desk.stop()
        return names

    assert "turn watch" in app.wait(names_of_loops())
