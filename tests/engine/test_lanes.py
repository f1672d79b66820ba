"""EventWorker: one bad event harms nobody else, and its own person is told."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.engine.clock import WakeEvent
from bot.engine.inbound.worker import MAX_ATTEMPTS, RETRY_DELAYS, EventWorker
from storage.audit import Action
from storage.engine import inbox, timers
from storage.engine.inbox import EventState
from storage.identity import accounts
from tests.engine import sample_flow
from tests.stories.app_driver import Town


def states(town: Town) -> list[tuple[str, int]]:
    """The state and attempts of every event, in order."""
    rows = town.look(lambda session: session.execute(text("SELECT state, attempts FROM inbox ORDER BY id")).all())
    return [(row.state, row.attempts) for row in rows]


def wait_out(town: Town) -> None:
    """Let every pause of a poison event pass."""
    town.settle()
    for pause in RETRY_DELAYS:
        town.later(seconds=pause.total_seconds())


def test_a_poison_event_is_tried_five_times_and_set_aside(either_town: Town) -> None:
    person = either_town.person("小王")
    person.says("/poison")
    for attempt, pause in enumerate(RETRY_DELAYS, 1):
        assert states(either_town) == [("waiting", attempt)]
        either_town.later(seconds=pause.total_seconds())
    assert states(either_town) == [(EventState.SET_ASIDE.value, MAX_ATTEMPTS)]
    assert either_town.look(lambda session: sample_flow.entries(session, Action.RULE_SET)) == []


def test_its_person_is_told_with_a_number_and_his_lane_is_free_within_a_minute(either_town: Town) -> None:
    person = either_town.person("小王")
    person.says("before")
    person.says("/poison")
    person.says("after")
    person.sees("ECHO before")
    wait_out(either_town)
    assert person.has_seen("编号 <code>2</code>") or person.has_seen("编号 2")
    person.sees("ECHO after")
    assert sum(RETRY_DELAYS, timedelta()) < timedelta(seconds=60)


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "抱歉"), ("en", "Sorry")])
def test_somebody_whose_very_first_word_fails_is_told_in_his_language(
    either_town: Town, language: str, words: str
) -> None:
    person = either_town.person("Ann", language=language)
    person.says("/poison")
    wait_out(either_town)
    person.sees(words, "1")
    assert either_town.look(lambda session: accounts.by_telegram(session, either_town.bot.id, person.id)) is None
    person.says("hello")
    person.sees("ECHO hello")


def test_a_stranger_whose_words_in_a_group_fail_is_told_nothing(either_town: Town) -> None:
    person = either_town.person("小王")
    message = {"message_id": 1, "date": "?", "from": {"id": person.id, "is_bot": False}}
    update = {"update_id": 1, "message": {**message, "chat": {"id": -5, "type": "group"}}}
    either_town.wait(either_town.desk.receiver.receive([update]))
    wait_out(either_town)
    assert states(either_town) == [(EventState.SET_ASIDE.value, MAX_ATTEMPTS)]
    assert person.last() == ""


def test_others_go_on_meanwhile(either_town: Town) -> None:
    ill, well = either_town.person("小王"), either_town.person("小李")
    ill.says("/poison")
    well.says("hello")
    well.sees("ECHO hello")


def test_slow_turns_do_not_share_a_commit(town: Town) -> None:
    people = [town.person(name) for name in ("小王", "小李", "小张")]
    for person in people:
        town.ask("POST", f"/world/people/{person.id}/messages", json={"text": "hello"})
    updates = town.wait(town.bot.call("getUpdates"))
    town.wait(town.desk.receiver.receive(updates))
    lanes = EventWorker(town.database, town.desk.turns, clock=town.desk.parts.clock, wake=WakeEvent(), longest=0)
    for handled in (1, 2, 3):
        town.wait(lanes.step())
        assert [state for state, _ in states(town)].count("done") == handled
    town.settle()
    for person in people:
        person.sees("ECHO hello")


@pytest.mark.parametrize("bad", ["/poison", "/clash"])
def test_a_failing_event_of_a_group_is_rolled_back_alone(either_town: Town, bad: str) -> None:
    people = [either_town.person(f"Person {number}") for number in range(3)]
    for person in people:
        either_town.ask("POST", f"/world/people/{person.id}/messages", json={"text": "/book"})
    either_town.settle()
    for person, words in zip(people, ("3", bad, "5"), strict=True):
        either_town.ask("POST", f"/world/people/{person.id}/messages", json={"text": words})
    either_town.settle()
    people[0].sees("DAY? 3")
    people[1].sees("SEATS?")
    people[2].sees("DAY? 5")
    assert either_town.look(lambda session: sample_flow.entries(session, Action.RULE_SET)) == []


def test_an_event_whose_seal_is_broken_is_set_aside_like_any_poison(either_town: Town) -> None:
    one, other = either_town.person("小王"), either_town.person("小李")
    one.says("hello")
    either_town.write(
        lambda session: session.execute(
            text("UPDATE inbox SET state = 'waiting', attempts = 4, payload = :broken"), {"broken": b"x"}
        )
    )
    other.says("hello")
    other.sees("ECHO hello")
    assert states(either_town) == [("set_aside", 5), ("done", 0)]


def test_a_conversation_whose_seal_is_broken_frees_its_lane_too(either_town: Town) -> None:
    one, other = either_town.person("小王"), either_town.person("小李")
    one.says("/book")
    either_town.write(lambda session: session.execute(text("UPDATE conversations SET content = :x"), {"x": b"broken"}))
    one.says("3")
    wait_out(either_town)
    other.says("hello")
    other.sees("ECHO hello")
    assert one.has_seen("2")
    assert ("set_aside", 5) in states(either_town)


def test_an_update_of_a_kind_nobody_knows_stops_nobody(either_town: Town) -> None:
    person = either_town.person("小王")
    strange: list[dict[str, Any]] = [
        {"update_id": 1, "message_of_tomorrow": {"from": "nobody", "chat": 7}},
        {"update_id": 2},
        {"update_id": 3, "message": {"from": {"id": person.id}}},
    ]
    either_town.wait(either_town.desk.receiver.receive(strange))
    wait_out(either_town)
    person.says("hello")
    person.sees("ECHO hello")


def test_words_said_in_a_group_are_not_ours_to_hear(either_town: Town) -> None:
    person = either_town.person("小王")
    group = either_town.ask("POST", "/world/groups", json={"title": "reviewers", "members": [person.id]})
    either_town.ask(
        "POST", f"/world/groups/{group['id']}/messages", json={"from": person.id, "person": person.id, "text": "/book"}
    )
    either_town.settle()
    person.says("3")
    person.sees("ECHO 3")


def test_a_timer_wakes_its_lane(either_town: Town) -> None:
    person = either_town.person("小王")
    person.says("hello")
    lane = accounts.lane(either_town.bot.id, person.id)
    due = either_town.now + timedelta(hours=1)
    either_town.write(lambda session: timers.start(session, "wake", uuid4(), lane=lane, due_at=due))
    either_town.later(minutes=59)
    person.sees("ECHO hello")
    either_town.later(minutes=1)
    person.sees("WOKEN")


def test_a_person_who_blocks_the_bot_is_marked_and_unmarked(either_town: Town) -> None:
    person = either_town.person("小王")
    person.says("hello")
    marked = text("SELECT count(*) FROM accounts WHERE unreachable_since IS NOT NULL")
    person.blocks()
    assert either_town.look(lambda session: session.execute(marked).scalar()) == 1
    person.blocks(False)
    assert either_town.look(lambda session: session.execute(marked).scalar()) == 0


def test_nothing_waits_when_all_is_done(either_town: Town) -> None:
    person = either_town.person("小王")
    person.says("hello")
    assert either_town.look(inbox.next_due) is None
