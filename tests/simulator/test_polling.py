"""Long polling of updates."""

import asyncio

import httpx
import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, PersonClient, until


async def test_an_update_is_returned_until_it_is_confirmed(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start filing-7")
    first = await bot.get_updates()
    again = await bot.get_updates()
    after = await bot.get_updates(offset=first[0].update_id + 1)

    assert [update.message.text for update in first if update.message] == ["/start filing-7"]
    assert [update.update_id for update in again] == [first[0].update_id]
    assert after == ()


async def test_update_ids_grow_one_by_one(bot: Bot, ming: PersonClient) -> None:
    for number in range(5):
        await ming.says(f"message {number}")
    ids = [update.update_id for update in await bot.get_updates(limit=3)]

    assert ids == list(range(ids[0], ids[0] + 3))


async def test_a_negative_offset_keeps_only_the_newest_updates(bot: Bot, ming: PersonClient) -> None:
    for number in range(3):
        await ming.says(str(number))
    left = await bot.get_updates(offset=-1)

    assert [update.message.text for update in left if update.message] == ["2"]


async def test_an_open_poll_returns_as_soon_as_there_is_an_update(bot: Bot, ming: PersonClient, world: World) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await until(lambda: world.bot.updates.is_polled)
    await ming.says("hello")

    assert len(await poll) == 1


async def test_a_second_poll_ends_the_first_with_409(
    bot: Bot, ming: PersonClient, world: World, client: httpx.AsyncClient
) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=10))
    await until(lambda: world.bot.updates.is_polled)
    newer = asyncio.create_task(client.get(f"/bot{TOKEN}/getUpdates", params={"timeout": 10}))

    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await older
    await until(lambda: world.bot.updates.is_polled)
    await ming.says("hello")
    assert len((await newer).json()["result"]) == 1


async def test_only_allowed_kinds_of_updates_are_kept(bot: Bot, ming: PersonClient) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await ming.says("not asked for")
    assert await bot.get_updates() == ()

    await bot.get_updates(allowed_updates=[])
    await ming.says("asked for again")
    assert len(await bot.get_updates()) == 1


async def test_an_update_keeps_the_message_as_it_was(bot: Bot, ming: PersonClient) -> None:
    said = await ming.says("first words")
    await ming.posts("messages", {"edit": said["message_id"], "text": "other words"})
    new, edited = await bot.get_updates()

    assert new.message
    assert edited.edited_message
    assert (new.message.text, edited.edited_message.text) == ("first words", "other words")
    assert edited.edited_message.edit_date


async def test_a_restart_drops_the_open_poll_and_keeps_the_updates(
    bot: Bot, ming: PersonClient, world: World, client: httpx.AsyncClient
) -> None:
    path = f"/bot{TOKEN}/getUpdates"
    poll = asyncio.create_task(client.get(path, params={"timeout": 10}))
    await until(lambda: world.bot.updates.is_polled)
    await client.post("/world/faults", json={"restart": True})
    with pytest.raises(httpx.RemoteProtocolError):
        await poll

    await ming.says("still here")
    assert len(await bot.get_updates(timeout=5)) == 1


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        ("/bot1000000001:wrong/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        (f"/bot{TOKEN}/getNothing", 404, "Not Found: method not found"),
    ],
)
async def test_a_wrong_token_or_method_is_an_error(
    client: httpx.AsyncClient, path: str, code: int, description: str
) -> None:
    answer = await client.get(path)

    assert answer.status_code == code
    assert answer.json() == {"ok": False, "error_code": code, "description": description}


async def test_two_bots_of_one_world_get_their_own_updates() -> None:
    two = World({"1:a": {"id": 1, "username": "one"}, "2:b": {"id": 2, "username": "two"}})
    two.add_person("Ming", id=5)
    one, other = two.bots.values()
    one.updates.add("message", {"text": "for one"})

    assert len(one.updates.pending) == 1
    assert not other.updates.pending
    assert one.chat_with(5) is not other.chat_with(5)
