"""Forged payment webhook events: wrong signatures or merchants, genuine events repeated; and payments of no order.

Genuine reports of money that fits no order, or is of another amount, settle nothing and get a row each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from sqlmodel import Session, select

from storage.payments import refunds
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import PaymentOrder, PaymentProvider, PaymentTransaction
from tests.adapters.payments.webhook_requests import alipay_signed, refund_body, wechat_signed
from tests.forgery import snapshots
from tests.forgery.payment_scene import ALIPAY, WECHAT, PaymentScene, WebhookRequest
from tests.forgery.running import Result

# How the desk answers a webhook event that it refuses; Alipay may also get 200 with the word for failure.
REFUSED = (400, 401, 403, 409, 413, 422)
# What a genuine report of money that pays no order may change.
UNMATCHED_TABLES = frozenset(
    {"payment_transactions", "payment_notices", "payment_orders", "payment_lines", "refunds", "timers", "counters"}
    | {"differences", "alarms", "work_items"}
)


@dataclass(frozen=True)
class PaymentWebhookKind:
    """One class of webhook events; repeated: genuine events that the desk has booked and answers with success.

    unmatched: genuine reports that settle nothing; of each that is answered with success the money has a row.
    """

    name: str
    make: Callable[[PaymentScene, Random], WebhookRequest]
    repeated: bool = False
    unmatched: bool = False


def run(payments: PaymentScene, kind: PaymentWebhookKind, count: int, seed: int) -> Result:
    """Send `count` webhook events of a class and check that they change and send nothing, or settle nothing."""
    if kind.unmatched:
        return _run_unmatched(payments, kind, count, seed)
    random, result = Random(f"{kind.name}|{seed}"), Result(kind.name, count)
    before, entry = snapshots.take(payments.scene.app.database), payments.scene.last_ids()[1]
    for _ in range(count):
        status, words = payments.send(*kind.make(payments, random))
        refused = status in REFUSED or words.strip() in ("fail", "failure")
        result.reasons[f"{status} {words.strip()[:40]}"] += 1
        if refused is kind.repeated:
            result.accepted.append(f"answered {status} {words[:60]}")
    payments.scene.feed([])
    result.accepted += snapshots.changes(before, snapshots.take(payments.scene.app.database))
    result.accepted += ["something left the desk"] if payments.scene.outgoing(entry) else []
    return result


def _run_unmatched(payments: PaymentScene, kind: PaymentWebhookKind, count: int, seed: int) -> Result:
    """Check that no decision or order is paid, and that all money answered with success has a row and goes back."""
    random, result = Random(f"{kind.name}|{seed}"), Result(kind.name, count)
    before, known = snapshots.take(payments.scene.app.database), set[str]()
    for _ in range(count):
        status, words = payments.send(*kind.make(payments, random))
        if status not in REFUSED and words.strip() not in ("fail", "failure"):
            known.add(payments.sent)
        result.reasons[f"{status} {words.strip()[:40]}"] += 1
    payments.scene.feed([])
    result.accepted += [
        each
        for each in snapshots.changes(before, snapshots.take(payments.scene.app.database))
        if each.partition(":")[0] not in UNMATCHED_TABLES
    ]
    result.accepted += payments.scene.app.read(partial(_astray, known))
    return result


def _astray(known: set[str], session: Session) -> list[str]:
    """Describe reported money that has no row, and unmatched payments that settle or do not go back in full."""
    rows = session.exec(select(PaymentTransaction)).all()
    differing = set(session.exec(select(BillDifference.reference)).all())
    found = [f"no row: {each}" for each in known - {row.transaction_id for row in rows} - differing]
    for row in (each for each in rows if each.transaction_id in known):
        back = [refund.amount for refund in refunds.of_transaction(session, row.id)]
        found += [f"{row.transaction_id}: settles {row.settles}, {back}"] if row.settles or back != [row.amount] else []
    return found


def _order(payments: PaymentScene, random: Random) -> PaymentOrder:
    return payments.orders[random.choice(list(PaymentProvider))]


def _changed(
    payments: PaymentScene, random: Random, wechat: list[dict[str, Any]], alipay: list[dict[str, Any]]
) -> WebhookRequest:
    """A webhook event with a valid signature of its provider and changed content."""
    order, number = _order(payments, random), random.randrange(100, 10**9)
    if order.provider is PaymentProvider.WECHAT:
        payments.sent = f"42{number:026}"
        return WECHAT, wechat_signed(payments.payment_world, payments.wechat(order, number, **random.choice(wechat)))
    payments.sent = f"22{number:026}"
    return ALIPAY, ({}, alipay_signed(payments.payment_world, payments.alipay(order, number, **random.choice(alipay))))


def other_key(payments: PaymentScene, random: Random) -> WebhookRequest:
    """Correct content, of a payment or another report, with a signature by another key, or without one."""
    order = _order(payments, random)
    if order.provider is PaymentProvider.ALIPAY:
        about = payments.alipay(order, trade_status=random.choice(("TRADE_SUCCESS", "TRADE_CLOSED", "WAIT_BUYER_PAY")))
        signed = alipay_signed(payments.payment_world, about, key=payments.stranger)
        return ALIPAY, ({}, random.choice((signed, signed.replace(b"sign=", b"sign=AAAA"), signed.split(b"&sign=")[0])))
    refund = refund_body(payments.bank.gateways.keys, "REFUND.SUCCESS", out_trade_no=order.number)
    about_it = random.choice((payments.wechat(order), refund))
    headers, body = wechat_signed(payments.payment_world, about_it, key=payments.stranger)
    odd = random.choice(("", "AAAA", "SIGNTEST", "WECHATPAY/SIGNTEST/" + headers["Wechatpay-Signature"]))
    return WECHAT, (headers | ({"Wechatpay-Signature": odd} if random.random() < 0.5 else {}), body)


def other_serial(payments: PaymentScene, random: Random) -> WebhookRequest:
    """An unknown key serial, or another signature type."""
    order = _order(payments, random)
    if order.provider is PaymentProvider.ALIPAY:
        sign_type = random.choice(("RSA", "", "rsa2", "HMAC", "NONE"))
        return ALIPAY, ({}, alipay_signed(payments.payment_world, payments.alipay(order, sign_type=sign_type)))
    serial = random.choice(("", "0" * 40, f"{random.getrandbits(160):040X}", "PUB_KEY_ID_0001", "../../x"))
    return WECHAT, wechat_signed(payments.payment_world, payments.wechat(order), serial=serial)


def other_time(payments: PaymentScene, random: Random) -> WebhookRequest:
    """A valid signature with a time in the past or future, or an invalid one."""
    order, now = _order(payments, random), int(payments.scene.app.now.timestamp())
    if order.provider is PaymentProvider.ALIPAY:
        days = random.choice((-30, -2, 1, 400))
        odd = random.choice((payments.moment(" ", days=days), "", "yesterday", "2026-13-01 00:00:00"))
        return ALIPAY, ({}, alipay_signed(payments.payment_world, payments.alipay(order, notify_time=odd)))
    stamp = random.choice((str(now - 3_600), str(now + 3_600), "0", "-1", f"{now}.0", "9" * 20, "x"))
    return WECHAT, wechat_signed(payments.payment_world, payments.wechat(order), timestamp=stamp)


def other_merchant(payments: PaymentScene, random: Random) -> WebhookRequest:
    """A payment to another merchant or application."""
    wechat: list[dict[str, Any]] = [
        {"mchid": "1900000108"},
        {"appid": "wx0000000000000000"},
        {"mchid": None},
        {"appid": None},
    ]
    alipay = [{"app_id": "2021000000000000"}, {"seller_id": "2088000000000000"}, {"app_id": ""}, {"seller_id": ""}]
    return _changed(payments, random, wechat, alipay)


def other_order(payments: PaymentScene, random: Random) -> WebhookRequest:
    """An unknown order number, or the number of an order at the other provider."""
    orders = payments.orders
    foreign = random.choice(("CZ20000101000001", "", "'; --", "x" * 300, f"CZ{random.randrange(10**14):014}"))
    return _changed(
        payments, random,
        [{"out_trade_no": orders[PaymentProvider.ALIPAY].number}, {"out_trade_no": foreign}],
        [{"out_trade_no": orders[PaymentProvider.WECHAT].number}, {"out_trade_no": foreign}],
    )  # fmt: skip


def other_amount(payments: PaymentScene, random: Random) -> WebhookRequest:
    """An amount that differs, another currency, or no number."""
    amount = payments.orders[PaymentProvider.WECHAT].amount
    sums: tuple[Any, ...] = (
        amount - 1,
        amount + 1,
        0,
        -amount,
        1,
        amount * 100,
        str(amount),
        float(amount),
        None,
        True,
    )
    odd: list[dict[str, Any]] = [{"amount": {"total": total, "currency": "CNY"}} for total in sums]
    odd += [{"amount": {"total": amount, "currency": "USD"}}, {"amount": None}, {"amount": amount}]
    yuan = ("199.99", "200.01", "0.00", "-200.00", "20000.00", "2e2", "200.001", "", "NaN", "２００.００")
    return _changed(payments, random, odd, [{"total_amount": one} for one in yuan] + [{"trans_currency": "USD"}])


def repeated(payments: PaymentScene, random: Random) -> WebhookRequest:
    """A genuine webhook event of a payment that is booked, unchanged."""
    return random.choice(payments.paid)


KINDS = (
    PaymentWebhookKind("payment webhooks: wrong signatures", other_key),
    PaymentWebhookKind("payment webhooks: unknown serials and signature types", other_serial),
    PaymentWebhookKind("payment webhooks: wrong times", other_time),
    PaymentWebhookKind("payment webhooks: other merchants", other_merchant),
    PaymentWebhookKind("payment webhooks: repeated", repeated, repeated=True),
    PaymentWebhookKind("payment webhooks: other orders", other_order, unmatched=True),
    PaymentWebhookKind("payment webhooks: wrong amounts", other_amount, unmatched=True),
)
