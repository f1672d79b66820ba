"""ID numbers and codes that people type are deleted from the chat once they are read, accepted or refused."""

import pytest

from bot.engine.listeners import Flow, OnMessage
from handlers import every_handler
from storage.engine import outbox
from storage.engine.outbox import Channel, Delivery, DeliveryState
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.registration_steps import NUMBER, to_id_number, to_name

SENSITIVE_STEPS = ("code", "id_number", "recipient", "phone", "address")


def in_the_chat(person: Actor) -> str:
    """Return every text of this person's messages that is still in their chat."""
    return "\n".join(each["text"] for each in person.messages() if not each["from"]["is_bot"] and "text" in each)


def test_a_typed_id_number_is_deleted_from_the_chat_also_if_it_is_wrong(app: AppDriver) -> None:
    guest = app.person("小王", "+8613812345678")
    to_id_number(guest)
    mistyped = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
    for number in (NUMBER[:15], mistyped, NUMBER):
        guest.says(number)
        assert "王小明" in in_the_chat(guest)
        assert number not in in_the_chat(guest)
    guest.sees("第 3 步")


def test_the_number_of_a_search_is_deleted_and_other_messages_stay(app: AppDriver) -> None:
    officer = cast.reviewer(app, "交警老何", (StaffRole.OFFICER,))
    officer.says(f"/find {NUMBER}")
    assert "/find" not in in_the_chat(officer)
    officer.says("/menu")
    assert in_the_chat(officer) == "/menu"


@pytest.mark.parametrize(
    "text",
    [
        "王小明 {}",
        "身份证：{}。",
        "{}",
        "my number is {}\nand my name is Ann",
        "（{}）",
        "/help {}",
        "/file 02 桂A12345 {}",
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_an_id_number_in_any_text_is_deleted(app: AppDriver, text: str, asked: bool) -> None:
    guest = app.person("小王", "+8613812345678")
    if asked:
        to_name(guest)
    guest.says(text.format(NUMBER))
    assert NUMBER not in in_the_chat(guest)


@pytest.mark.parametrize("divider", [" ", "-", "\n", "\u200b", " - ", "·"])
@pytest.mark.parametrize("text", ["{}", "/verify {}", "身份证 2 张 {}"])
def test_a_divided_id_number_is_deleted(app: AppDriver, divider: str, text: str) -> None:
    guest = app.person("小王", "+8613812345678")
    guest.says(text.format(divider.join((NUMBER[:6], NUMBER[6:14], NUMBER[14:]))))
    assert NUMBER[-4:] not in in_the_chat(guest)


def test_an_id_number_in_an_edited_message_is_deleted(app: AppDriver) -> None:
    guest = app.person("小王", "+8613812345678")
    guest.says("你好")
    [message] = [each["message_id"] for each in guest.messages() if not each["from"]["is_bot"]]
    guest.edits(message, f"我是 {NUMBER}")
    assert in_the_chat(guest) == ""


@pytest.mark.parametrize("text", ["1234567890123456789", "桂A12345", f"{NUMBER}7", f"A{NUMBER}", NUMBER[:16]])
def test_other_numbers_stay_in_the_chat(app: AppDriver, text: str) -> None:
    guest = app.person("小王", "+8613812345678")
    guest.says(text)
    assert text in in_the_chat(guest)


def test_every_step_that_takes_a_number_or_a_code_deletes_it() -> None:
    kept = [
        f"{flow.name}:{step}"
        for flow in every_handler()
        if isinstance(flow, Flow)
        for step, ask in flow.steps.items()
        if step in SENSITIVE_STEPS
        for listener in ask.listeners
        if isinstance(listener, OnMessage) and not listener.is_sensitive
    ]
    assert kept == [], "Pass is_sensitive=True to on_words."


def test_a_message_that_cannot_be_deleted_stops_nothing(app: AppDriver) -> None:
    guest = app.person("小王", "+8613812345678")
    to_id_number(guest)
    content = {"chat": guest.id, "delete": 987654321}
    app.write(lambda session: outbox.put(session, Channel.CHAT, "deletion:1", content, at=app.now))
    app.settle()
    [row] = [each for each in app.read(lambda session: stored(session, Delivery)) if each.lane == "deletion:1"]
    assert (row.state, row.note) == (DeliveryState.DONE, "the message stays")
    guest.says(NUMBER)
    guest.sees("第 3 步")
