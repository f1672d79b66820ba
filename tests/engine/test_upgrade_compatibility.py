"""State of other versions: flows parked at removed steps, removed commands, and work of a newer version."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot import callback_data
from bot.card import CardButton
from bot.cards import navigation
from bot.engine.newer_versions import Versions
from storage.engine import conversations, outbox, processes
from storage.engine.outbox import Channel
from storage.identity import accounts
from tests.engine import sample_flow
from tests.engine.test_versions import newer_process
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver


def lane(app: AppDriver, person: Actor) -> str:
    return f"{app.bot.id}:{person.id}"


def test_a_flow_parked_at_a_removed_step_is_not_resumed(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    person.says("3")
    person.says("/other")
    person.says("hello")

    def older(session: Any) -> None:
        conversation = conversations.load(session, lane(app, person))
        conversation.parked["filing"]["step"] = "colour"
        conversations.save(session, conversation, at=app.now)

    app.write(older)
    person.taps("继续")
    person.sees("已经办过")
    person.says("3")
    person.sees("ECHO 3")
    assert not app.read(sample_flow.entries)


def test_a_button_with_a_removed_command_does_nothing(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    for command in ("colour", "back"):
        person.forges(
            callback_data.encode(CardButton("", navigation.GO.verb, command), telegram_id=person.id, revision=0)
        )
        person.sees("没有这个命令")
    person.says("3")
    person.sees("DAY? 3")


@pytest.mark.parametrize(
    ("channel", "content"),
    [(Channel.TASK, {"task": "newer", "arguments": {}}), (Channel.CHAT, {"notice": "newer", "subject": uuid4().hex})],
)
def test_a_delivery_of_a_newer_version_waits_for_it_and_is_given_up_after_a_while(
    either_app: AppDriver, channel: Channel, content: dict[str, Any]
) -> None:
    person = either_app.person("小王")
    person.says("hello")
    account = either_app.read(lambda session: accounts.by_telegram(session, either_app.bot.id, person.id))
    whole = {**content, "account": account.id.hex, "chat": person.id, "sms": False, "lane": account.lane}
    either_app.write(lambda session: outbox.put(session, channel, "newer", whole, at=either_app.now))
    for _ in range(10):
        either_app.later(seconds=5)
    assert first_delivery(either_app) == ("waiting", "left to a newer version")
    either_app.later(minutes=10)
    assert first_delivery(either_app)[1] == "unknown to this version"
    person.says("again")
    person.sees("ECHO again")


def event_state(app: AppDriver) -> tuple[str, int]:
    """Return state and attempts of the event with the key `key`."""
    row = app.read(lambda session: session.execute(text("SELECT state, attempts FROM inbox WHERE key = 'key'")).one())
    return row.state, row.attempts


def first_delivery(app: AppDriver) -> tuple[str, str]:
    """Return state and note of the first delivery in the lane `newer`."""
    query = text("SELECT state, note FROM outbox WHERE lane = 'newer' ORDER BY id LIMIT 1")
    row = app.read(lambda session: session.execute(query).one())
    return row.state, row.note


def test_an_older_process_that_is_restarted_during_an_upgrade_does_not_become_the_newer_one(app: AppDriver) -> None:
    own = app.desk.versions
    first = Versions(app.database, own.identity.version, "worker", clock=lambda: app.now)
    app.write(first.renew)
    newer = newer_process(app)
    app.now += timedelta(seconds=1)
    restarted = Versions(app.database, own.identity.version, "worker", clock=lambda: app.now)
    app.write(restarted.renew)
    assert app.read(lambda session: restarted.leaves(session, since=app.now))
    assert not app.read(lambda session: newer.leaves(session, since=app.now))
    app.write(lambda session: processes.end(session, first.identity.id))
    assert app.read(lambda session: newer.leaves(session, since=app.now)), "the upgrade is taken back"
