"""A bot sends, edits and deletes messages."""

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, Forbidden

from bot.simulator.world import World
from tests.simulator.conftest import ManualClock, PersonClient


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"data:{label}")] for label in labels])


async def test_the_person_sees_a_text_with_buttons(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    sent = await bot.send_message(ming.id, "<b>Hello</b>, Ming", parse_mode="HTML", reply_markup=keyboard("Yes", "No"))
    seen = await ming.last()

    assert seen["message_id"] == sent.message_id
    assert seen["text"] == sent.text == "Hello, Ming"
    assert seen["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert [row[0]["text"] for row in seen["reply_markup"]["inline_keyboard"]] == ["Yes", "No"]
    assert sent.from_user
    assert sent.from_user.username == "desk_bot"


async def test_an_edit_replaces_the_text_and_removes_the_buttons(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    sent = await bot.send_message(ming.id, "Choose", reply_markup=keyboard("Yes"))
    edited = await bot.edit_message_text("Chosen", ming.id, sent.message_id)
    seen = (await ming.sees())["messages"]

    assert [message.get("text") for message in seen] == ["/start", "Chosen"]
    assert "reply_markup" not in seen[-1]
    assert not isinstance(edited, bool)
    assert edited.edit_date


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    sent = await bot.send_message(ming.id, "Choose", reply_markup=keyboard("Yes"))

    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("Choose", ming.id, sent.message_id, reply_markup=keyboard("Yes"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(ming.id, sent.message_id, reply_markup=keyboard("Yes"))


async def test_buttons_can_be_removed_alone(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    sent = await bot.send_message(ming.id, "Choose", reply_markup=keyboard("Yes"))
    await bot.edit_message_reply_markup(ming.id, sent.message_id)

    assert (await ming.last())["text"] == "Choose"
    assert "reply_markup" not in await ming.last()


async def test_messages_that_cannot_be_edited_are_refused(bot: Bot, ming: PersonClient) -> None:
    said = await ming.says("/start")
    fixed = await bot.send_message(ming.id, "Menu", reply_markup=ReplyKeyboardMarkup([["File"]]))

    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", ming.id, 999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", ming.id, said["message_id"])
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", ming.id, fixed.message_id)
    plain = await bot.send_message(ming.id, "plain")
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(ming.id, plain.message_id, caption="x")


async def test_messages_are_deleted_within_48_hours(bot: Bot, ming: PersonClient, clock: ManualClock) -> None:
    said = await ming.says("/start")
    sent = [await bot.send_message(ming.id, str(number)) for number in range(3)]
    await bot.delete_message(ming.id, sent[0].message_id)
    await bot.delete_messages(ming.id, [sent[1].message_id, said["message_id"], 999])

    assert [message["text"] for message in (await ming.sees())["messages"]] == ["2"]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ming.id, sent[0].message_id)
    clock.now += 49 * 3600
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(ming.id, sent[2].message_id)


async def test_a_reply_keyboard_stays_until_it_is_removed(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    keys = ReplyKeyboardMarkup([["File", KeyboardButton("My number", request_contact=True)]], resize_keyboard=True)
    await bot.send_message(ming.id, "Menu", reply_markup=keys)
    shown = (await ming.sees())["keyboard"]
    await bot.send_message(ming.id, "Other words")
    still = (await ming.sees())["keyboard"]
    await bot.send_message(ming.id, "Gone", reply_markup=ReplyKeyboardRemove())

    assert shown == still
    assert shown["keyboard"][0] == [{"text": "File"}, {"text": "My number", "request_contact": True}]
    assert (await ming.sees())["keyboard"] is None


async def test_a_one_time_keyboard_is_hidden_after_use(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    keys = ReplyKeyboardMarkup([["Yes"]], one_time_keyboard=True)
    await bot.send_message(ming.id, "Sure?", reply_markup=keys)
    await ming.says("something else")
    kept = (await ming.sees())["keyboard"]
    await ming.says("Yes")

    assert kept
    assert (await ming.sees())["keyboard"] is None


async def test_typing_is_shown_for_five_seconds_or_until_the_next_message(
    bot: Bot, ming: PersonClient, clock: ManualClock
) -> None:
    await ming.says("/start")
    await bot.send_chat_action(ming.id, "typing")
    assert (await ming.sees())["action"] == "typing"
    clock.now += 6
    assert (await ming.sees())["action"] is None

    await bot.send_chat_action(ming.id, "typing")
    await bot.send_message(ming.id, "done")
    assert (await ming.sees())["action"] is None


async def test_a_reply_contains_the_message_it_replies_to(bot: Bot, ming: PersonClient) -> None:
    said = await ming.says("How?")
    sent = await bot.send_message(ming.id, "So.", reply_to_message_id=said["message_id"])
    back = await ming.says("Thanks", reply_to=sent.message_id)

    assert sent.reply_to_message
    assert sent.reply_to_message.text == "How?"
    assert back["reply_to_message"]["text"] == "So."
    assert "reply_to_message" not in back["reply_to_message"]
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(ming.id, "So.", reply_to_message_id=999)


async def test_a_bot_cannot_write_first(bot: Bot, ming: PersonClient, world: World) -> None:
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(ming.id, "Hello")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(5, "Hello")


async def test_a_blocked_bot_gets_one_update_and_cannot_write(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    shown = await ming.posts("block", {"blocked": True})
    await ming.posts("block", {"blocked": True})
    updates = await bot.get_updates(offset=-1)
    change = updates[0].my_chat_member

    assert shown["blocked"] is True
    assert change
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ming.id, "Hello?")
    assert (await ming.client.post(f"/world/people/{ming.id}/messages", json={"text": "hi"})).status_code == 403

    await ming.posts("block", {"blocked": False})
    await bot.send_message(ming.id, "Welcome back")


async def test_forwards_have_an_origin_and_copies_do_not(bot: Bot, ming: PersonClient, anna: PersonClient) -> None:
    await anna.says("/start")
    said = await ming.says("my words")
    forwarded = await bot.forward_message(anna.id, ming.id, said["message_id"])
    copied = await bot.copy_message(anna.id, ming.id, said["message_id"])
    seen = (await anna.sees())["messages"]

    assert forwarded.forward_origin
    assert forwarded.forward_origin.to_dict()["sender_user"]["id"] == ming.id
    assert seen[-1]["message_id"] == copied.message_id
    assert seen[-1]["text"] == "my words"
    assert "forward_origin" not in seen[-1]
