"""What people do to messages beside sending text: delete, quote, polls of their own."""

import pytest
from telegram import Bot

from bot.simulator.world import World
from tests.simulator.conftest import PersonClient


async def test_a_person_deletes_any_message_of_their_chat_and_the_bot_is_told_nothing(
    bot: Bot, ming: PersonClient
) -> None:
    own = await ming.says("/start")
    sent = await bot.send_message(ming.id, "Hello")
    told = (await bot.get_updates())[-1].update_id
    for message_id in (own["message_id"], sent.message_id):
        answer = await ming.client.delete(f"/world/people/{ming.id}/messages/{message_id}")
        assert answer.status_code == 200, answer.text
    assert (await ming.sees())["messages"] == []
    assert await bot.get_updates(offset=told + 1) == ()
    again = await ming.client.delete(f"/world/people/{ming.id}/messages/{own['message_id']}")
    assert again.status_code == 404


async def test_a_member_deletes_only_their_own_message_of_a_group(
    world: World, bot: Bot, ming: PersonClient, anna: PersonClient
) -> None:
    made = await ming.client.post("/world/groups", json={"title": "Desk", "people": [ming.id, anna.id]})
    group = made.json()["id"]
    sent = await ming.client.post(f"/world/groups/{group}/messages", json={"person": ming.id, "text": "Mine"})
    [message] = sent.json()["messages"]
    path = f"/world/groups/{group}/messages/{message['message_id']}"
    assert (await ming.client.delete(path, params={"person": anna.id})).status_code == 404
    assert (await ming.client.delete(path, params={"person": ming.id})).status_code == 200


async def test_a_quote_names_the_words_and_where_they_stand(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    sent = await bot.send_message(ming.id, "😀 Your number?")
    await ming.says("1024", reply_to=sent.message_id, quote="number")
    message = (await bot.get_updates())[-1].message
    assert message
    assert message.quote
    assert (message.quote.text, message.quote.position, message.quote.is_manual) == ("number", 8, True)
    body = {"text": "x", "reply_to": sent.message_id, "quote": "other words"}
    answer = await ming.client.post(f"/world/people/{ming.id}/messages", json=body)
    assert answer.status_code == 400


async def test_a_poll_of_a_person_reaches_the_bot(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    await ming.posts("messages", {"poll": {"question": "When?", "options": ["Mon", "Tue"], "is_anonymous": False}})
    message = (await bot.get_updates())[-1].message
    assert message
    assert message.poll
    assert [option.text for option in message.poll.options] == ["Mon", "Tue"]
    await ming.posts("votes", {"message_id": message.message_id, "options": [1]})
    assert [update.poll_answer.option_ids for update in await bot.get_updates() if update.poll_answer] == [(1,)]


@pytest.mark.parametrize(
    "poll", [{}, "x", {"question": "?"}, {"question": "?", "options": [""]}, {"question": "?", "options": ["x"] * 13}]
)
async def test_a_poll_without_a_question_or_options_is_refused(ming: PersonClient, poll: object) -> None:
    await ming.says("/start")
    answer = await ming.client.post(f"/world/people/{ming.id}/messages", json={"poll": poll})
    assert answer.status_code == 400
