"""Every way in which a notice of Alipay can be wrong, each refused for its own reason."""

from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.adapters.payments.models import PaymentState, RefundRequest
from bot.adapters.payments.webhook_events import RejectionReason, require_match
from tests.adapters.payments.notices import alipay_signed, form, genuine, reason
from tests.adapters.payments.world import World


async def test_genuine_notices_say_the_same_of_both_providers(world: World) -> None:
    for name in ("wechat", "alipay"):
        await world.pay(world.desk.gateways[name])
    await world.gateways.deliver_due()
    for notice in world.desk.believed:
        assert (notice.order_number, notice.amount_fen, notice.currency) == ("CZ20260302000001", 20_000, "CNY")
        assert (notice.state, notice.paid_at) == (PaymentState.PAID, world.clock())
        require_match(notice, order_number=world.order().number, amount_fen=world.order().amount_fen)
    assert {notice.provider for notice in world.desk.believed} == {"wechat", "alipay"}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("app_id", "2021000000000110", RejectionReason.WRONG_MERCHANT),
        ("seller_id", "2088000000000110", RejectionReason.WRONG_MERCHANT),
        ("notify_type", "dut_user_sign", RejectionReason.UNEXPECTED),
        ("total_amount", "0.00", RejectionReason.MALFORMED),
        ("total_amount", "-200.00", RejectionReason.MALFORMED),
        ("total_amount", "2e2", RejectionReason.MALFORMED),
        ("total_amount", "200.001", RejectionReason.MALFORMED),
        ("trade_status", "TRADE_WON", RejectionReason.MALFORMED),
        ("trade_no", "", RejectionReason.MALFORMED),
        ("out_trade_no", "", RejectionReason.MALFORMED),
        ("notify_id", "", RejectionReason.MALFORMED),
        ("notify_time", "soon", RejectionReason.MALFORMED),
        ("gmt_payment", "2026-02-30 10:00:00", RejectionReason.MALFORMED),
        ("refund_fee", "some", RejectionReason.MALFORMED),
        ("charset", "GBK", RejectionReason.MALFORMED),
        ("sign_type", "RSA", RejectionReason.MALFORMED),
        ("sign_type", "", RejectionReason.MALFORMED),
    ],
)
async def test_a_rightly_signed_alipay_notice_with_one_wrong_field(
    world: World, name: str, value: str, expected: RejectionReason
) -> None:
    _, body = await genuine(world, "alipay")
    changed = alipay_signed(world, form(body) | {name: value})
    assert (await reason(world, world.alipay, {}, changed))[0] is expected


@pytest.mark.parametrize(
    "name", ["app_id", "seller_id", "notify_time", "total_amount", "trade_status", "trade_no", "notify_id", "charset"]
)
async def test_a_rightly_signed_alipay_notice_without_a_field(world: World, name: str) -> None:
    _, body = await genuine(world, "alipay")
    fields = form(body)
    del fields[name]
    expected = RejectionReason.WRONG_MERCHANT if name in ("app_id", "seller_id") else RejectionReason.MALFORMED
    assert (await reason(world, world.alipay, {}, alipay_signed(world, fields)))[0] is expected


@pytest.mark.parametrize("value", ["0.01", "200.01", "20000"])
async def test_an_alipay_amount_changed_on_the_way_is_forged(world: World, value: str) -> None:
    _, body = await genuine(world, "alipay")
    forged = urlencode(form(body) | {"total_amount": value}).encode()
    assert await reason(world, world.alipay, {}, forged) == (RejectionReason.SIGNATURE, 401)


async def test_alipay_signed_by_another_key_is_forged(world: World, stranger: RSAPrivateKey) -> None:
    _, body = await genuine(world, "alipay")
    assert (await reason(world, world.alipay, {}, alipay_signed(world, form(body), key=stranger)))[1] == 401


@pytest.mark.parametrize("signature", ["", "AAAA", "!", "A" * 344])
async def test_alipay_with_garbage_for_a_signature(world: World, signature: str) -> None:
    _, body = await genuine(world, "alipay")
    forged = urlencode(form(body) | {"sign": signature}).encode()
    assert await reason(world, world.alipay, {}, forged) == (RejectionReason.SIGNATURE, 401)


@pytest.mark.parametrize("age", [timedelta(hours=26, seconds=1), timedelta(minutes=-6)])
async def test_an_alipay_notice_of_another_day_or_of_the_future_is_stale(world: World, age: timedelta) -> None:
    _, body = await genuine(world, "alipay")
    world.clock.now += age
    assert await reason(world, world.alipay, {}, body) == (RejectionReason.STALE, 401)


async def test_alipay_may_repeat_itself_for_a_day(world: World) -> None:
    _, body = await genuine(world, "alipay")
    world.clock.forward(hours=25, minutes=22)
    assert (await world.alipay.parse_webhook({}, body, world.clock())).notice_id


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"sign", b"\xff=1", b"a=%ff", "中=文".encode(), b"&".join(b"a%d=1" % n for n in range(200)), b"=&="],
    ids=range(8),
)
async def test_forms_that_are_none_are_malformed(world: World, body: bytes) -> None:
    assert await reason(world, world.alipay, {}, body) == (RejectionReason.MALFORMED, 400)


async def test_a_field_that_comes_twice_is_malformed(world: World) -> None:
    _, body = await genuine(world, "alipay")
    assert await reason(world, world.alipay, {}, body + b"&total_amount=0.01") == (RejectionReason.MALFORMED, 400)


async def test_a_refund_cannot_be_hidden_inside_the_field_before_it(world: World) -> None:
    """Nothing is escaped in what Alipay signs, so two fields written as one carry the same signature."""
    order = await world.pay(world.alipay)
    await world.gateways.deliver_due()
    refund = RefundRequest("R20260302-1", order.number, world.desk.believed[0].transaction_id, 1, 20_000, "x")
    await world.alipay.refund(refund)
    await world.gateways.deliver_due()
    assert world.desk.believed[-1].state is PaymentState.REFUNDED
    fields = form(world.desk.received[-1][2])
    names = sorted(fields.keys() - {"sign", "sign_type"})
    before = names[names.index("refund_fee") - 1]
    fields[before] += "&refund_fee=" + fields.pop("refund_fee")
    joined = "&".join(f"{name}={quote(value)}" for name, value in fields.items()).encode()
    assert await reason(world, world.alipay, {}, joined) == (RejectionReason.MALFORMED, 400)
