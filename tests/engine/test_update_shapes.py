"""Updates of every official kind, with any field missing, null, of another type or unknown, hold nobody's lane."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from telegram import Bot, Update

from bot.engine import update_shape
from bot.simulator.schema.definitions import description, element_of
from tests.engine.test_event_worker import states
from tests.stories.app_driver import AppDriver

# What a field may wrongly be.
WRONG: tuple[Any, ...] = (None, "", "x", 0, -1, 2**70, 1.5, True, [], {}, [None], [[]], {"id": "x"}, [{"x": {}}])
UNKNOWN = {"a_field_of_next_year": {"of": ["any", {"shape": None}]}}
PERSON = 700_000_001
DEPTH = 3
EVERY = 15  # The desk handles each fifteenth update, to limit the time of the test; the library parses all.


def official(random: Random, type_name: str, depth: int = 0) -> Any:
    """Return a value of an official type with all its fields, down to a depth."""
    element = element_of(type_name)
    if element is not None:
        return [official(random, element, depth)]
    unions, types = description().unions, description().types
    if type_name in unions:
        return official(random, random.choice(unions[type_name]), depth)
    if type_name not in types:
        return {"Integer": random.randrange(1, 2**31), "Boolean": True, "Float": 1.5}.get(type_name, "words")
    fields = types[type_name].items()
    kept = [(name, field) for name, field in fields if field.required or depth < DEPTH]
    return {name: field.constant or official(random, field.types[0], depth + 1) for name, field in kept}


def updates(random: Random) -> Iterator[dict[str, Any]]:
    """Yield an update of each kind with all fields, then each with one field of its content made wrong."""
    for kind, field in description().types["Update"].items():
        if kind == "update_id":
            continue
        content = addressed(official(random, field.types[0]))
        yield {kind: content}
        yield {kind: content | UNKNOWN}
        for name in content:
            yield {kind: {key: value for key, value in content.items() if key != name}}
            yield {kind: content | {name: random.choice(WRONG)}}
            if isinstance(content[name], dict):
                inner = random.choice(list(content[name]) or [""])
                yield {kind: content | {name: content[name] | {inner: random.choice(WRONG)}}}
        yield {kind: random.choice(WRONG)}


def addressed(content: Any) -> Any:
    """Let an official value come from a person in their private chat, where it names one."""
    if isinstance(content, dict):
        content = dict(content)
        if "from" in content:
            content["from"] = {"id": PERSON, "is_bot": False, "first_name": "P"}
        if "chat" in content:
            content["chat"] = {"id": PERSON, "type": "private"}
        if isinstance(content.get("message"), dict):
            content["message"] = addressed(content["message"])
    return content


def single_messages(random: Random) -> Iterator[dict[str, Any]]:
    """Yield messages with each one official field, right and wrong."""
    heading = {"message_id": 1, "date": 1, "chat": {"id": PERSON, "type": "private"}}
    sender = {"from": {"id": PERSON, "is_bot": False, "first_name": "P"}}
    for name, field in description().types["Message"].items():
        for value in (official(random, field.types[0]), *WRONG):
            yield {"message": heading | sender | {name: value}}


@pytest.fixture(scope="module")
def shapes() -> list[dict[str, Any]]:
    random = Random(11)
    found = [*updates(random), *single_messages(random)]
    return [{"update_id": number, **update} for number, update in enumerate(found, 1)]


def test_the_library_parses_every_update(shapes: list[dict[str, Any]]) -> None:
    bot = Bot("1:token")
    for update in shapes:
        parsed = Update.de_json(update_shape.readable(update), bot)
        assert parsed.update_id == update["update_id"]
    assert len(shapes) > 1_500


def test_no_update_is_tried_twice_or_changes_a_booking(app: AppDriver, shapes: list[dict[str, Any]]) -> None:
    person = app.person("Ann")
    assert person.id == PERSON
    person.says("/book")
    sent = shapes[::EVERY]
    for start in range(0, len(sent), 100):
        app.wait(app.desk.receiver.receive(sent[start : start + 100]))
        app.settle()
    handled = states(app)
    assert {state for state, _ in handled} == {"done"}
    assert {attempts for _, attempts in handled} == {0}
    person.says("hello")
    assert person.messages()


def test_service_fields_are_those_of_the_official_description() -> None:
    fields = description().types["Message"]

    assert fields.keys() >= update_shape.SERVICE
    assert fields.keys() >= update_shape.FILES


@pytest.mark.parametrize("reply", [{"external_reply": {"origin": {}}}, {"reply_to_story": {"id": 1}}])
def test_a_reply_to_something_elsewhere_is_a_reply_to_no_message_of_the_chat(reply: dict[str, Any]) -> None:
    chat = {"id": 5, "type": "private"}
    read = update_shape.readable({"update_id": 1, "message": {"message_id": 3, "date": 1, "chat": chat, **reply}})

    assert read["message"]["reply_to_message"]["message_id"] == 0


def test_what_another_bot_has_written_is_as_little_the_persons_own_as_a_forward() -> None:
    chat = {"id": 5, "type": "private"}
    message = {"message_id": 3, "date": 1, "chat": chat, "text": "同意", "via_bot": {"id": 7, "is_bot": True}}
    read = update_shape.readable({"update_id": 1, "message": message})

    assert "forward_origin" in read["message"]
