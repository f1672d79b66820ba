"""Mini Apps of the local Telegram: which pages are opened, what they send, what the cloud keeps for them.

`test_aiogram.py` checks their launch data as a bot does.
"""

import hmac
import json
from urllib.parse import parse_qsl

import pytest
from telegram import Bot, KeyboardButton, ReplyKeyboardMarkup, WebAppData, WebAppInfo

from bot.simulator import snapshot
from bot.simulator.json_types import Json
from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, PersonClient


async def opened(person: PersonClient, url: str) -> tuple[int, Json]:
    """Open an app on a person's phone. Returns the status and the answer."""
    response = await person.client.post(f"/world/people/{person.id}/mini_app", json={"url": url})
    return response.status_code, response.json()


async def test_two_launches_are_never_alike(ming: PersonClient) -> None:
    first, second = [await opened(ming, "http://127.0.0.1:8080/app") for _ in range(2)]
    assert first != second


@pytest.mark.parametrize("url", ["", "http://app.example/", "javascript:alert(1)", "ftp://x/", "//app.example/"])
async def test_other_addresses_are_not_opened(ming: PersonClient, url: str) -> None:
    status, answer = await opened(ming, url)
    assert (status, answer["error"]) == (400, "A Mini App is opened by https, or from this machine.")


async def test_data_come_from_an_app_of_the_keyboard_only(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    refused = {"data": "red", "button": "Choose a colour"}
    response = await ming.client.post(f"/world/people/{ming.id}/mini_app/data", json=refused)
    assert response.status_code == 400
    key = KeyboardButton("Choose a colour", web_app=WebAppInfo("https://app.example/"))
    keyboard = ReplyKeyboardMarkup([[key, "Plain"]], one_time_keyboard=True)
    await bot.send_message(ming.id, "Which?", reply_markup=keyboard)
    for data, button in (("red", "Plain"), ("", key.text), ("é" * 2049, key.text), (1, key.text)):
        body = {"data": data, "button": button}
        response = await ming.client.post(f"/world/people/{ming.id}/mini_app/data", json=body)
        assert response.status_code == 400, body
    await ming.posts("mini_app/data", {"data": "red", "button": key.text})
    [message] = [update.message for update in await bot.get_updates() if update.message and update.message.web_app_data]
    assert message.web_app_data == WebAppData("red", key.text)
    assert (await ming.sees())["keyboard"] is None


async def invoked(person: PersonClient, method: str, **params: object) -> Json:
    """Return the answer to a method of the cloud."""
    return await person.posts("mini_app/methods", {"method": method, "params": params})


async def test_the_cloud_keeps_values_of_each_person(ming: PersonClient, anna: PersonClient, world: World) -> None:
    assert await invoked(ming, "saveStorageValue", key="colour", value="red") == {"result": True}
    assert await invoked(ming, "getStorageValues", keys=["colour", "size"]) == {"result": {"colour": "red", "size": ""}}
    assert await invoked(anna, "getStorageKeys") == {"result": []}
    back = World({TOKEN: world.bot.user})
    snapshot.load_whole(back, snapshot.whole(world))
    assert back.bot.chat_with(ming.id).cloud == {"colour": "red"}
    assert await invoked(ming, "deleteStorageValues", keys=["colour"]) == {"result": True}
    assert await invoked(ming, "getStorageKeys") == {"result": []}


async def test_the_cloud_refuses_what_telegram_refuses(ming: PersonClient, world: World) -> None:
    assert await invoked(ming, "saveStorageValue", key="a b", value="") == {"error": "KEY_INVALID"}
    assert await invoked(ming, "saveStorageValue", key="k" * 129, value="") == {"error": "KEY_INVALID"}
    assert await invoked(ming, "saveStorageValue", key="a", value="x" * 4097) == {"error": "VALUE_INVALID"}
    assert await invoked(ming, "getStorageValues", keys="a") == {"error": "KEY_INVALID"}
    assert await invoked(ming, "drop") == {"error": "METHOD_INVALID"}
    world.bot.chat_with(ming.id).cloud.update((str(number), "") for number in range(1024))
    assert await invoked(ming, "saveStorageValue", key="more", value="") == {"error": "QUOTA_EXCEEDED"}
    assert await invoked(ming, "saveStorageValue", key="7", value="x") == {"result": True}


async def test_a_contact_is_handed_over_once_it_is_shared(ming: PersonClient) -> None:
    await ming.says("/start")
    assert await invoked(ming, "getRequestedContact") == {"result": ""}
    await ming.posts("messages", {"contact": True})
    fields = dict(parse_qsl((await invoked(ming, "getRequestedContact"))["result"]))
    assert json.loads(fields["contact"])["phone_number"] == "8613800000001"
    lines = "\n".join(f"{key}={fields[key]}" for key in sorted(fields) if key != "hash")
    key = hmac.digest(b"WebAppData", TOKEN.encode(), "sha256")
    assert fields["hash"] == hmac.digest(key, lines.encode(), "sha256").hex()
