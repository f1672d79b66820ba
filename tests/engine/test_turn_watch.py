"""A turn that does not end ends the process, so that its event is set aside by those that follow."""

import asyncio
import logging

import pytest

from bot.engine.inbound import turn_watch
from bot.engine.inbound.turn_watch import EXIT_CODE, MAX_TURN_SECONDS, TurnWatch
from storage.database import Database


class Watched:
    """A watch with a clock that is set, and the codes with which it would have ended the process."""

    def __init__(self, database: Database) -> None:
        self.seconds = 0.0
        self.ended: list[int] = []
        self.watch = TurnWatch(database, end=self.ended.append, monotonic=lambda: self.seconds)


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


async def test_a_turn_that_waits_for_a_silent_database_goes_on(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(turn_watch, "ANSWER_SECONDS", 0.01)
    monkeypatch.setattr(watched.watch._database, "read", never)
    with watched.watch.turn():
        watched.seconds = MAX_TURN_SECONDS
        await watched.watch.check()
    assert watched.ended == []


async def test_a_turn_that_ends_meanwhile_ends_nothing(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    turn = watched.watch.turn()
    turn.__enter__()

    async def end_turn(_: object) -> None:
        turn.__exit__(None, None, None)

    watched.seconds = MAX_TURN_SECONDS
    monkeypatch.setattr(watched.watch._database, "read", end_turn)
    await watched.watch.check()
    assert watched.ended == []
