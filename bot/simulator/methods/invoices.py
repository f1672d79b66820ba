"""Methods about payments in Telegram: invoices, the bot's answers before payment, and Stars."""

import secrets
from typing import Any

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest, WorldError
from bot.simulator.invoices import STARS
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.posting import post
from bot.simulator.methods.registry import method
from bot.simulator.schema.reader import read_objects

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_NEEDS = tuple(f"need_{name}" for name in ("name", "phone_number", "email", "shipping_address"))
_PAY = {"inline_keyboard": [[{"text": "Pay", "pay": True}]]}


@method("chat_id", "title", "description", "payload", "currency", "prices")
def send_invoice(bot: BotAccount, call: Call) -> Json:
    """Send an invoice; without a keyboard it gets the button to pay."""
    invoice = _invoice(call)
    chat = bot.writable_chat(call.values["chat_id"])
    shown = {name: invoice[name] for name in ("title", "description", "currency", "total_amount")}
    if not call.has("reply_markup"):
        call.values["reply_markup"] = _PAY
    message = post(bot, chat, call, {"invoice": {**shown, "start_parameter": call.text("start_parameter") or ""}})
    bot.invoices[f"{chat.id}:{message['message_id']}"] = invoice
    return message


@method("title", "description", "payload", "currency", "prices")
def create_invoice_link(bot: BotAccount, call: Call) -> str:
    """Make a link by which anybody can pay."""
    slug = secrets.token_urlsafe(12)
    bot.invoices[slug] = _invoice(call)
    return f"https://t.me/${slug}"


@method("pre_checkout_query_id", "ok")
def answer_pre_checkout_query(bot: BotAccount, call: Call) -> bool:
    """Allow or refuse a payment."""
    return _answer(bot, call, "pre_checkout_query", True)


@method("shipping_query_id", "ok")
def answer_shipping_query(bot: BotAccount, call: Call) -> bool:
    """Offer ways of delivery, or refuse it."""
    options: Any = None
    if call.flag("ok"):
        options = read_objects("ShippingOption", call.json("shipping_options", "shipping options"))
        if not options:
            raise BadRequest("there must be at least one shipping option")
    return _answer(bot, call, "shipping_query", options)


@method("user_id", "telegram_payment_charge_id")
def refund_star_payment(bot: BotAccount, call: Call) -> bool:
    """Give the Stars of a payment back; the person sees a message about it."""
    charge = call.text("telegram_payment_charge_id") or ""
    paid = next((each for each in bot.star_transactions if each["id"] == charge and "source" in each), None)
    if paid is None or paid["source"]["user"]["id"] != call.number("user_id"):
        raise BadRequest("CHARGE_NOT_FOUND")
    if any(each["id"] == charge and "receiver" in each for each in bot.star_transactions):
        raise BadRequest("CHARGE_ALREADY_REFUNDED")
    bot.star_transactions.append({**{k: v for k, v in paid.items() if k != "source"}, "receiver": paid["source"]})
    refund = {"currency": STARS, "total_amount": paid["amount"], "telegram_payment_charge_id": charge}
    chat = bot.chat_with(call.number("user_id"))
    payload = {"invoice_payload": paid["source"].get("invoice_payload", "")}
    bot.updates.add("message", bot.post(chat, bot.sender, {"refunded_payment": {**refund, **payload}}))
    return True


@method()
def get_star_transactions(bot: BotAccount, call: Call) -> Json:
    """Return the Stars that came and went, the newest first."""
    offset, limit = max(call.number("offset"), 0), call.number("limit", 100)
    newest = list(reversed(bot.star_transactions))
    return {"transactions": newest[offset : offset + (limit if 1 <= limit <= 100 else 100)]}


@method()
def get_my_star_balance(bot: BotAccount, call: Call) -> Json:
    """Return the bot's Stars."""
    return {"amount": sum(each["amount"] * (1 if "source" in each else -1) for each in bot.star_transactions)}


def _invoice(call: Call) -> Json:
    prices = read_objects("LabeledPrice", call.json("prices", "prices"), "labeled price")
    texts = {name: call.text(name) or "" for name in ("title", "description", "payload", "currency")}
    for name, longest in (("title", 32), ("description", 255), ("payload", 128)):
        if not 1 <= len(texts[name]) <= longest:
            raise BadRequest(f"INVOICE_{name.upper()}_INVALID" if name == "payload" else f"invoice {name} is invalid")
    currency, total = texts["currency"], sum(price["amount"] for price in prices)
    if len(currency) != 3 or not currency.isupper():
        raise BadRequest("CURRENCY_INVALID")
    if not prices or total <= 0 or (currency == STARS and len(prices) != 1):
        raise BadRequest("CURRENCY_TOTAL_AMOUNT_INVALID" if prices else "there must be at least one price")
    if currency != STARS and not call.text("provider_token"):
        raise BadRequest("PAYMENT_PROVIDER_INVALID")
    needs = {name: call.flag(name) for name in (*_NEEDS, "is_flexible")}
    return {**texts, "total_amount": total, **needs}


def _answer(bot: BotAccount, call: Call, kind: str, result: Any) -> bool:
    """Give the answer to whoever waits for it."""
    checkout = bot.checkouts.get(call.text(f"{kind}_id") or "")
    if checkout is None or checkout.kind != kind or checkout.answer.done():
        raise BadRequest(_TOO_OLD)
    refusal = call.text("error_message")
    if not call.flag("ok") and not refusal:
        raise BadRequest("ERROR_MESSAGE_EMPTY")
    if call.flag("ok"):
        checkout.answer.set_result(result)
    else:
        checkout.answer.set_exception(WorldError(409, refusal or ""))
    return True
