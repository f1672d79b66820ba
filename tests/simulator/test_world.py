"""The people's API: people, events, text messages, face checks."""

from typing import Any

import httpx
import pytest

from bot.simulator.world import World
from tests.simulator.conftest import PersonClient, answered


async def test_people_are_listed_with_all_fields(client: httpx.AsyncClient, ming: PersonClient) -> None:
    made = answered(await client.post("/world/people", json={"first_name": "Wang", "role": "reviewer", "id": 42}))
    listed = answered(await client.get("/world/people"))

    assert made["id"] == 42
    assert [person["first_name"] for person in listed["people"]] == ["Ming", "Anna", "Wang"]
    assert listed["people"][1] == {
        "id": 700_000_002,
        "first_name": "Anna",
        "last_name": None,
        "username": None,
        "language_code": "en",
        "phone": "+8613800000002",
        "role": "owner",
        "roles": {},
        "hint": {"en": "Owns two cars"},
        "blocked": False,
        "unread": 0,
    }
    assert listed["bot"]["username"] == "desk_bot"


async def test_unread_messages_are_counted_until_the_chat_is_shown(
    client: httpx.AsyncClient, ming: PersonClient, world: World
) -> None:
    await ming.says("/start")
    chat = world.bot.chat_with(ming.id)
    for text in ("one", "two"):
        world.bot.post(chat, world.bot.sender, {"text": text})

    async def unread() -> int:
        return int(answered(await client.get("/world/people"))["people"][0]["unread"])

    assert await unread() == 2
    await ming.sees()
    assert await unread() == 0


async def test_only_messages_after_an_id_are_returned(ming: PersonClient) -> None:
    first = await ming.says("one")
    second = await ming.says("two")
    seen = await ming.sees(after=first["message_id"])

    assert [message["text"] for message in seen["messages"]] == ["two"]
    assert seen["last"] == second["message_id"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/world/people", {}, 400),
        ("/world/people", {"first_name": "Again", "id": 700_000_001}, 409),
        ("/world/people/5/messages", {"text": "nobody"}, 404),
        ("/world/people/700000001/messages", {"text": "  "}, 400),
        ("/world/people/700000001/messages", {"text": "a" * 4097}, 400),
        ("/world/people/700000001/messages", {"text": "x", "reply_to": 99}, 404),
        ("/world/people/700000001/messages", {"edit": 99, "text": "x"}, 404),
        ("/world/people/700000001/messages", {"forward": 99}, 404),
        ("/world/people/700000001/messages", {"contact": {"first_name": "x"}}, 400),
        ("/world/people/700000001/taps", {"message_id": "x"}, 400),
        ("/world/people/700000001/block", {"blocked": "yes"}, 400),
        ("/world/face", {"person": 700_000_001, "outcome": "maybe"}, 400),
        ("/sms", {"id": "1", "to": ""}, 400),
    ],
)
async def test_an_invalid_action_is_refused_with_a_sentence(
    client: httpx.AsyncClient, path: str, body: dict[str, Any], status: int
) -> None:
    answer = await client.post(path, json=body)

    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")


async def test_the_event_stream_filters_by_person_and_resumes_after_an_event(
    client: httpx.AsyncClient, ming: PersonClient, anna: PersonClient, world: World
) -> None:
    said = await ming.says("hello")
    await anna.says("not for ming")
    await client.post("/sms", json={"id": "a", "to": "+8613800000001", "text": "Code 123456"})
    lines: list[str] = []
    async with client.stream("GET", "/world/events", params={"person": ming.id, "after": 2}) as stream:
        async for line in stream.aiter_lines():
            lines.append(line)
            if "Code 123456" in line:
                break
    events = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]

    assert events == ["message", "sms"]
    assert lines[2] == "id: 3"
    assert f'"message_id":{said["message_id"]},"kind":"new"' in lines[4]


async def test_a_text_message_is_stored_once_and_found_without_the_country_code(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        answer = await client.post("/sms", json={"id": "m1", "to": "+8613800000009", "text": "Code 123456"})
        assert answer.json() == {"id": "m1", "status": "accepted"}
    found = answered(await client.get("/world/sms", params={"phone": "13800000009"}))["sms"]
    others = answered(await client.get("/world/sms", params={"phone": "13800000008"}))["sms"]

    assert [(sms["id"], sms["to"], sms["text"]) for sms in found] == [("m1", "+8613800000009", "Code 123456")]
    assert others == []


async def test_the_face_check_returns_the_outcome_that_was_set(client: httpx.AsyncClient, ming: PersonClient) -> None:
    async def outcome() -> str:
        return str((await client.post("/face/check", json={"person": ming.id})).json()["outcome"])

    assert await outcome() == "pass"
    await client.post("/world/face", json={"person": ming.id, "outcome": "unavailable"})
    assert await outcome() == "unavailable"
    assert (await client.get("/world/face", params={"person": ming.id})).json()["outcome"] == "unavailable"
