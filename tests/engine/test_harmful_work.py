"""Work that ends its process, panics, or returns what cannot be stored ends after its attempts; other work goes on."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import text

from bot.context import DeskContext
from bot.engine.inbound.failed_events import RETRY_DELAYS
from bot.engine.listeners import on_command
from bot.engine.outbound.sender import MAX_INTERRUPTIONS
from bot.engine.outbound.tasks import TaskResources, TaskRunner
from storage.database import Database
from storage.engine import outbox
from storage.engine.outbox import Channel
from tests.engine import sample_flow
from tests.engine.scripted_sender import Desk, ScriptedSender
from tests.engine.test_two_versions import TIMEOUT, lines, running, wait_for
from tests.engine.version_child import KILLING, live
from tests.fault_injection import children
from tests.stories.app_driver import AppDriver


class PanicException(BaseException):
    """What a library in Rust raises."""


@dataclass
class Resources:
    """The clock of the desk, and nothing else."""

    clock: Any


def put(database: Database, chat: int, words: str) -> None:
    """Queue a card."""
    with database.transaction() as session:
        content = {"chat": chat, "card": {"text": words}}
        outbox.put(session, Channel.CHAT, f"1:{chat}", content, at=datetime.now(UTC))


def test_a_delivery_that_kills_its_process_is_given_up_after_its_attempts(lite: Database, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    for chat, words in ((7, KILLING), (7, "AFTER"), (8, "OTHER")):
        put(lite, chat, words)
    with lite.transaction() as session:  # The first attempts are made; two more real ones follow.
        session.execute(text("UPDATE outbox SET interruptions = :most WHERE id = 1"), {"most": MAX_INTERRUPTIONS - 2})
    for _ in range(2):
        process = children.start(live, lite.url, "today", str(sent))
        process.join(TIMEOUT)
        assert process.exitcode == -9
    with running(lite, "today", sent) as stop:
        wait_for(lambda: {"today 7 AFTER", "today 8 OTHER"} <= set(lines(sent)), lambda: lines(sent))
        stop()
    assert lines(sent).count(f"today 7 {KILLING}") == 2
    with lite.reading() as session:
        assert session.execute(text("SELECT state FROM outbox ORDER BY id")).scalars().all() == [
            "failed",
            "done",
            "done",
        ]


@pytest.mark.parametrize("result", [{"found": object()}, {"found": float}, {1, 2}])
async def test_a_task_whose_result_is_no_json_fails_and_the_others_go_on(lite: Database, result: Any) -> None:
    desk = Desk(lite, ScriptedSender())

    async def bad(resources: Any) -> Any:
        return result

    async def good(resources: Any) -> dict[str, Any]:
        return {"found": 1}

    runner = TaskRunner(cast(TaskResources, Resources(lambda: desk.now)), {"bad": bad, "good": good})
    desk.channel_sender = cast(ScriptedSender, runner)
    desk.start(channels=(Channel.TASK,))
    with lite.transaction() as session:
        for number, name in enumerate(("bad", "good", "good")):
            content = {"task": name, "arguments": {}, "lane": f"1:{number}"}
            outbox.put(session, Channel.TASK, f"task:{name}:1", content, at=desk.now)
    for _ in range(5):
        while await desk.sender.step():
            await desk.sender.settle()
        desk.now += RETRY_DELAYS[-1]
    assert desk.states() == ["done", "done", "done"]
    with lite.reading() as session:
        found = session.execute(text("SELECT lane FROM inbox WHERE source = 'result' ORDER BY id")).scalars().all()
        assert found == ["1:1", "1:2", "1:0"]
        assert session.execute(text("SELECT kind FROM alarms")).scalars().all() == ["task_failed"]


def panic(context: DeskContext) -> None:
    """Panic in the middle of a turn."""
    raise PanicException("index out of bounds")


def leave(context: DeskContext) -> None:
    """End the program, as a function made for a command line does."""
    raise SystemExit(2)


@pytest.mark.parametrize("fail", [panic, leave])
def test_what_is_no_exception_in_a_turn_sets_its_event_aside_and_the_lane_goes_on(store_url: str, fail: Any) -> None:
    handlers = [on_command("panic", fail), *sample_flow.handlers()]
    app = AppDriver(store_url, handlers=handlers, notifications=sample_flow.NOTIFICATIONS, tasks=sample_flow.TASKS)
    person, other = app.person("小王"), app.person("小李")
    for words in ("/panic", "after"):
        app.ask("POST", f"/world/people/{person.id}/messages", json={"text": words})
    other.says("hello")
    other.sees("ECHO hello")
    for pause in RETRY_DELAYS:
        app.later(seconds=pause.total_seconds())
    person.sees("ECHO after")
    app.close()


def fault() -> sqlite3.Error:
    """Return an error of the database, not of a statement."""
    problem = sqlite3.OperationalError("disk I/O error")
    problem.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return problem


async def test_a_fault_of_the_database_while_a_delivery_is_prepared_gives_nothing_up(lite: Database) -> None:
    desk = Desk(lite, ScriptedSender(one=[fault()] * 3))
    desk.put("one", "two")
    for _ in range(4):
        await desk.settle()
        desk.now += timedelta(seconds=10)
    assert desk.channel_sender.sent == ["one"] * 4 + ["two"]
    assert desk.states() == ["done", "done"]


async def test_a_task_that_meets_faults_of_the_database_is_tried_until_they_are_over(lite: Database) -> None:
    desk, faults = Desk(lite, ScriptedSender()), [fault()] * 8

    async def read(resources: Any) -> dict[str, Any]:
        if faults:
            raise faults.pop()
        return {"found": 1}

    desk.channel_sender = cast(
        ScriptedSender, TaskRunner(cast(TaskResources, Resources(lambda: desk.now)), {"read": read})
    )
    desk.start(channels=(Channel.TASK,))
    with lite.transaction() as session:
        outbox.put(session, Channel.TASK, "task:read:1", {"task": "read", "arguments": {}, "lane": "1:7"}, at=desk.now)
    for _ in range(9):
        while await desk.sender.step():
            await desk.sender.settle()
        desk.now += timedelta(minutes=5)
    with lite.reading() as session:
        assert session.execute(text("SELECT count(*) FROM alarms")).scalar() == 0
    assert desk.states() == ["done"]
