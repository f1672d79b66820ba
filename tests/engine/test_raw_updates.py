"""Raw updates that cannot be stored as received do not block others, by polling or webhook."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from bot.engine import clock, update_json
from bot.engine.telegram_transport import AiohttpRequest
from bot.settings import load
from bot.web.access import SECRET_TOKEN_HEADER
from bot.web.app import create_app
from bot.web.dependencies import WebDependencies
from bot.web.telegram_webhook import PATH
from storage.database import Database
from storage.database.encryption import current_keyring
from storage.engine.inbox import Event
from tests.engine.test_receiver import Telegram, count, poll, receiver, update
from tests.stories.app_driver import AppDriver, stored

DEEP: Any = []
for _ in range(400):
    DEEP = [DEEP]


def odd(number: int, **message: Any) -> dict[str, Any]:
    """Return a message with unusual content."""
    return {"update_id": number, "message": {"from": {"id": 7}, **message}}


ODD = (
    odd(10, text="half \ud83d a character"),
    odd(10, **{"key \udc00": 1}),
    odd(10, date=2**64),
    odd(10, date=-(2**70)),
    odd(10, entities=DEEP),
    {"update_id": 10, "message": {"from": {"id": 10**30}, "text": "hello"}},
    {"update_id": 2**64 + 5, "message": {"from": {"id": 7}, "text": "hello"}},
    {"update_id": 10, "callback_query": {"from": {"id": 7}}},
    {"update_id": 10, "callback_query": "tapped"},
    {"update_id": 10, "message": "\udfff"},
)


def user(telegram_id: int) -> dict[str, Any]:
    """Return a user as in an update."""
    return {"id": telegram_id, "is_bot": False, "first_name": "P"}


@pytest.mark.parametrize("strange", ODD, ids=lambda strange: ascii(strange)[:60])
async def test_polling_continues_after_an_unusual_update(lite: Database, strange: dict[str, Any]) -> None:
    telegram = Telegram(lite, [strange, update(11)], [update(2**63)])
    await poll(lite, telegram)
    assert count(lite) == 3
    assert telegram.calls[1]["offset"] == max(12, strange["update_id"] + 1)


@pytest.mark.parametrize("strange", [7, None, "x", [], {}, {"update_id": None}, {"update_id": True}])
async def test_values_that_are_not_updates_are_ignored(lite: Database, strange: Any) -> None:
    telegram = Telegram(lite, [update(10), strange])
    await poll(lite, telegram)
    assert count(lite) == 1
    assert telegram.calls[1]["offset"] == 11


async def test_polling_pauses_after_a_response_without_any_update(lite: Database) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    telegram = Telegram(lite, [{}], [update(10)])
    polling = receiver(lite, telegram)
    polling._sleep = sleep
    with pytest.raises(asyncio.CancelledError):
        await polling.poll()
    assert pauses == [1.0]
    assert count(lite) == 1


async def test_the_storable_part_of_an_update_is_stored(lite: Database) -> None:
    await receiver(lite, Telegram(lite)).receive([odd(10, text="half \ud83d and whole 😀", date=2**70)])
    with lite.reading() as session:
        [event] = stored(session, Event)
        kept = current_keyring().decrypt_json(event.payload, "inbox:telegram:1:10")
    assert kept["message"]["text"] == "half \ufffd and whole 😀"
    assert kept["message"]["date"] is None


def test_a_lone_surrogate_is_handled_like_other_text(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("hello")
    message: dict[str, Any] = {"message_id": 1, "date": 1_790_000_000, "text": "half \ud800", "from": user(person.id)}
    message["chat"] = {"id": person.id, "type": "private"}
    either_app.wait(either_app.desk.receiver.receive([{"update_id": 900_000, "message": message}]))
    either_app.settle()
    person.sees("ECHO half \ufffd")


def test_an_event_with_a_user_id_beyond_64_bits_is_ignored(either_app: AppDriver) -> None:
    message: dict[str, Any] = {"message_id": 1, "date": 1_790_000_000, "text": "hello", "from": user(2**63)}
    message["chat"] = {"id": 2**63, "type": "private"}
    either_app.wait(either_app.desk.receiver.receive([{"update_id": 900_000, "message": message}]))
    either_app.settle()
    states = either_app.read(lambda session: session.execute(text("SELECT state, attempts FROM inbox")).all())
    assert [tuple(row) for row in states] == [("done", 0)]


@pytest.mark.parametrize("words", [b'"\\ud800"', b'"\xff"', b"1" + b"0" * 30, b"NaN"])
def test_unusual_json_in_a_response_is_parsed(words: bytes) -> None:
    assert AiohttpRequest.parse_json_payload(b'{"ok": true, "result": [' + words + b"]}")["ok"] is True


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff\xfe", b"", b'{"a": ' + b"9" * 5000])
def test_a_response_that_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="."):
        update_json.parse(body)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (json.dumps(odd(10, text="\ud800")).encode(), 200),
        (b'{"update_id": 10, "message": {"text": "\xff"}}', 200),
        (json.dumps(odd(10, entities=DEEP)).encode(), 200),
        (json.dumps(odd(10, date=10**40)).encode(), 200),
        (json.dumps(odd(10**40)).encode(), 400),
        (b'{"update_id": 10, "x": ' + b"[" * 200_000, 400),
    ],
)
async def test_the_webhook_accepts_updates_that_can_be_stored_and_refuses_others(
    lite: Database, body: bytes, status: int
) -> None:
    desk: Any = type("Desk", (), {"receiver": receiver(lite, Telegram(lite))})
    web = WebDependencies(load(_env_file=None, webhook_secret="a-secret_1"), lite, clock.now, desk)
    transport = httpx.ASGITransport(create_app(web))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.post(
            PATH, content=body, headers={SECRET_TOKEN_HEADER: "a-secret_1", "Content-Type": "application/json"}
        )
    assert answer.status_code == status
    assert count(lite) == (1 if status == 200 else 0)
