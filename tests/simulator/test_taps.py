"""Taps on inline buttons, and the bot's answers."""

import httpx
import pytest
from telegram import Bot, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from bot.simulator.world import World
from tests.simulator.conftest import ManualClock, PersonClient


async def ask(bot: Bot, person: PersonClient) -> Message:
    await person.says("/start")
    first = InlineKeyboardButton("同意", callback_data="yes:7")
    second = InlineKeyboardButton("Read", url="https://example.org/rules")
    third = InlineKeyboardButton("Copy", copy_text=CopyTextButton("ABC123"))
    return await bot.send_message(person.id, "Well?", reply_markup=InlineKeyboardMarkup([[first, second], [third]]))


@pytest.mark.parametrize("named", ["同意", "yes:7"])
async def test_a_tap_by_label_or_by_data_reaches_the_bot(bot: Bot, ming: PersonClient, named: str) -> None:
    asked = await ask(bot, ming)
    tapped = await ming.taps(asked.message_id, named)
    query = (await bot.get_updates(offset=-1))[0].callback_query

    assert query
    assert (query.id, query.data, query.from_user.id) == (tapped["query_id"], "yes:7", ming.id)
    assert isinstance(query.message, Message)
    assert query.message.text == "Well?"
    assert query.message.reply_markup


async def test_the_answer_to_a_callback_query_is_an_event(bot: Bot, ming: PersonClient, world: World) -> None:
    asked = await ask(bot, ming)
    tapped = await ming.taps(asked.message_id, "同意")
    stream = world.events.stream(after=world.events.last, person=ming.id)
    await anext(stream)
    await bot.answer_callback_query(tapped["query_id"], "Done", show_alert=True)
    event = (await anext(stream)).decode()
    await stream.aclose()

    assert "event: answer\n" in event
    assert '"text":"Done","show_alert":true' in event


async def test_an_expired_callback_query_cannot_be_answered(bot: Bot, ming: PersonClient, clock: ManualClock) -> None:
    asked = await ask(bot, ming)
    tapped = await ming.taps(asked.message_id, "同意")
    clock.now += 151

    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await bot.answer_callback_query(tapped["query_id"])


async def test_a_removed_button_cannot_be_tapped_but_its_data_can_be_forged(
    bot: Bot, ming: PersonClient, client: httpx.AsyncClient
) -> None:
    asked = await ask(bot, ming)
    await bot.edit_message_reply_markup(ming.id, asked.message_id)
    path = f"/world/people/{ming.id}/taps"
    gone = await client.post(path, json={"message_id": asked.message_id, "button": "同意"})
    forged = await client.post(path, json={"message_id": asked.message_id, "data": "yes:8", "forged": True})
    query = (await bot.get_updates(offset=-1))[0].callback_query

    assert gone.status_code == 404
    assert "no button" in gone.json()["error"]
    assert forged.status_code == 200
    assert query
    assert query.data == "yes:8"


async def test_link_and_copy_buttons_send_no_update(bot: Bot, ming: PersonClient) -> None:
    asked = await ask(bot, ming)
    before = (await bot.get_updates())[-1].update_id

    assert await ming.taps(asked.message_id, "Read") == {"query_id": None, "url": "https://example.org/rules"}
    assert await ming.taps(asked.message_id, "Copy") == {"query_id": None, "copy_text": "ABC123"}
    assert await bot.get_updates(offset=before + 1) == ()


async def test_a_second_answer_to_a_tap_is_refused(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    sent = await bot.send_message(ming.id, "Choose", reply_markup=markup)
    query = (await ming.taps(sent.message_id, "Go"))["query_id"]
    await bot.answer_callback_query(query)

    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query)
