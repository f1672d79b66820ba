"""Topics of forums and of private chats: made, written to, closed, deleted, as the official description says."""

from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.simulator.world import World
from tests.simulator.conftest import PersonClient, answered


async def forum_of(ming: PersonClient, **fields: object) -> int:
    body = {"title": "Desk", "people": [ming.id], "is_forum": True, **fields}
    return int(answered(await ming.client.post("/world/groups", json=body))["id"])


async def says(ming: PersonClient, group: int, text: str, **more: object) -> int:
    """Write to the group; return the status of the answer."""
    body = {"person": ming.id, "text": text, **more}
    return (await ming.client.post(f"/world/groups/{group}/messages", json=body)).status_code


async def test_a_topic_is_made_written_to_closed_and_deleted(bot: Bot, ming: PersonClient) -> None:
    group = await forum_of(ming)
    topic = await bot.create_forum_topic(group, "Filings", icon_color=16766590)
    sent = await bot.send_message(group, "First", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    answer = await bot.send_message(group, "Second", reply_to_message_id=sent.message_id)
    assert answer.message_thread_id == topic.message_thread_id
    assert await says(ming, group, "Third", thread=topic.message_thread_id) == 200
    received = (await bot.get_updates())[-1].message
    assert received
    assert received.message_thread_id == topic.message_thread_id

    assert await bot.edit_forum_topic(group, topic.message_thread_id, name="Cases")
    assert await bot.close_forum_topic(group, topic.message_thread_id)
    assert await says(ming, group, "Too late", thread=topic.message_thread_id) == 404
    assert await bot.reopen_forum_topic(group, topic.message_thread_id)
    assert await bot.pin_chat_message(group, sent.message_id)
    assert await bot.unpin_all_forum_topic_messages(group, topic.message_thread_id)
    assert (await bot.get_chat(group)).pinned_message is None
    assert await bot.delete_forum_topic(group, topic.message_thread_id)
    with pytest.raises(BadRequest, match="(?i)message thread not found"):
        await bot.send_message(group, "Gone", message_thread_id=topic.message_thread_id)


async def test_the_general_topic_is_renamed_closed_and_hidden(bot: Bot, ming: PersonClient) -> None:
    group = await forum_of(ming)
    assert await bot.edit_general_forum_topic(group, "Everything")
    assert await bot.close_general_forum_topic(group)
    with pytest.raises(BadRequest, match="(?i)TOPIC_NOT_MODIFIED"):
        await bot.close_general_forum_topic(group)
    assert await bot.reopen_general_forum_topic(group)
    assert await bot.hide_general_forum_topic(group)
    assert await bot.unhide_general_forum_topic(group)
    assert await bot.unpin_all_general_forum_topic_messages(group)
    with pytest.raises(BadRequest, match="(?i)message thread not found"):
        await bot.send_message(group, "To General", message_thread_id=1)


async def test_a_private_chat_has_topics_if_the_bot_has(world: World, bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    with pytest.raises(BadRequest, match="(?i)not a forum"):
        await bot.create_forum_topic(ming.id, "Car")
    world.bot.user["has_topics_enabled"] = True
    topic = await bot.create_forum_topic(ming.id, "Car")
    sent = await bot.send_photo(ming.id, (await ming_photo(bot, ming)), message_thread_id=topic.message_thread_id)
    assert sent.message_thread_id == topic.message_thread_id


async def ming_photo(bot: Bot, ming: PersonClient) -> str:
    """Return the file id of a photo of the person."""
    from tests.simulator.test_files import picture

    await ming.sends(("photo", ("a.jpg", picture(), "image/jpeg")))
    message = (await bot.get_updates())[-1].message
    assert message
    return message.photo[-1].file_id


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "TOPIC_TITLE_EMPTY"),
        ({"name": "x" * 129}, "too long"),
        ({"name": "x", "icon_color": 5}, "icon color"),
    ],
)
async def test_a_wrong_topic_is_refused(bot: Bot, ming: PersonClient, fields: dict[str, Any], words: str) -> None:
    group = await forum_of(ming)
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.create_forum_topic(group, **fields)


async def test_only_an_administrator_of_a_forum_makes_topics(bot: Bot, ming: PersonClient) -> None:
    plain = answered(await ming.client.post("/world/groups", json={"title": "Desk", "people": [ming.id]}))["id"]
    member = await forum_of(ming, status="member")
    for group, words in ((plain, "not a forum"), (member, "not enough rights")):
        with pytest.raises(BadRequest, match=f"(?i){words}"):
            await bot.create_forum_topic(group, "Topic")
    with pytest.raises(BadRequest, match="(?i)TOPIC_ID_INVALID"):
        await bot.close_forum_topic(await forum_of(ming), 99)
    refused = await ming.client.post(
        "/world/groups", json={"title": "Desk", "people": [ming.id], "is_forum": True, "type": "group"}
    )
    assert refused.status_code == 400
