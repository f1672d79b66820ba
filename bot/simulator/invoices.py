"""Payments in Telegram: a person pays an invoice of the bot, which is asked first; no money moves anywhere."""

import asyncio
import secrets
from typing import Any

from bot.simulator.bot_account import BotAccount, Checkout
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json
from bot.simulator.schema.reader import read_object

STARS = "XTR"


async def pay(bot: BotAccount, chat: Chat, person: SimulatedPerson, invoice: Json, order: Json) -> Json:
    """Pay an invoice: asks the bot about delivery if it is flexible, then whether it may be paid; returns the message.

    `invoice` is as `sendInvoice` stored it. `order` has order_info and shipping_option_id. Raises WorldError 409 with
    the bot's own words if it refuses or does not answer in ten seconds.
    """
    info = _order_info(invoice, order)
    total, chosen = invoice["total_amount"], {}
    if invoice["is_flexible"]:
        option = await _delivery(bot, person, invoice, info, order.get("shipping_option_id"))
        total += sum(price["amount"] for price in option["prices"])
        chosen = {"shipping_option_id": option["id"]}
    asked = {"currency": invoice["currency"], "total_amount": total, "invoice_payload": invoice["payload"], **chosen}
    more = {"order_info": info} if info else {}
    await _ask(bot, person, "pre_checkout_query", {**asked, **more})
    charge = secrets.token_hex(16)
    paid = {**asked, **more, "telegram_payment_charge_id": charge, "provider_payment_charge_id": secrets.token_hex(8)}
    if invoice["currency"] == STARS:
        bot.add_star_transaction(charge, total, person.id, invoice["payload"])
    message = bot.post(chat, person.user(), {"successful_payment": paid})
    bot.updates.add("message", message)
    return message


async def _delivery(bot: BotAccount, person: SimulatedPerson, invoice: Json, info: Json, wanted: object) -> Json:
    query = {"invoice_payload": invoice["payload"], "shipping_address": info["shipping_address"]}
    options = await _ask(bot, person, "shipping_query", query)
    option = next((each for each in options if each["id"] == wanted), options[0] if wanted is None else None)
    if option is None:
        raise WorldError(404, f"There is no way of delivery {wanted}.")
    return dict(option)


async def _ask(bot: BotAccount, person: SimulatedPerson, kind: str, fields: Json) -> Any:
    """Send the bot a query and return what it answers; raises WorldError 409 if it refuses or is late."""
    checkout = Checkout(kind, asyncio.get_running_loop().create_future())
    identifier = str(secrets.randbits(62))
    bot.checkouts[identifier] = checkout
    bot.updates.add(kind, {"id": identifier, "from": person.user(), **fields})
    try:
        return await asyncio.wait_for(checkout.answer, bot.checkout_seconds)
    except TimeoutError:
        raise WorldError(409, "The bot did not answer in ten seconds; nothing was paid.") from None
    finally:
        del bot.checkouts[identifier]


def _order_info(invoice: Json, order: Json) -> Json:
    """Return the order's details; raises WorldError 400 if the invoice needs one that is missing."""
    info = read_object("OrderInfo", order.get("order_info") or {})
    needed = [name for name in ("name", "phone_number", "email", "shipping_address") if invoice[f"need_{name}"]]
    missing = [name for name in needed if name not in info]
    if invoice["is_flexible"] and "shipping_address" not in info:
        missing.append("shipping_address")
    if missing:
        raise WorldError(400, f"The bot asks for {', '.join(missing)} in order_info.")
    return {name: info[name] for name in info if name in {*needed, "shipping_address"}}
