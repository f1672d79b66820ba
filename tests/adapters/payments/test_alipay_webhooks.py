"""Invalid webhooks of Alipay, each rejected for its own reason."""

import inspect
import re
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.adapters.payments.alipay import webhook
from bot.adapters.payments.alipay.signature import READ_FIELDS
from bot.adapters.payments.models import PaymentState, RefundRequest
from bot.adapters.payments.webhook_events import RejectionReason, WebhookEvent
from storage.payments.provider_reports import ReportKind
from tests.adapters.payments.payment_world import PaymentWorld
from tests.adapters.payments.webhook_requests import alipay_signed, form, genuine, reason


async def test_genuine_events_of_both_providers_have_the_same_content(world: PaymentWorld) -> None:
    for name in ("wechat", "alipay"):
        await world.pay(world.receiver.gateways[name])
    await world.gateways.deliver_due()
    for notice in world.receiver.accepted:
        assert (notice.order_number, notice.amount_fen, notice.currency) == ("CZ20260302000001", 20_000, "CNY")
        assert (notice.state, notice.paid_at) == (PaymentState.PAID, world.clock())
    assert {notice.provider for notice in world.receiver.accepted} == {"wechat", "alipay"}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("app_id", "2021000000000110", RejectionReason.WRONG_MERCHANT),
        ("seller_id", "2088000000000110", RejectionReason.WRONG_MERCHANT),
        ("total_amount", "0.00", RejectionReason.MALFORMED),
        ("total_amount", "-200.00", RejectionReason.MALFORMED),
        ("total_amount", "2e2", RejectionReason.MALFORMED),
        ("total_amount", "200.001", RejectionReason.MALFORMED),
        ("trade_no", "", RejectionReason.MALFORMED),
        ("out_trade_no", "", RejectionReason.MALFORMED),
        ("notify_id", "", RejectionReason.MALFORMED),
        ("notify_time", "soon", RejectionReason.MALFORMED),
        ("gmt_payment", "2026-02-30 10:00:00", RejectionReason.MALFORMED),
        ("refund_fee", "some", RejectionReason.MALFORMED),
        ("refund_fee", "-1.00", RejectionReason.MALFORMED),
        ("charset", "GBK", RejectionReason.MALFORMED),
        ("sign_type", "RSA", RejectionReason.MALFORMED),
        ("sign_type", "", RejectionReason.MALFORMED),
    ],
)
async def test_a_signed_alipay_webhook_with_a_wrong_field_is_rejected(
    world: PaymentWorld, name: str, value: str, expected: RejectionReason
) -> None:
    _, body = await genuine(world, "alipay")
    changed = alipay_signed(world, form(body) | {name: value})
    assert (await reason(world, world.alipay, {}, changed))[0] is expected


@pytest.mark.parametrize(
    "name", ["app_id", "seller_id", "notify_time", "total_amount", "trade_status", "trade_no", "notify_id", "charset"]
)
async def test_a_signed_alipay_webhook_without_a_field_is_malformed(world: PaymentWorld, name: str) -> None:
    _, body = await genuine(world, "alipay")
    fields = form(body)
    del fields[name]
    expected = RejectionReason.WRONG_MERCHANT if name in ("app_id", "seller_id") else RejectionReason.MALFORMED
    assert (await reason(world, world.alipay, {}, alipay_signed(world, fields)))[0] is expected


@pytest.mark.parametrize("value", ["0.01", "200.01", "20000"])
async def test_an_alipay_webhook_with_a_changed_amount_is_forged(world: PaymentWorld, value: str) -> None:
    _, body = await genuine(world, "alipay")
    forged = urlencode(form(body) | {"total_amount": value}).encode()
    assert await reason(world, world.alipay, {}, forged) == (RejectionReason.SIGNATURE, 401)


async def test_an_alipay_webhook_signed_by_another_key_is_forged(world: PaymentWorld, stranger: RSAPrivateKey) -> None:
    _, body = await genuine(world, "alipay")
    assert (await reason(world, world.alipay, {}, alipay_signed(world, form(body), key=stranger)))[1] == 401


@pytest.mark.parametrize("signature", ["", "AAAA", "!", "A" * 344])
async def test_an_alipay_webhook_with_an_invalid_signature_is_forged(world: PaymentWorld, signature: str) -> None:
    _, body = await genuine(world, "alipay")
    forged = urlencode(form(body) | {"sign": signature}).encode()
    assert await reason(world, world.alipay, {}, forged) == (RejectionReason.SIGNATURE, 401)


@pytest.mark.parametrize("age", [timedelta(hours=26, seconds=1), timedelta(minutes=-6)])
async def test_an_old_or_future_alipay_webhook_is_stale(world: PaymentWorld, age: timedelta) -> None:
    _, body = await genuine(world, "alipay")
    world.clock.now += age
    assert await reason(world, world.alipay, {}, body) == (RejectionReason.STALE, 401)


async def test_alipay_may_repeat_an_event_for_a_day(world: PaymentWorld) -> None:
    _, body = await genuine(world, "alipay")
    world.clock.forward(hours=25, minutes=22)
    assert (await world.alipay.parse_webhook({}, body, world.clock())).event_id


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"sign", b"\xff=1", b"a=%ff", "中=文".encode(), b"&".join(b"a%d=1" % n for n in range(200)), b"=&="],
    ids=range(8),
)
async def test_bodies_that_are_not_forms_are_malformed(world: PaymentWorld, body: bytes) -> None:
    assert await reason(world, world.alipay, {}, body) == (RejectionReason.MALFORMED, 400)


async def test_a_repeated_field_is_malformed(world: PaymentWorld) -> None:
    _, body = await genuine(world, "alipay")
    assert await reason(world, world.alipay, {}, body + b"&total_amount=0.01") == (RejectionReason.MALFORMED, 400)


@pytest.mark.parametrize("inside", ["the value before it", "a name"])
async def test_a_refund_cannot_be_hidden_inside_another_field(world: PaymentWorld, inside: str) -> None:
    """Alipay signs unescaped text, so two fields written as one have the same signature."""
    order = await world.pay(world.alipay)
    await world.gateways.deliver_due()
    refund = RefundRequest("R20260302-1", order.number, world.receiver.accepted[0].transaction_id, 1, 20_000, "x")
    await world.alipay.refund(refund)
    await world.gateways.deliver_due()
    assert world.receiver.reports[-1].kind is ReportKind.REFUND_DONE
    fields = form(world.receiver.received[-1][2])
    names = sorted(fields.keys() - {"sign", "sign_type"})
    before = names[names.index("refund_fee") - 1]
    if inside == "a name":
        fields[f"{before}={fields.pop(before)}&refund_fee"] = fields.pop("refund_fee")
    else:
        fields[before] += "&refund_fee=" + fields.pop("refund_fee")
    joined = "&".join(f"{quote(name)}={quote(value)}" for name, value in fields.items()).encode()
    assert await reason(world, world.alipay, {}, joined) == (RejectionReason.MALFORMED, 400)


@pytest.mark.parametrize("subject", ["奶茶&CZ=1", "a=1&b=2", "A&B", "&=&"])
async def test_words_that_look_like_fields_of_no_meaning_are_taken(world: PaymentWorld, subject: str) -> None:
    await world.pay(world.alipay)
    await world.gateways.deliver_due()
    fields = form(world.receiver.received[-1][2]) | {"subject": subject}
    event = await world.alipay.parse_webhook({}, alipay_signed(world, fields), world.clock())
    assert isinstance(event, WebhookEvent)


def test_no_field_that_is_read_can_be_hidden() -> None:
    read = set(re.findall(r'fields(?:\.get\(|\[)"(\w+)"', inspect.getsource(webhook))) | set(webhook.REFUND_FIELDS)
    assert len(read) > 10
    assert read <= set(READ_FIELDS)
