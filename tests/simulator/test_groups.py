"""Several people and the bot in one chat."""

from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.simulator.chats import Chat
from bot.simulator.groups import make_group
from bot.simulator.world import World
from tests.simulator.conftest import PersonClient, answered


@pytest.fixture
def group(world: World) -> Chat:
    return make_group(world.bot, "Reviewers", [700_000_001, 700_000_002])


async def post(client: httpx.AsyncClient, group: Chat, what: str, **body: Any) -> dict[str, Any]:
    return dict(answered(await client.post(f"/world/groups/{group.id}/{what}", json=body)))


async def test_the_bot_gets_an_update_that_it_was_added_and_can_write(
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


async def test_messages_and_taps_of_members_reach_the_bot(
    bot: Bot, group: Chat, ming: PersonClient, anna: PersonClient, client: httpx.AsyncClient
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


async def test_in_privacy_mode_the_bot_gets_only_commands_and_replies_to_it(
    bot: Bot, group: Chat, ming: PersonClient, client: httpx.AsyncClient, world: World
) -> None:
    world.bot.user["can_read_all_group_messages"] = False
    question = await bot.send_message(group.id, "Who?")
    for body in ({"text": "chatter"}, {"text": "/queue"}, {"text": "me", "reply_to": question.message_id}):
        await post(client, group, "messages", person=ming.id, **body)
    heard = [update.message.text for update in await bot.get_updates() if update.message]

    assert heard == ["/queue", "me"]


async def test_members_have_a_status(bot: Bot, group: Chat, ming: PersonClient, anna: PersonClient) -> None:
    first, second = await bot.get_chat_member(group.id, ming.id), await bot.get_chat_member(group.id, anna.id)
    leading = await bot.get_chat_administrators(group.id)

    assert (first.status, second.status) == ("creator", "member")
    assert [member.user.id for member in leading] == [ming.id]
    assert await bot.get_chat_member_count(group.id) == 3


async def test_a_stranger_cannot_write_and_a_kicked_bot_cannot_either(
    bot: Bot, group: Chat, ming: PersonClient, client: httpx.AsyncClient, world: World
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


async def test_a_group_is_created_over_http(client: httpx.AsyncClient, ming: PersonClient) -> None:
    made = answered(await client.post("/world/groups", json={"title": "Night shift", "members": [ming.id]}))
    listed = answered(await client.get("/world/groups"))["groups"]

    assert made["id"] < 0
    group = {"id": made["id"], "title": "Night shift", "members": [ming.id], "unread": 0, "standing": "administrator"}
    assert listed == [group]
    assert (await client.post("/world/groups", json={"title": "Empty", "members": []})).status_code == 400


async def test_a_member_adds_the_bot_with_a_chosen_status(
    bot: Bot, client: httpx.AsyncClient, ming: PersonClient, anna: PersonClient
) -> None:
    wanted = {"title": "Day shift", "people": [ming.id, anna.id], "by": anna.id, "type": "group", "status": "member"}
    made = answered(await client.post("/world/groups", json=wanted))
    change = (await bot.get_updates())[0].my_chat_member

    assert change
    assert (change.from_user.id, change.chat.type, change.chat.id) == (anna.id, "group", made["id"])
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("left", "member")
    assert (await bot.get_chat_member(made["id"], bot.id)).status == "member"
    stranger = await client.post("/world/groups", json={**wanted, "by": 1})
    assert stranger.status_code == 400


async def test_a_group_becomes_a_supergroup_under_another_id(
    bot: Bot, world: World, client: httpx.AsyncClient, ming: PersonClient, anna: PersonClient
) -> None:
    group = make_group(world.bot, "Reviewers", [ming.id, anna.id], type="group")
    moved = await post(client, group, "migrate")
    before, after, change = (await bot.get_updates())[1:]

    assert before.message
    assert after.message
    assert change.my_chat_member
    assert (before.message.chat.id, before.message.migrate_to_chat_id) == (group.id, moved["id"])
    assert (after.message.chat.id, after.message.migrate_from_chat_id) == (moved["id"], group.id)
    assert (change.my_chat_member.chat.id, change.my_chat_member.chat.type) == (moved["id"], "supergroup")
    with pytest.raises(ChatMigrated) as error:
        await bot.send_message(group.id, "x")
    assert error.value.new_chat_id == moved["id"]
    await bot.send_message(moved["id"], "here")
    said = await client.post(f"/world/groups/{group.id}/messages", json={"person": ming.id, "text": "anybody?"})
    assert said.status_code == 409
    assert (await client.post(f"/world/groups/{group.id}/migrate", json={})).status_code == 400


async def test_the_bot_is_removed_and_added_again(
    bot: Bot, world: World, group: Chat, client: httpx.AsyncClient, anna: PersonClient
) -> None:
    await post(client, group, "remove", by=anna.id)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "x")
    await post(client, group, "messages", person=anna.id, text="/gone")
    await post(client, group, "add", by=anna.id, status="member")
    await bot.send_message(group.id, "back")
    changes = [update.my_chat_member for update in await bot.get_updates()]

    assert None not in changes
    assert [change.new_chat_member.status for change in changes if change] == ["administrator", "kicked", "member"]
    assert (await client.post(f"/world/groups/{group.id}/add", json={"status": "owner"})).status_code == 400


async def test_the_bot_leaves_a_group(bot: Bot, group: Chat, ming: PersonClient) -> None:
    assert await bot.leave_chat(group.id)
    change = (await bot.get_updates())[-1].my_chat_member

    assert change
    assert (change.from_user.id, change.new_chat_member.status) == (bot.id, "left")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "x")
    with pytest.raises(Forbidden):
        await bot.leave_chat(group.id)
    with pytest.raises(BadRequest):
        await bot.leave_chat(ming.id)


async def test_a_supergroup_counts_its_own_messages(bot: Bot, group: Chat, ming: PersonClient) -> None:
    await ming.says("/start")
    await ming.says("again")
    first = await bot.send_message(group.id, "one")
    answer = await bot.send_message(ming.id, "two")

    assert (first.message_id, answer.message_id) == (1, 3)
