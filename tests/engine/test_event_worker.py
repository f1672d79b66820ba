"""Event workers: an event that fails affects no other lane, and its person is notified."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.engine.clock import WakeEvent
from bot.engine.inbound.failed_events import MAX_ATTEMPTS, RETRY_DELAYS
from bot.engine.inbound.worker import EventWorker
from storage.audit import Action
from storage.engine import timers
from storage.engine.inbox import EventState
from storage.identity import accounts
from tests.engine import sample_flow
from tests.stories.app_driver import AppDriver


def states(app: AppDriver) -> list[tuple[str, int]]:
    """Return state and attempts of every event, in order."""
    rows = app.read(lambda session: session.execute(text("SELECT state, attempts FROM inbox ORDER BY id")).all())
    return [(row.state, row.attempts) for row in rows]


def wait_out(app: AppDriver) -> None:
    """Let all retries of a failing event pass."""
    app.settle()
    for pause in RETRY_DELAYS:
        app.later(seconds=pause.total_seconds())


def test_a_failing_event_is_tried_five_times_and_set_aside(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("/poison")
    for attempt, pause in enumerate(RETRY_DELAYS, 1):
        assert states(either_app) == [("waiting", attempt)]
        either_app.later(seconds=pause.total_seconds())
    assert states(either_app) == [(EventState.SET_ASIDE.value, MAX_ATTEMPTS)]
    assert either_app.read(lambda session: sample_flow.entries(session, Action.RULE_SET)) == []


def test_the_person_gets_an_error_number_and_the_lane_is_free_within_a_minute(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("before")
    person.says("/poison")
    person.says("after")
    person.sees("ECHO before")
    wait_out(either_app)
    assert person.has_seen("编号 <code>2</code>") or person.has_seen("编号 2")
    person.sees("ECHO after")
    assert sum(RETRY_DELAYS, timedelta()) < timedelta(seconds=60)


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "抱歉"), ("en", "Sorry")])
def test_a_newcomer_whose_first_message_fails_is_answered_in_their_language(
    either_app: AppDriver, language: str, words: str
) -> None:
    person = either_app.person("Ann", language=language)
    person.says("/poison")
    wait_out(either_app)
    person.sees(words, "1")
    assert either_app.read(lambda session: accounts.by_telegram(session, either_app.bot.id, person.id)) is None
    person.says("hello")
    person.sees("ECHO hello")


def test_a_failing_message_in_a_group_is_not_answered(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    message = {"message_id": 1, "date": 1, "from": {"id": person.id, "is_bot": False}, "migrate_to_chat_id": -100}
    update = {"update_id": 1, "message": {**message, "chat": {"id": -5, "type": "group"}}}
    either_app.wait(either_app.desk.receiver.receive([update]))
    wait_out(either_app)
    assert states(either_app) == [(EventState.SET_ASIDE.value, MAX_ATTEMPTS)]
    assert person.last() == ""


def test_other_lanes_continue_meanwhile(either_app: AppDriver) -> None:
    ill, well = either_app.person("小王"), either_app.person("小李")
    ill.says("/poison")
    well.says("hello")
    well.sees("ECHO hello")


def test_slow_turns_do_not_share_a_commit(app: AppDriver) -> None:
    people = [app.person(name) for name in ("小王", "小李", "小张")]
    for person in people:
        app.ask("POST", f"/world/people/{person.id}/messages", json={"text": "hello"})
    updates = app.wait(app.bot.call("getUpdates"))
    app.wait(app.desk.receiver.receive(updates))
    worker = EventWorker(app.database, app.desk.turns, clock=app.desk.parts.clock, wake=WakeEvent(), max_seconds=0)
    for handled in (1, 2, 3):
        app.wait(worker.step())
        assert [state for state, _ in states(app)].count("done") == handled
    app.settle()
    for person in people:
        person.sees("ECHO hello")


@pytest.mark.parametrize("bad", ["/poison", "/clash"])
def test_a_failing_event_of_a_batch_is_rolled_back_alone(either_app: AppDriver, bad: str) -> None:
    people = [either_app.person(f"Person {number}") for number in range(3)]
    for person in people:
        either_app.ask("POST", f"/world/people/{person.id}/messages", json={"text": "/book"})
    either_app.settle()
    for person, words in zip(people, ("3", bad, "5"), strict=True):
        either_app.ask("POST", f"/world/people/{person.id}/messages", json={"text": words})
    either_app.settle()
    people[0].sees("DAY? 3")
    people[1].sees("SEATS?")
    people[2].sees("DAY? 5")
    assert either_app.read(lambda session: sample_flow.entries(session, Action.RULE_SET)) == []


def test_an_event_that_cannot_be_decrypted_is_set_aside(either_app: AppDriver) -> None:
    one, other = either_app.person("小王"), either_app.person("小李")
    one.says("hello")
    either_app.write(
        lambda session: session.execute(
            text("UPDATE inbox SET state = 'waiting', attempts = 4, lane = :lane, payload = :broken"),
            {"lane": f"{either_app.bot.id}:{one.id}", "broken": b"x"},
        )
    )
    other.says("hello")
    other.sees("ECHO hello")
    assert states(either_app) == [("set_aside", 5), ("done", 0)]


def test_a_conversation_that_cannot_be_decrypted_does_not_block_its_lane(either_app: AppDriver) -> None:
    one, other = either_app.person("小王"), either_app.person("小李")
    one.says("/book")
    either_app.write(lambda session: session.execute(text("UPDATE conversations SET content = :x"), {"x": b"broken"}))
    one.says("3")
    wait_out(either_app)
    other.says("hello")
    other.sees("ECHO hello")
    assert one.has_seen("2")
    assert ("set_aside", 5) in states(either_app)


def test_updates_of_unknown_kinds_do_not_block_others(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    strange: list[dict[str, Any]] = [
        {"update_id": 1, "message_of_tomorrow": {"from": "nobody", "chat": 7}},
        {"update_id": 2},
        {"update_id": 3, "message": {"from": {"id": person.id}}},
    ]
    either_app.wait(either_app.desk.receiver.receive(strange))
    wait_out(either_app)
    person.says("hello")
    person.sees("ECHO hello")


def test_messages_in_a_group_do_not_reach_the_conversation(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    group = either_app.ask("POST", "/world/groups", json={"title": "reviewers", "members": [person.id]})
    either_app.ask(
        "POST", f"/world/groups/{group['id']}/messages", json={"from": person.id, "person": person.id, "text": "/book"}
    )
    either_app.settle()
    person.says("3")
    person.sees("ECHO 3")


def test_a_due_timer_is_handled_in_its_lane(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("hello")
    lane = accounts.lane(either_app.bot.id, person.id)
    due = either_app.now + timedelta(hours=1)
    either_app.write(lambda session: timers.start(session, "wake", uuid4(), lane=lane, due_at=due))
    either_app.later(minutes=59)
    person.sees("ECHO hello")
    either_app.later(minutes=1)
    person.sees("WOKEN")


def test_blocking_and_unblocking_the_bot_is_recorded(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("hello")
    marked = text("SELECT count(*) FROM accounts WHERE unreachable_since IS NOT NULL")
    person.blocks()
    assert either_app.read(lambda session: session.execute(marked).scalar()) == 1
    person.blocks(False)
    assert either_app.read(lambda session: session.execute(marked).scalar()) == 0


def test_no_event_is_waiting_when_all_are_handled(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("hello")
    waiting = text("SELECT count(*) FROM inbox WHERE state = 'waiting'")
    assert either_app.read(lambda session: session.execute(waiting).scalar()) == 0
