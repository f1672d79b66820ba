"""Telegram's limits, and its error descriptions."""

from typing import Any

import httpx
import pytest

from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, ManualClock, PersonClient


async def refused(client: httpx.AsyncClient, method: str, **values: Any) -> tuple[int, str]:
    """Return the error code and description of a call that must fail."""
    body = (await client.post(f"/bot{TOKEN}/{method}", json=values)).json()
    assert body["ok"] is False, body
    return body["error_code"], body["description"]


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Go", **button}]]}


INVALID_TEXTS: list[tuple[dict[str, Any], str]] = [
    ({}, "message text is empty"),
    ({"text": "  \n "}, "message text is empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
    ({"text": "a" * 4097}, "message is too long"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": "x", "parse_mode": "Rich"}, "unsupported parse_mode"),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "x", "reply_markup": [1]}, "object expected as reply markup"),
    ({"text": "x", "reply_markup": inline(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
    (
        {"text": "x", "reply_markup": inline()},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"text": "x", "reply_markup": inline(url="ftp://a.b")},
        "inline keyboard button URL 'ftp://a.b' is invalid: Unsupported URL protocol",
    ),
]


@pytest.mark.parametrize(("values", "reason"), INVALID_TEXTS)
async def test_an_invalid_text_is_refused(
    client: httpx.AsyncClient, ming: PersonClient, values: dict[str, Any], reason: str
) -> None:
    await ming.says("/start")

    assert await refused(client, "sendMessage", chat_id=ming.id, **values) == (400, f"Bad Request: {reason}")


async def test_the_maximum_text_length_excludes_the_markup(client: httpx.AsyncClient, ming: PersonClient) -> None:
    await ming.says("/start")
    text = f"<b>{'a' * 4096}</b>"
    answer = await client.post(
        f"/bot{TOKEN}/sendMessage", json={"chat_id": ming.id, "text": text, "parse_mode": "HTML"}
    )

    assert answer.json()["result"]["text"] == "a" * 4096


async def test_callback_data_may_have_64_bytes(client: httpx.AsyncClient, ming: PersonClient) -> None:
    await ming.says("/start")
    markup = inline(callback_data="x" * 64)
    good = await client.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": ming.id, "text": "x", "reply_markup": markup})

    assert good.status_code == 200


@pytest.mark.parametrize(
    ("method", "values", "code", "description"),
    [
        ("sendMessage", {"text": "x"}, 400, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": "nobody", "text": "x"}, 400, "Bad Request: chat not found"),
        ("sendPhoto", {"chat_id": 1}, 400, "Bad Request: there is no photo in the request"),
        ("sendChatAction", {"chat_id": 1}, 400, "Bad Request: wrong parameter action in request"),
        ("sendMediaGroup", {"chat_id": 1}, 400, 'Bad Request: parameter "media" is required'),
        ("sendMediaGroup", {"chat_id": 1, "media": []}, 400, "Bad Request: there are no messages to send"),
        ("editMessageText", {"text": "x"}, 400, "Bad Request: chat_id is empty"),
        (
            "editMessageText",
            {"text": "x", "chat_id": 700000001},
            400,
            "Bad Request: message identifier is not specified",
        ),
        ("getFile", {"file_id": "none"}, 400, "Bad Request: invalid file_id"),
        (
            "setMyCommands",
            {"commands": [{"command": "Groß", "description": "x"}]},
            400,
            "Bad Request: BOT_COMMAND_INVALID",
        ),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
    ],
)
async def test_an_invalid_call_is_refused_with_the_official_description(
    client: httpx.AsyncClient, method: str, values: dict[str, Any], code: int, description: str
) -> None:
    assert await refused(client, method, **values) == (code, description)


async def test_an_upload_over_50_megabytes_is_refused(client: httpx.AsyncClient, ming: PersonClient) -> None:
    await ming.says("/start")
    files = {"document": ("big.bin", b"x" * (51 * 1024 * 1024 + 1), "application/octet-stream")}
    answer = await client.post(f"/bot{TOKEN}/sendDocument", data={"chat_id": str(ming.id)}, files=files)

    assert (answer.status_code, answer.json()["description"]) == (413, "Request Entity Too Large")


async def test_a_file_over_20_megabytes_cannot_be_downloaded(client: httpx.AsyncClient, ming: PersonClient) -> None:
    [message] = await ming.sends(("document", ("film.mov", b"x" * (20 * 1024 * 1024 + 1), "video/quicktime")))

    assert await refused(client, "getFile", file_id=message["document"]["file_id"]) == (
        400,
        "Bad Request: file is too big",
    )


async def test_rate_limits_return_the_time_to_wait(
    client: httpx.AsyncClient, ming: PersonClient, world: World, clock: ManualClock
) -> None:
    await ming.says("/start")
    await client.post("/world/faults", json={"flood": True})
    answers = [
        await client.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": ming.id, "text": str(number)})
        for number in range(4)
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    clock.now += 1
    again = await client.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": ming.id, "text": "later"})
    assert again.status_code == 200
