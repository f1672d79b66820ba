"""Delivery of updates to a bot's webhook."""

import httpx
import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, ManualClock, PersonClient, WebhookReceiver, until


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


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://", "bad webhook: invalid URL specified"),
        ("ftp://e.org", "bad webhook: invalid URL specified"),
        ("https://e.org:x", "bad webhook: invalid URL specified"),
        ("nowhere", "bad webhook: Failed to resolve host: Name or service not known"),
        ("http://e.org", "bad webhook: An HTTPS URL must be provided for webhook"),
        ("https://e.org:8080", "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("https://10.0.0.1", "bad webhook: IP address 10.0.0.1 is reserved"),
    ],
)
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


async def test_updates_of_one_chat_keep_their_order_and_do_not_hold_other_chats(
    bot: Bot, ming: PersonClient, anna: PersonClient, receiver: WebhookReceiver
) -> None:
    for number in range(5):
        await ming.says(str(number))
    await anna.says("other")
    receiver.failures = 1  # the first update is refused once and tried again
    await bot.set_webhook(receiver.address)
    await until(lambda: len(receiver.updates) == 6)

    assert [text for text in receiver.texts if text != "other"] == ["0", "1", "2", "3", "4"]


async def test_the_webhook_says_when_to_try_again(
    bot: Bot, ming: PersonClient, receiver: WebhookReceiver, world: World
) -> None:
    pauses: list[float] = []

    async def note(seconds: float) -> None:
        pauses.append(seconds)

    world.bot.webhook.sleep = note
    receiver.failures, receiver.retry_after = 2, 7
    await bot.set_webhook(receiver.address)
    await ming.says("late")
    await until(lambda: receiver.updates)

    assert pauses == [7, 7]


async def test_a_webhook_that_is_gone_for_most_of_a_day_is_removed(
    bot: Bot, ming: PersonClient, receiver: WebhookReceiver, world: World, clock: ManualClock
) -> None:
    receiver.failures, receiver.failure_status = 10**6, 410
    await bot.set_webhook(receiver.address)
    await ming.says("anybody")
    await until(lambda: world.bot.webhook.last_error)
    clock.now += 23 * 3600 + 1
    await until(lambda: not world.bot.webhook.url)

    assert world.bot.updates.pending


async def test_updates_that_nobody_takes_for_a_day_are_dropped(
    bot: Bot, ming: PersonClient, clock: ManualClock
) -> None:
    await ming.says("old")
    clock.now += 12 * 3600
    await ming.says("new")
    clock.now += 12 * 3600

    assert [update.message.text for update in await bot.get_updates() if update.message] == ["new"]


@pytest.mark.parametrize("name", ["getMe", "deleteWebhook", "setWebhook", "close", "logOut"])
async def test_a_response_cannot_name_a_method_about_the_webhook_itself(
    name: str, bot: Bot, ming: PersonClient, receiver: WebhookReceiver, world: World
) -> None:
    called: list[str] = []

    async def note(name: str, values: object) -> None:
        called.append(name)

    world.bot.webhook.call_method = note
    receiver.reply = {"method": name, "url": ""}
    await bot.set_webhook(receiver.address)
    await ming.says("hello")
    await until(lambda: receiver.updates and not world.bot.updates.pending)

    assert called == []
