"""Two versions at once: what this version does not know, or cannot do, is left to a newer one that runs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from bot import callback_data
from bot.card import CardButton
from bot.cli import doctor_versions
from bot.cli.doctor_result import Level
from bot.engine.newer_versions import FAILED_PATIENCE, UNKNOWN_PATIENCE, UNKNOWN_RETRY, Versions, version_of
from storage.database import Database, add
from storage.engine import conversations, outbox, processes
from storage.engine.outbox import Channel
from storage.engine.processes import FORGOTTEN_AFTER, SILENCE
from storage.register import people
from tests.engine.scripted_sender import START, Desk, ScriptedSender
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver

NEWER = "9999-newer"


def newer_process(app: AppDriver) -> Versions:
    """Return a process of a newer version, which has started just now."""
    app.now += timedelta(seconds=1)
    newer = Versions(app.database, NEWER, "worker", clock=lambda: app.now)
    app.write(newer.renew)
    return newer


def waiting(app: AppDriver) -> list[tuple[str, int]]:
    """Return note and attempts of every event that waits."""
    query = text("SELECT note, attempts FROM inbox WHERE state = 'waiting' ORDER BY id")
    return [tuple(row) for row in app.read(lambda session: session.execute(query).all())]


def move_to_step(app: AppDriver, person: Actor, flow: str, step: str) -> None:
    """Put a person into a step, as a newer version does."""

    def move(session: Any) -> None:
        conversation = conversations.load(session, f"{app.bot.id}:{person.id}")
        conversation.flow, conversation.step, conversation.draft = flow, step, {"seats": "3"}
        conversations.save(session, conversation, at=app.now)

    app.write(move)


@pytest.mark.parametrize(("flow", "step", "answer"), [("filing", "colour", "已取消"), ("newer", "seats", "没有")])
def test_a_message_in_an_unknown_step_is_left_to_a_newer_version_and_answered_after_a_minute(
    either_app: AppDriver, flow: str, step: str, answer: str
) -> None:
    person, other = either_app.person("小王"), either_app.person("小李")
    person.says("hello")
    move_to_step(either_app, person, flow, step)
    newer = newer_process(either_app)
    for words in ("red", "/cancel"):
        person.says(words)
    other.says("hello")
    other.sees("ECHO hello")
    assert waiting(either_app) == [("tried by a newer version first", 0), ("", 0)]
    for _ in range(3):
        either_app.later(seconds=20)
        either_app.write(newer.renew)
    assert person.has_seen("ECHO red")
    person.sees(answer)
    assert waiting(either_app) == []


def test_without_a_newer_version_an_unknown_step_is_answered_at_once(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("hello")
    move_to_step(app, person, "filing", "colour")
    person.says("red")
    assert waiting(app) == []
    person.sees("ECHO red")


def test_an_unknown_flow_can_be_cancelled_and_is_not_offered_when_it_is_parked(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("hello")
    move_to_step(app, person, "newer", "seats")
    person.says("/book")
    person.says("/cancel")
    person.sees("已取消")
    move_to_step(app, person, "newer", "seats")
    person.says("/cancel")
    assert waiting(app) == []
    person.says("on")
    person.sees("ECHO on")


def test_an_unknown_command_and_an_unknown_button_are_left_to_a_newer_version(app: AppDriver) -> None:
    person, other = app.person("小王"), app.person("小李")
    person.says("hello")
    other.says("hello")
    newer = newer_process(app)
    person.says("/newer")
    other.forges(callback_data.encode(CardButton("", "newer", "1"), telegram_id=other.id, revision=0))
    assert len(waiting(app)) == 2
    app.later(seconds=FAILED_PATIENCE.total_seconds())
    assert waiting(app) == []
    person.sees("没有这个命令")
    app.write(newer.renew)


def test_a_turn_that_fails_is_tried_by_a_newer_version_before_it_counts(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("hello")
    newer = newer_process(app)
    person.says("/poison")
    for _ in range(3):
        app.later(seconds=10)
        app.write(newer.renew)
    assert waiting(app) == [("tried by a newer version first", 0)]
    app.later(seconds=FAILED_PATIENCE.total_seconds())
    assert waiting(app)[0][1] == 1


@pytest.mark.parametrize(("problem", "is_left"), [(LookupError("a bug"), True), (psycopg.errors.DiskFull(), False)])
def test_a_fault_of_the_database_is_not_left_to_a_newer_version(
    store: Database, problem: Exception, is_left: bool
) -> None:
    older = Versions(store, "older", "worker", clock=lambda: START)
    newer = Versions(store, NEWER, "worker", clock=lambda: START + timedelta(seconds=1))
    with store.transaction() as session:
        newer.renew(session)
        assert (older.retry_of(session, problem, START) is not None) is is_left


def test_fields_of_a_draft_that_a_newer_version_has_added_are_kept(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    move_to_step(app, person, "filing", "seats")

    def add(session: Any) -> None:
        conversation = conversations.load(session, f"{app.bot.id}:{person.id}")
        conversation.draft["colour"] = "red"
        conversations.save(session, conversation, at=app.now)

    app.write(add)
    person.says("5")
    person.sees("DAY? 5")
    draft = app.read(lambda session: conversations.load(session, f"{app.bot.id}:{person.id}").draft)
    assert draft == {"seats": "5", "day": "", "colour": "red"}


async def test_a_delivery_left_to_a_newer_version_does_not_block_its_lane(store: Database) -> None:
    desk = Desk(store, ScriptedSender(one=[KeyError("data")] * 20))
    newer = Versions(store, NEWER, "sender", clock=lambda: desk.now + timedelta(seconds=1))
    with store.transaction() as session:
        newer.renew(session)
    desk.put("one", "two", "three")
    assert await desk.settle() == ["one", "two", "three"]
    assert desk.states() == ["waiting", "done", "done"]
    desk.now += UNKNOWN_RETRY
    assert await desk.settle() == ["one"]
    desk.now += UNKNOWN_PATIENCE
    with store.transaction() as session:
        newer.renew(session)
    await desk.settle()
    assert desk.states() == ["failed", "done", "done"]


def test_a_task_with_an_unknown_argument_is_left(app: AppDriver) -> None:
    order = {"task": "double", "arguments": {"number": 2, "unit": "km"}, "lane": "1:7"}
    app.write(lambda session: outbox.put(session, Channel.TASK, "task:double:1:7", order, at=app.now))
    for _ in range(6):
        app.later(seconds=5)
    query = text("SELECT state, note FROM outbox")
    assert tuple(app.read(lambda session: session.execute(query).one())) == ("waiting", "left to a newer version")


def test_a_text_message_with_an_unknown_notification_is_left(app: AppDriver) -> None:
    def notify(session: Any) -> None:
        person = add(session, people.new(id_number="11010519491231002X", name="王伟", phone="+8613800000007"))
        outbox.notify_by_sms(session, person.id, "newer", person.id, at=app.now)

    app.write(notify)
    app.settle()
    query = text("SELECT state, note FROM outbox")
    assert tuple(app.read(lambda session: session.execute(query).one())) == ("waiting", "left to a newer version")


def test_news_that_no_version_can_show_is_announced_after_a_while(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("hello")
    account = app.read(lambda session: session.execute(text("SELECT id FROM accounts")).scalar())
    content = {"notice": "newer", "subject": uuid4().hex, "account": str(account).replace("-", ""), "sms": False}
    lane = f"{app.bot.id}:{person.id}"
    app.write(lambda session: outbox.put(session, Channel.CHAT, lane, {**content, "chat": person.id}, at=app.now))
    person.says("next")
    person.sees("ECHO next")
    app.later(seconds=UNKNOWN_PATIENCE.total_seconds())
    person.sees("新消息")


async def test_a_process_is_known_while_it_runs_and_forgotten_afterwards(store: Database) -> None:
    now = START
    process = Versions(store, "1", "worker", clock=lambda: now)
    with store.transaction() as session:
        process.renew(session)
        process.renew(session)
        assert processes.running(session, now=now) == [("1", "worker")]
        assert processes.running(session, now=now + SILENCE) == []
        late = now + FORGOTTEN_AFTER + timedelta(seconds=1)
        other = Versions(store, "2", "all", clock=lambda: late)
        other.renew(session)
        assert session.execute(text("SELECT version FROM processes")).scalars().all() == ["2"]
        processes.end(session, other.identity.id)
        assert session.execute(text("SELECT version FROM processes")).scalars().all() == []


def test_only_a_version_that_started_later_is_newer(lite: Database) -> None:
    older = Versions(lite, "1", "worker", clock=lambda: START)
    newer = Versions(lite, "2", "worker", clock=lambda: START + timedelta(seconds=1))
    with lite.transaction() as session:
        older.renew(session)
        Versions(lite, "1", "worker", clock=lambda: START + timedelta(seconds=1)).renew(session)
        assert not older.leaves(session, since=START)
        newer.renew(session)
        assert older.leaves(session, since=START)
        assert not newer.leaves(session, since=START)
        assert not older.leaves(session, since=START - FAILED_PATIENCE)


def test_a_version_is_told_by_the_names_it_knows() -> None:
    assert version_of(["a", "b"]) == version_of(["b", "a", "a"])
    assert version_of(["a", "b"]) != version_of(["a", "c"])


def test_the_doctor_names_the_versions_that_run(lite: Database) -> None:
    assert doctor_versions.check(lite, START).what == "no process of the desk runs"
    with lite.transaction() as session:
        for version, role in (("1", "worker"), ("1", "sender")):
            Versions(lite, version, role, clock=lambda: START).renew(session)
    found = doctor_versions.check(lite, START)
    assert (found.level, found.what) == (
        Level.OK,
        "processes heard of within a minute: 2 of version 1 (sender, worker)",
    )
    with lite.transaction() as session:
        Versions(lite, "2", "all", clock=lambda: START).renew(session)
    assert doctor_versions.check(lite, START).level is Level.WARN
