"""Several people and the bot in one chat."""

from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden

from bot.simulator.chats import Chat
from bot.simulator.groups import make_group
from bot.simulator.world import World
from tests.simulator.conftest import Hand, answered


@pytest.fixture
def group(world: World) -> Chat:
    return make_group(world.bot, "Reviewers", [700_000_001, 700_000_002])


async def post(client: httpx.AsyncClient, group: Chat, what: str, **body: Any) -> dict[str, Any]:
    return dict(answered(await client.post(f"/world/groups/{group.id}/{what}", json=body)))


async def test_the_bot_learns_that_it_was_added_and_may_write_at_once(
    bot: Bot, group: Chat, client: httpx.AsyncClient
) -> None:
    change = (await bot.get_updates())[0].my_chat_member
    await bot.send_message(group.id, "A new case")
    seen = answered(await client.get(f"/world/groups/{group.id}/messages"))

    assert change
    assert (change.chat.title, change.chat.type, change.new_chat_member.status) == (
        "Reviewers",
        "supergroup",
        "administrator",
    )
    assert [message["text"] for message in seen["messages"]] == ["A new case"]


async def test_what_members_say_and_tap_reaches_the_bot(
    bot: Bot, group: Chat, ming: Hand, anna: Hand, client: httpx.AsyncClient
) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Take", callback_data="take:1")]])
    case = await bot.send_message(group.id, "Case 1", reply_markup=markup)
    await post(client, group, "messages", person=ming.id, text="mine")
    await post(client, group, "taps", person=anna.id, message_id=case.message_id, button="Take")
    said, tapped = (await bot.get_updates())[-2:]

    assert said.message
    assert said.message.from_user
    assert (said.message.chat.id, said.message.from_user.id, said.message.text) == (group.id, ming.id, "mine")
    assert tapped.callback_query
    assert (tapped.callback_query.data, tapped.callback_query.from_user.id) == ("take:1", anna.id)


async def test_in_privacy_mode_the_bot_hears_only_what_is_meant_for_it(
    bot: Bot, group: Chat, ming: Hand, client: httpx.AsyncClient, world: World
) -> None:
    world.bot.user["can_read_all_group_messages"] = False
    question = await bot.send_message(group.id, "Who?")
    for body in ({"text": "chatter"}, {"text": "/queue"}, {"text": "me", "reply_to": question.message_id}):
        await post(client, group, "messages", person=ming.id, **body)
    heard = [update.message.text for update in await bot.get_updates() if update.message]

    assert heard == ["/queue", "me"]


async def test_members_have_their_standing(bot: Bot, group: Chat, ming: Hand, anna: Hand) -> None:
    first, second = await bot.get_chat_member(group.id, ming.id), await bot.get_chat_member(group.id, anna.id)
    leading = await bot.get_chat_administrators(group.id)

    assert (first.status, second.status) == ("creator", "member")
    assert [member.user.id for member in leading] == [ming.id]
    assert await bot.get_chat_member_count(group.id) == 3


async def test_outside_people_and_closed_groups(
    bot: Bot, group: Chat, ming: Hand, client: httpx.AsyncClient, world: World
) -> None:
    stranger = world.add_person("Stranger")
    outside = await client.post(f"/world/groups/{group.id}/messages", json={"person": stranger.id, "text": "hi"})
    assert outside.status_code == 403

    said = await post(client, group, "messages", person=ming.id, text="hi")
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, said["messages"][0]["message_id"])
    group.blocked = True
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "x")


async def test_a_group_is_founded_over_http(client: httpx.AsyncClient, ming: Hand) -> None:
    made = answered(await client.post("/world/groups", json={"title": "Night shift", "members": [ming.id]}))
    listed = answered(await client.get("/world/groups"))["groups"]

    assert made["id"] < 0
    assert listed == [{"id": made["id"], "title": "Night shift", "members": [ming.id], "unread": 0}]
    assert (await client.post("/world/groups", json={"title": "Empty", "members": []})).status_code == 400
