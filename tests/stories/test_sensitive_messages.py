"""ID numbers and codes that people type are deleted from the chat once they are read, accepted or refused."""

from bot.engine.listeners import Flow, OnMessage
from handlers import every_handler
from storage.engine import outbox
from storage.engine.outbox import Channel, Delivery, DeliveryState
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.registration_steps import NUMBER, to_id_number

SENSITIVE_STEPS = ("code", "id_number")


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
