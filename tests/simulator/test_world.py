"""People, events, text messages and faces, as the page sees them."""

from typing import Any

import httpx
import pytest

from bot.simulator.world import World
from tests.simulator.conftest import Hand, answered


async def test_people_are_listed_with_who_they_are(client: httpx.AsyncClient, ming: Hand) -> None:
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
        "hint": {"en": "Owns two cars"},
        "blocked": False,
        "unread": 0,
    }
    assert listed["bot"]["username"] == "desk_bot"


async def test_unread_messages_count_until_someone_looks(client: httpx.AsyncClient, ming: Hand, world: World) -> None:
    await ming.says("/start")
    chat = world.bot.chat_with(ming.id)
    for text in ("one", "two"):
        world.bot.post(chat, world.bot.sender, {"text": text})

    async def unread() -> int:
        return int(answered(await client.get("/world/people"))["people"][0]["unread"])

    assert await unread() == 2
    await ming.sees()
    assert await unread() == 0


async def test_only_newer_messages_are_shown_when_asked(ming: Hand) -> None:
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
async def test_what_people_cannot_do_is_explained(
    client: httpx.AsyncClient, path: str, body: dict[str, Any], status: int
) -> None:
    answer = await client.post(path, json=body)

    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")


async def test_events_tell_what_happens_and_resume_where_someone_left_off(
    client: httpx.AsyncClient, ming: Hand, anna: Hand, world: World
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


async def test_a_text_message_arrives_once_whatever_number_is_written(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        answer = await client.post("/sms", json={"id": "m1", "to": "+8613800000009", "text": "Code 123456"})
        assert answer.json() == {"id": "m1", "status": "accepted"}
    found = answered(await client.get("/world/sms", params={"phone": "13800000009"}))["sms"]
    others = answered(await client.get("/world/sms", params={"phone": "13800000008"}))["sms"]

    assert [(sms["id"], sms["to"], sms["text"]) for sms in found] == [("m1", "+8613800000009", "Code 123456")]
    assert others == []


async def test_the_face_check_answers_what_it_was_told(client: httpx.AsyncClient, ming: Hand) -> None:
    async def outcome() -> str:
        return str((await client.post("/face/check", json={"person": ming.id})).json()["outcome"])

    assert await outcome() == "pass"
    await client.post("/world/face", json={"person": ming.id, "outcome": "unavailable"})
    assert await outcome() == "unavailable"
    assert (await client.get("/world/face", params={"person": ming.id})).json()["outcome"] == "unavailable"
