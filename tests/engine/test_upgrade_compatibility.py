"""State left by older versions: flows parked at removed steps, buttons with removed commands."""

from typing import Any

from bot import callback_data
from bot.card import CardButton
from bot.cards import navigation
from storage.engine import conversations
from tests.engine import sample_flow
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
    person.sees("过时")
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
