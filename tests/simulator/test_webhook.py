"""Delivery of updates to a bot's webhook."""

import httpx
import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, PersonClient, WebhookReceiver, until


async def test_updates_are_delivered_with_the_secret_token(
    bot: Bot, ming: PersonClient, receiver: WebhookReceiver, world: World
) -> None:
    await ming.says("before")
    await bot.set_webhook(receiver.address, secret_token="s3cret")
    await ming.says("after")
    await until(lambda: len(receiver.updates) == 2)
    await until(lambda: not world.bot.updates.pending)

    assert sorted(receiver.texts) == ["after", "before"]
    assert receiver.secrets == ["s3cret", "s3cret"]


async def test_an_update_is_delivered_again_until_it_is_accepted(
    bot: Bot, ming: PersonClient, receiver: WebhookReceiver, world: World
) -> None:
    receiver.failures = 3
    await bot.set_webhook(receiver.address)
    await ming.says("at last")
    await until(lambda: receiver.updates)
    info = await bot.get_webhook_info()

    assert receiver.texts == ["at last"]
    assert info.url == receiver.address
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_one_connection_keeps_the_order(bot: Bot, ming: PersonClient, receiver: WebhookReceiver) -> None:
    await bot.set_webhook(receiver.address, max_connections=1)
    for number in range(10):
        await ming.says(str(number))
    await until(lambda: len(receiver.updates) == 10)

    assert receiver.texts == [str(number) for number in range(10)]


async def test_polling_is_refused_while_a_webhook_is_set(
    bot: Bot, ming: PersonClient, receiver: WebhookReceiver
) -> None:
    await bot.set_webhook(receiver.address)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()

    assert await bot.get_updates() == ()


async def test_the_response_of_a_webhook_may_name_a_method(
    bot: Bot, ming: PersonClient, receiver: WebhookReceiver, world: World
) -> None:
    receiver.reply = {"method": "sendMessage", "chat_id": ming.id, "text": "right away"}
    await bot.set_webhook(receiver.address)
    await ming.says("hello")
    await until(lambda: not world.bot.updates.pending)

    assert (await ming.last())["text"] == "right away"


@pytest.mark.parametrize(("url", "reason"), [("nowhere", "bad webhook: invalid URL specified")])
async def test_an_invalid_webhook_url_is_refused(client: httpx.AsyncClient, url: str, reason: str) -> None:
    answer = await client.post(f"/bot{TOKEN}/setWebhook", json={"url": url})

    assert answer.json()["description"] == f"Bad Request: {reason}"


async def test_a_duplicate_update_has_the_same_id(
    bot: Bot, ming: PersonClient, receiver: WebhookReceiver, client: httpx.AsyncClient
) -> None:
    await client.post("/world/faults", json={"duplicate": 1})
    await bot.set_webhook(receiver.address)
    await ming.says("twice")
    await until(lambda: len(receiver.updates) == 2)

    assert len({update["update_id"] for update in receiver.updates}) == 1
