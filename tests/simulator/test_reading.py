"""What a bot sends is read into the known fields of the official description, or refused."""

import json
from random import Random
from typing import Any

import httpx
import pytest
from telegram import Bot, LinkPreviewOptions, ReplyParameters

from bot.simulator.errors import ApiError, BadRequest
from bot.simulator.markup.keyboards import checked_markup
from bot.simulator.methods import registry
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.registry import METHODS, call_method
from bot.simulator.schema.compact import PATH, compact
from bot.simulator.schema.definitions import description
from bot.simulator.schema.reader import read_object
from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, ManualClock, PersonClient
from tests.simulator.official_shapes import deviations, deviations_of_result

JUNK_CALLS = 11_500


def test_unknown_fields_and_nulls_are_dropped_and_numbers_become_texts() -> None:
    button = {"text": 5, "callback_data": "x", "colour": "red", "url": None}

    assert read_object("InlineKeyboardButton", button) == {"text": "5", "callback_data": "x"}


@pytest.mark.parametrize(
    ("type_name", "value", "reason"),
    [
        ("MessageEntity", {"type": "bold", "length": 1}, 'Can\'t find field "offset"'),
        ("MessageEntity", {"type": "bold", "offset": "x", "length": 1}, 'Field "offset" must be a valid Number'),
        ("MessageEntity", {"type": "bold", "offset": True, "length": 1}, 'Field "offset" must be a Number'),
        ("MessageEntity", {"type": "bold", "offset": 2**63, "length": 1}, 'Field "offset" must be a valid Number'),
        ("MessageEntity", {"type": {}, "offset": 0, "length": 1}, 'Field "type" must be of type String'),
        ("MessageEntity", [], "expected an Object"),
        ("BotCommandScope", {"type": "planet"}, "Unsupported type specified"),
        ("BotCommandScope", {}, 'Can\'t find field "type"'),
        ("InputLocationMessageContent", {"latitude": "nan", "longitude": 1}, 'Field "latitude" must be a valid Number'),
        ("LinkPreviewOptions", {"is_disabled": "true"}, 'Field "is_disabled" must be of type Boolean'),
        ("ReplyParameters", {"message_id": 1, "quote_entities": {}}, 'Field "quote_entities" must be of type Array'),
    ],
)
def test_a_value_of_another_type_is_refused(type_name: str, value: object, reason: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        read_object(type_name, value, "it")

    assert refusal.value.description == f"Bad Request: can't parse it: {reason}"


def test_of_two_actions_in_a_button_the_official_first_stays() -> None:
    markup = checked_markup({"inline_keyboard": [[{"text": "Go", "callback_data": "x", "url": "https://e.org"}]]})

    assert markup == {"inline_keyboard": [[{"text": "Go", "url": "https://e.org"}]]}


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ({"keyboard": [["a"]], "selective": False, "size": 3}, {"keyboard": [[{"text": "a"}]]}),
        ({"remove_keyboard": True, "x": 1}, {"remove_keyboard": True}),
        ({"force_reply": True, "selective": True}, {"force_reply": True, "selective": True}),
        ({"inline_keyboard": []}, None),
        ({"remove_keyboard": False}, None),
        ({}, None),
    ],
)
def test_a_markup_has_only_known_fields(markup: dict[str, Any], expected: dict[str, Any] | None) -> None:
    assert checked_markup(markup) == expected


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "x", "callback_data": "y", "style": "pink"}, "unsupported style specified"),
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
        ("x", "InlineKeyboardButton must be an Object"),
        ({"text": "x", "web_app": "https://e.org"}, 'Field "web_app" must be of type Object'),
    ],
)
def test_an_invalid_button_is_refused(button: object, reason: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        checked_markup({"inline_keyboard": [[button]]})

    assert refusal.value.description == f"Bad Request: can't parse inline keyboard button: {reason}"


async def test_options_of_a_message_have_effect(bot: Bot, ming: PersonClient) -> None:
    await ming.says("A quoted word")
    await bot.send_message(ming.id, "Secret", protect_content=True, message_effect_id="5104841245755180586")
    quoted = await bot.send_message(
        ming.id,
        "Answer",
        reply_parameters=ReplyParameters(1, quote="quoted"),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    [_, secret, answer] = (await ming.sees())["messages"]

    assert secret["has_protected_content"] is True
    assert secret["effect_id"] == "5104841245755180586"
    assert answer["quote"] == {"text": "quoted", "position": 2, "is_manual": True}
    assert answer["link_preview_options"] == {"is_disabled": True}
    assert quoted.quote
    assert deviations("Message", answer) == []


async def test_a_call_that_a_method_fails_on_is_refused_with_a_reference(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(bot: object, call: object) -> None:
        raise RuntimeError("a fault of the method")

    monkeypatch.setitem(registry._BY_LOWER_NAME, "getme", registry.Method(fail, ()))
    response = await client.get(f"/bot{TOKEN}/getMe")

    assert response.status_code == 400
    assert "reference" in response.json()["description"]


async def test_an_official_method_that_is_not_simulated_says_so(client: httpx.AsyncClient) -> None:
    response = await client.get(f"/bot{TOKEN}/giftPremiumSubscription")

    assert response.status_code == 400
    assert "giftPremiumSubscription is not available" in response.json()["description"]


async def test_junk_in_any_parameter_is_answered_as_a_bad_request(
    world: World, ming: PersonClient, clock: ManualClock
) -> None:
    await ming.says("hello")
    random, sent = Random(7), 0
    failed: list[tuple[str, object]] = []
    names = [name for name in METHODS if name not in {"getUpdates", "setWebhook", "leaveChat"}]
    for number in range(JUNK_CALLS):
        clock.now += 1  # within the limits of messages
        name = names[number % len(names)]
        call = Call({each: _junk(random, each, ming.id) for each in _chosen(random, name)})
        try:
            result = await call_method(world.bot, name, call)
        except ApiError as error:
            failed += [(name, call.values)] if "reference" in error.description else []
            continue
        sent += "Message" in description().returns[name]
        failed += [(name, each) for each in deviations_of_result(name, result)]

    assert not failed[:3]
    assert sent > 300


def _chosen(random: Random, method: str) -> list[str]:
    fields = description().methods[method].items()
    return [name for name, field in fields if random.random() < (0.97 if field.required else 0.15)]


def _junk(random: Random, name: str, person: int) -> Any:
    """Return a right, nearly right or wrong value of a parameter."""
    right = _RIGHT.get(name, person if name.endswith("chat_id") else None)
    return right if right is not None and random.random() < 0.8 else random.choice(_VALUES)


_ENTITY = {"type": "bold", "offset": 0, "length": 3}
_RIGHT: dict[str, Any] = {
    "text": "a *bold* word <b>and 😀 more</b>",
    "caption": "words",
    "message_id": 1,
    "latitude": 22.8,
    "longitude": "108.3",
    "title": "T",
    "address": "A",
    "phone_number": "+86138",
    "first_name": "Li",
}
_VALUES: list[Any] = [
    *("", "x", "1", "-1", "true", "{", "[]", "{}", "null", "HTML", "MarkdownV2", "typing", "a" * 5_000, "\x00", "@x"),
    *(0, 1, -1, 2**40, 2**70, 1.5, True, {}, [], [[]], [1], [{}], {"a": {"b": [1]}}),
    *({"type": "photo", "media": "x"}, {"type": "chat", "chat_id": "@x"}, {"type": 5}, {"message_id": "x"}),
    *({"inline_keyboard": [[{"text": "x", "url": 5}]]}, {"keyboard": [["x", 5, None]]}, {"inline_keyboard": [5]}),
    *([_ENTITY], [{**_ENTITY, "offset": -1}], [{**_ENTITY, "length": 9}], [{**_ENTITY, "type": "x"}], ["x"], [None]),
    *([{"text": "a"}, {"text": "b"}], ["a", "b"], [{"command": "x", "description": "y"}], [1, 2], [2, 1]),
    json.dumps([_ENTITY]),
]


def test_the_stored_description_keeps_names_types_and_constants() -> None:
    fields = [
        {"name": "type", "types": ["String"], "required": True, "description": "Type of the result, must be mpeg4_gif"},
        {"name": "id", "types": ["Integer", "String"], "required": False, "description": "Optional. An id"},
    ]
    whole = {
        "version": "1",
        "methods": {"getX": {"fields": fields, "returns": ["A"]}},
        "types": {"U": {"subtypes": ["A"]}, "A": {}},
    }

    assert compact(whole) == {
        "version": "1",
        "methods": {"getX": {"type": "String=mpeg4_gif!", "id": "Integer|String"}},
        "returns": {"getX": "A"},
        "reactions": [],
        "types": {"U": ["A"], "A": {}},
    }
    assert json.loads(PATH.read_text())["version"] == description().version
