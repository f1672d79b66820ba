"""People pay the bot's invoices; the bot is asked first, and gives Stars back."""

import asyncio
from typing import Any

import httpx
import pytest
from telegram import Bot, LabeledPrice, ShippingOption
from telegram.error import BadRequest

from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, PersonClient, until
from tests.simulator.official_shapes import deviations

_NAMES = ("country_code", "state", "city", "street_line1", "street_line2", "post_code")
ADDRESS = dict(zip(_NAMES, ("CN", "GX", "Yulin", "Road 1", "", "537000"), strict=True))


async def send(bot: Bot, ming: PersonClient, **more: Any) -> int:
    await ming.says("/start")
    wanted = {"currency": "CNY", "provider_token": "local", **more}
    sent = await bot.send_invoice(
        ming.id, "Copy", "A paper copy", "order-1", prices=[LabeledPrice("Copy", 500)], **wanted
    )
    return sent.message_id


async def pay(world: World, ming: PersonClient, message_id: int, **order: Any) -> httpx.Response:
    path = f"/world/people/{ming.id}/payments"
    return await ming.client.post(path, json={"message_id": message_id, **order})


async def test_a_payment_that_the_bot_allows_becomes_a_message(bot: Bot, ming: PersonClient, world: World) -> None:
    message_id = await send(bot, ming)
    button = (await ming.last())["reply_markup"]["inline_keyboard"][0][0]
    paying = asyncio.create_task(pay(world, ming, message_id))
    await until(lambda: world.bot.checkouts)
    query = (await bot.get_updates())[-1].pre_checkout_query
    assert query
    await bot.answer_pre_checkout_query(query.id, ok=True)
    message = (await paying).json()["message"]
    paid = (await bot.get_updates())[-1].message

    assert button["pay"] is True
    assert (query.total_amount, query.currency, query.invoice_payload) == (500, "CNY", "order-1")
    assert paid
    assert paid.successful_payment
    assert paid.successful_payment.total_amount == 500
    assert deviations("Message", message) == []


async def test_a_payment_that_the_bot_refuses_is_not_made(bot: Bot, ming: PersonClient, world: World) -> None:
    message_id = await send(bot, ming)
    paying = asyncio.create_task(pay(world, ming, message_id))
    await until(lambda: world.bot.checkouts)
    [identifier] = world.bot.checkouts
    await bot.answer_pre_checkout_query(identifier, ok=False, error_message="Sold out")
    response = await paying

    assert (response.status_code, response.json()["error"]) == (409, "Sold out")
    assert "successful_payment" not in await ming.last()


async def test_a_bot_that_is_late_loses_the_payment(bot: Bot, ming: PersonClient, world: World) -> None:
    world.bot.checkout_seconds = 0.01
    response = await pay(world, ming, await send(bot, ming))

    assert response.status_code == 409
    assert world.bot.checkouts == {}


async def test_delivery_is_asked_for_and_added_to_the_price(bot: Bot, ming: PersonClient, world: World) -> None:
    message_id = await send(bot, ming, need_name=True, is_flexible=True)
    refused = await pay(world, ming, message_id)
    order = {"name": "Li Ming", "shipping_address": ADDRESS, "email": "not asked for"}
    paying = asyncio.create_task(pay(world, ming, message_id, order_info=order, shipping_option_id="post"))
    await until(lambda: world.bot.checkouts)
    [identifier] = world.bot.checkouts
    await bot.answer_shipping_query(identifier, True, [ShippingOption("post", "Post", [LabeledPrice("Post", 300)])])
    await until(lambda: world.bot.checkouts and identifier not in world.bot.checkouts)
    [checkout] = world.bot.checkouts
    await bot.answer_pre_checkout_query(checkout, ok=True)
    paid = (await paying).json()["message"]["successful_payment"]

    assert refused.status_code == 400
    assert (paid["total_amount"], paid["shipping_option_id"]) == (800, "post")
    assert set(paid["order_info"]) == {"name", "shipping_address"}


async def test_stars_are_counted_and_given_back_once(bot: Bot, ming: PersonClient, world: World) -> None:
    message_id = await send(bot, ming, currency="XTR", provider_token="")
    paying = asyncio.create_task(pay(world, ming, message_id))
    await until(lambda: world.bot.checkouts)
    [identifier] = world.bot.checkouts
    await bot.answer_pre_checkout_query(identifier, ok=True)
    charge = (await paying).json()["message"]["successful_payment"]["telegram_payment_charge_id"]
    before = await bot.get_my_star_balance()
    await bot.refund_star_payment(ming.id, charge)
    transactions = (await bot.get_star_transactions()).transactions

    assert (before.amount, (await bot.get_my_star_balance()).amount) == (500, 0)
    assert [bool(each.receiver) for each in transactions] == [True, False]
    assert "refunded_payment" in await ming.last()
    with pytest.raises(BadRequest, match="(?i)charge_already_refunded"):
        await bot.refund_star_payment(ming.id, charge)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": ""}, "invoice title is invalid"),
        ({"payload": "x" * 129}, "INVOICE_PAYLOAD_INVALID"),
        ({"currency": "yuan"}, "CURRENCY_INVALID"),
        ({"prices": []}, "there must be at least one price"),
        ({"prices": [{"label": "x", "amount": -1}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"prices": [{"label": "x"}]}, "can't parse labeled price: Can't find field \"amount\""),
        ({"provider_token": ""}, "PAYMENT_PROVIDER_INVALID"),
    ],
)
async def test_an_invalid_invoice_is_refused(
    fields: dict[str, Any], reason: str, client: httpx.AsyncClient, ming: PersonClient
) -> None:
    right = {"title": "Copy", "description": "A copy", "payload": "1", "currency": "CNY", "provider_token": "x"}
    call = {"chat_id": ming.id, **right, "prices": [{"label": "x", "amount": 5}], **fields}
    response = await client.post(f"/bot{TOKEN}/sendInvoice", json=call)

    assert response.json()["description"] == f"Bad Request: {reason}"
