"""Updates of unclear origin: of two people, of a bot, taps on other buttons and on outdated ones."""

from typing import Any

import pytest
from sqlmodel import select

from bot.card import Button, Card
from bot.context import DeskContext
from bot.engine.listeners import on_command, on_tap
from storage.identity.accounts import Account
from tests.engine import sample_flow
from tests.engine.test_raw_updates import user
from tests.stories.app_driver import AppDriver

ONE, OTHER = Button("one", str), Button("other", str)


def message(sender: int, text: str, **more: Any) -> dict[str, Any]:
    """Return a message from a private chat."""
    chat = {"id": sender, "type": "private"}
    return {"message_id": 1, "date": 1_790_000_000, "text": text, "from": user(sender) | more, "chat": chat}


def happens(app: AppDriver, **content: Any) -> None:
    app.wait(app.desk.receiver.receive([{"update_id": 900_000, **content}]))
    app.settle()


def test_an_update_that_names_two_people_is_ignored(app: AppDriver) -> None:
    one, other = app.person("小王"), app.person("小李")
    for person in (one, other):
        person.says("hello")
    tap = {"id": "1", "from": user(one.id), "chat_instance": "1", "data": "x"}
    happens(app, callback_query=tap, message=message(other.id, "/book"))
    for person in (one, other):
        person.sees("ECHO hello")


@pytest.mark.parametrize("is_bot", [False, True])
def test_messages_of_bots_are_ignored(app: AppDriver, is_bot: bool) -> None:
    happens(app, message=message(4711, "hello", is_bot=is_bot))
    assert len(app.read(lambda session: session.exec(select(Account)).all())) == (0 if is_bot else 1)


def test_a_tap_is_refused_for_another_button(lite_url: str) -> None:
    heard: list[str] = []

    def show(context: DeskContext) -> None:
        context.show(Card("HERE", ((ONE.on("one", "5"), OTHER.on("other", "6")),)))

    handlers = [
        on_command("show", show),
        on_tap(ONE, lambda context: heard.append(context.tapped(OTHER))),
        on_tap(OTHER, lambda context: heard.append(context.tapped(OTHER))),
    ]
    app = AppDriver(lite_url, handlers=handlers, notifications=sample_flow.NOTIFICATIONS, tasks=sample_flow.TASKS)
    person = app.person("小王")
    for label in ("one", "other"):
        person.says("/show")
        person.taps(label)
    app.close()
    assert heard == ["6"]


def test_a_button_of_an_earlier_prompt_of_the_same_step_is_stale(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    person.says("3")
    shown, monday = person.button("Monday")
    person.taps("‹")
    person.says("4")
    person.sees("DAY? 4")
    person.forges(monday, shown["message_id"])
    assert person.has_seen("已经办过")
    person.sees("DAY? 4")
    person.taps("Tuesday")
    person.sees("SURE? 4 tue")
