"""Every way in which a notice can be wrong, each refused for its own reason, and nothing else with it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.adapters import rsa_signature
from bot.adapters.alipay_crypto import signed_text
from bot.adapters.payments import (
    Gateway,
    MismatchedNotice,
    Notice,
    NoticeReason,
    NoticeRefused,
    Order,
    PaymentState,
    Refund,
    check,
)
from bot.adapters.wechat_pay import WechatPay
from bot.simulator.gateways import GatewayKeys
from bot.simulator.gateways.sealing import sealed
from tests.adapters.payments.world import World, wechat_merchant

Fields = dict[str, Any]
Body = tuple[dict[str, str], bytes]


@pytest.fixture(scope="session")
def stranger() -> RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


async def genuine(world: World, name: str) -> Body:
    """Return a notice just as the gateway sent it."""
    await world.pay(world.desk.gateways[name])
    await world.gateways.deliver_due()
    assert len(world.desk.believed) == 1
    _, headers, body = world.desk.received[-1]
    return headers, body


async def reason(world: World, gateway: Gateway, headers: Mapping[str, str], body: bytes) -> tuple[NoticeReason, int]:
    """Return why it is refused, and the status the provider sees."""
    with pytest.raises(NoticeRefused) as refused:
        await gateway.parse_notice(headers, body, world.clock())
    assert gateway.answer(refused.value).status == refused.value.status
    assert gateway.answer(refused.value).body != gateway.answer().body
    return refused.value.reason, refused.value.status


def wechat_signed(world: World, body: bytes, *, key: RSAPrivateKey | None = None, **changes: str) -> Body:
    """Sign any body as WeChat Pay, or as somebody else."""
    keys = world.gateways.keys
    timestamp, nonce = changes.get("timestamp", str(int(world.clock().timestamp()))), "n" * 32
    key = key or rsa_signature.private_key(keys.wechat_platform_key)
    return {
        "Wechatpay-Timestamp": timestamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": changes.get("serial", keys.wechat_platform_serial),
        "Wechatpay-Signature": rsa_signature.sign(key, b"%s\n%s\n%s\n" % (timestamp.encode(), nonce.encode(), body)),
    }, body


def wechat_body(keys: GatewayKeys, envelope: Fields | None = None, **changes: Any) -> bytes:
    """Write a WeChat notice with anything changed; None leaves a field out."""
    paid = {
        "appid": "wx2421b1c4370ec43b",
        "mchid": "1900000109",
        "out_trade_no": "CZ20260302000001",
        "transaction_id": "4200000000202603020000000001",
        "trade_state": "SUCCESS",
        "success_time": "2026-03-02T17:30:00+08:00",
        "amount": {"total": 20_000, "currency": "CNY"},
    }
    content = {name: value for name, value in (paid | changes).items() if value is not None}
    resource = {"original_type": "transaction"} | sealed(
        keys.wechat_api_v3_key, json.dumps(content).encode(), "transaction"
    )
    whole = {
        "id": "N1",
        "event_type": "TRANSACTION.SUCCESS",
        "resource_type": "encrypt-resource",
        "resource": resource,
    }
    return json.dumps(whole | (envelope or {})).encode()


def alipay_signed(world: World, fields: dict[str, str], *, key: RSAPrivateKey | None = None) -> bytes:
    """Sign any fields as Alipay, or as somebody else."""
    key = key or rsa_signature.private_key(world.gateways.keys.alipay_platform_key)
    bare = {name: value for name, value in fields.items() if name not in ("sign", "sign_type")}
    signature = {"sign": rsa_signature.sign(key, signed_text(bare)), "sign_type": fields.get("sign_type", "RSA2")}
    return urlencode(bare | signature).encode()


def form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


async def test_genuine_notices_say_the_same_of_both_providers(world: World) -> None:
    for name in ("wechat", "alipay"):
        await world.pay(world.desk.gateways[name])
    await world.gateways.deliver_due()
    for notice in world.desk.believed:
        assert (notice.order_number, notice.amount_fen, notice.currency) == ("CZ20260302000001", 20_000, "CNY")
        assert (notice.state, notice.paid_at) == (PaymentState.PAID, world.clock())
        check(notice, world.order())
    assert {notice.provider for notice in world.desk.believed} == {"wechat", "alipay"}


async def test_a_written_notice_is_believed_before_anything_in_it_is_changed(world: World) -> None:
    """Else the refusals below would prove nothing."""
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    assert (await world.wechat.parse_notice(headers, body, world.clock())).amount_fen == 20_000
    _, body = await genuine(world, "alipay")
    assert (await world.alipay.parse_notice({}, alipay_signed(world, form(body)), world.clock())).amount_fen == 20_000


@pytest.mark.parametrize("gone", ["Timestamp", "Nonce", "Serial", "Signature"])
async def test_wechat_without_one_of_its_headers_is_malformed(world: World, gone: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    del headers[f"Wechatpay-{gone}"]
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.MALFORMED, 400)


@pytest.mark.parametrize("timestamp", ["", "now", "-1", "0", "1.5", " 1772443800", "9" * 13, "１７７２４４３８００"])
async def test_wechat_with_a_strange_timestamp_is_malformed(world: World, timestamp: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), timestamp=timestamp)
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.MALFORMED, 400)


async def test_wechat_signed_in_another_way_is_malformed(world: World) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    headers["Wechatpay-Signature-Type"] = "WECHATPAY2-SM2-WITH-SM3"
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.MALFORMED, 400)


async def test_wechats_probe_is_seen_to_fail(world: World) -> None:
    headers, body = await genuine(world, "wechat")
    headers["wechatpay-signature"] = "WECHATPAY/SIGNTEST/" + headers["wechatpay-signature"]
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.PROBE, 401)


@pytest.mark.parametrize("seconds", [301, -301, 86_400, -86_400])
async def test_a_wechat_notice_of_another_time_is_stale(world: World, seconds: int) -> None:
    headers, body = await genuine(world, "wechat")
    world.clock.forward(seconds=seconds)
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.STALE, 401)


@pytest.mark.parametrize("seconds", [300, -300])
async def test_five_minutes_are_allowed(world: World, seconds: int) -> None:
    headers, body = await genuine(world, "wechat")
    world.clock.forward(seconds=seconds)
    assert (await world.wechat.parse_notice(headers, body, world.clock())).notice_id


async def test_a_freshened_timestamp_breaks_the_signature(world: World) -> None:
    headers, body = await genuine(world, "wechat")
    world.clock.forward(hours=1)
    headers["wechatpay-timestamp"] = str(int(world.clock().timestamp()))
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.SIGNATURE, 401)


async def test_wechat_under_an_unknown_serial(world: World, stranger: RSAPrivateKey) -> None:
    await genuine(world, "wechat")
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), key=stranger, serial="7" * 40)
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.UNKNOWN_SERIAL, 401)


@pytest.mark.parametrize("serial", ["", "é", "../../etc", "0x41", "PUB_KEY_ID_1"])
async def test_wechat_under_a_senseless_serial_never_gets_further(world: World, serial: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), serial=serial)
    found, _ = await reason(world, world.wechat, headers, body)
    assert found in (NoticeReason.UNKNOWN_SERIAL, NoticeReason.MALFORMED)


async def test_wechat_by_another_key_under_the_right_serial_is_forged(world: World, stranger: RSAPrivateKey) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), key=stranger)
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.SIGNATURE, 401)


async def test_our_own_key_is_nobodys_word(world: World) -> None:
    mine = rsa_signature.private_key(world.merchant.wechat_private_key)
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), key=mine)
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.SIGNATURE, 401)


@pytest.mark.parametrize("signature", ["", "AAAA", "!", "====", "A" * 344, "=" * 344])
async def test_wechat_with_garbage_for_a_signature(world: World, signature: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    headers["Wechatpay-Signature"] = signature
    found, _ = await reason(world, world.wechat, headers, body)
    assert found is (NoticeReason.SIGNATURE if signature else NoticeReason.MALFORMED)


async def test_a_signature_has_one_spelling_only(world: World) -> None:
    """The last sign before the padding carries four idle bits, which Base64 readers pass over."""
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    signature = headers["Wechatpay-Signature"]
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    idle = signs[signs.index(signature[-3]) ^ 1]
    headers["Wechatpay-Signature"] = signature[:-3] + idle + "=="
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.SIGNATURE, 401)


@pytest.mark.parametrize("changes", [{"mchid": "1900000110"}, {"appid": "wx0000000000000000"}])
async def test_another_merchants_wechat_notice(world: World, changes: Fields) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys, **changes))
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.WRONG_MERCHANT, 403)


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": None},
        {"amount": {"total": 0}},
        {"amount": {"total": -1}},
        {"amount": {"total": "20000"}},
        {"amount": {"total": 20_000.0}},
        {"amount": {"total": True}},
        {"amount": [20_000]},
        {"transaction_id": None},
        {"transaction_id": 42},
        {"trade_state": "VICTORY"},
        {"trade_state": None},
        {"out_trade_no": None},
        {"success_time": "yesterday"},
        {"success_time": "2026-03-02T17:30:00"},
        {"mchid": None},
    ],
    ids=str,
)
async def test_a_rightly_signed_wechat_notice_that_makes_no_sense(world: World, changes: Fields) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys, **changes))
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.MALFORMED, 400)


@pytest.mark.parametrize(
    "envelope",
    [
        {"event_type": "REFUND.SUCCESS"},
        {"event_type": "PAYSCORE.USER_PAID"},
        {"resource": {"original_type": "refund", "algorithm": "AEAD_AES_256_GCM", "ciphertext": "", "nonce": ""}},
    ],
    ids=str,
)
async def test_wechat_notices_of_a_kind_we_never_asked_for(world: World, envelope: Fields) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys, envelope))
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.UNEXPECTED, 400)


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"<xml/>", b'{"id":"N1"', b"[" * 100_000, b'{"id":1,"resource":{}}'],
    ids=range(9),
)
async def test_signed_garbage_of_wechat_is_malformed(world: World, body: bytes) -> None:
    headers, _ = wechat_signed(world, body)
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.MALFORMED, 400)


@pytest.mark.parametrize(
    "change",
    [
        lambda resource: resource | {"algorithm": "AEAD_SM4_GCM"},
        lambda resource: resource | {"associated_data": "certificate"},
        lambda resource: resource | {"nonce": "x" * 12},
        lambda resource: resource | {"nonce": ""},
        lambda resource: resource | {"ciphertext": resource["ciphertext"][4:]},
        lambda resource: resource | {"ciphertext": "%%%"},
    ],
    ids=["algorithm", "associated data", "nonce", "no nonce", "cut", "not Base64"],
)
async def test_a_resource_sealed_otherwise_is_malformed(world: World, change: Callable[[Fields], Fields]) -> None:
    whole = json.loads(wechat_body(world.gateways.keys))
    headers, body = wechat_signed(world, json.dumps(whole | {"resource": change(whole["resource"])}).encode())
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.MALFORMED, 400)


async def test_a_notice_sealed_with_another_merchants_secret_cannot_be_read(world: World) -> None:
    keys = replace(world.gateways.keys, wechat_api_v3_key="0" * 32)
    headers, body = wechat_signed(world, wechat_body(keys))
    assert await reason(world, world.wechat, headers, body) == (NoticeReason.MALFORMED, 400)


async def test_a_notice_comes_again_when_the_providers_keys_cannot_be_had(world: World) -> None:
    nowhere = wechat_merchant(world.merchant, world.origin, base_url="http://127.0.0.1:9")
    gateway = WechatPay(nowhere, world.http, clock=world.clock, timeout=1)
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    assert await reason(world, gateway, headers, body) == (NoticeReason.KEYS_UNAVAILABLE, 503)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("app_id", "2021000000000110", NoticeReason.WRONG_MERCHANT),
        ("seller_id", "2088000000000110", NoticeReason.WRONG_MERCHANT),
        ("notify_type", "dut_user_sign", NoticeReason.UNEXPECTED),
        ("total_amount", "0.00", NoticeReason.MALFORMED),
        ("total_amount", "-200.00", NoticeReason.MALFORMED),
        ("total_amount", "2e2", NoticeReason.MALFORMED),
        ("total_amount", "200.001", NoticeReason.MALFORMED),
        ("trade_status", "TRADE_WON", NoticeReason.MALFORMED),
        ("trade_no", "", NoticeReason.MALFORMED),
        ("out_trade_no", "", NoticeReason.MALFORMED),
        ("notify_id", "", NoticeReason.MALFORMED),
        ("notify_time", "soon", NoticeReason.MALFORMED),
        ("gmt_payment", "2026-02-30 10:00:00", NoticeReason.MALFORMED),
        ("refund_fee", "some", NoticeReason.MALFORMED),
        ("charset", "GBK", NoticeReason.MALFORMED),
        ("sign_type", "RSA", NoticeReason.MALFORMED),
        ("sign_type", "", NoticeReason.MALFORMED),
    ],
)
async def test_a_rightly_signed_alipay_notice_with_one_wrong_field(
    world: World, name: str, value: str, expected: NoticeReason
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
    expected = NoticeReason.WRONG_MERCHANT if name in ("app_id", "seller_id") else NoticeReason.MALFORMED
    assert (await reason(world, world.alipay, {}, alipay_signed(world, fields)))[0] is expected


@pytest.mark.parametrize("value", ["0.01", "200.01", "20000"])
async def test_an_alipay_amount_changed_on_the_way_is_forged(world: World, value: str) -> None:
    _, body = await genuine(world, "alipay")
    forged = urlencode(form(body) | {"total_amount": value}).encode()
    assert await reason(world, world.alipay, {}, forged) == (NoticeReason.SIGNATURE, 401)


async def test_alipay_signed_by_another_key_is_forged(world: World, stranger: RSAPrivateKey) -> None:
    _, body = await genuine(world, "alipay")
    assert (await reason(world, world.alipay, {}, alipay_signed(world, form(body), key=stranger)))[1] == 401


@pytest.mark.parametrize("signature", ["", "AAAA", "!", "A" * 344])
async def test_alipay_with_garbage_for_a_signature(world: World, signature: str) -> None:
    _, body = await genuine(world, "alipay")
    forged = urlencode(form(body) | {"sign": signature}).encode()
    assert await reason(world, world.alipay, {}, forged) == (NoticeReason.SIGNATURE, 401)


@pytest.mark.parametrize("age", [timedelta(hours=26, seconds=1), timedelta(minutes=-6)])
async def test_an_alipay_notice_of_another_day_or_of_the_future_is_stale(world: World, age: timedelta) -> None:
    _, body = await genuine(world, "alipay")
    world.clock.now += age
    assert await reason(world, world.alipay, {}, body) == (NoticeReason.STALE, 401)


async def test_alipay_may_repeat_itself_for_a_day(world: World) -> None:
    _, body = await genuine(world, "alipay")
    world.clock.forward(hours=25, minutes=22)
    assert (await world.alipay.parse_notice({}, body, world.clock())).notice_id


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"sign", b"\xff=1", b"a=%ff", "中=文".encode(), b"&".join(b"a%d=1" % n for n in range(200)), b"=&="],
    ids=range(8),
)
async def test_forms_that_are_none_are_malformed(world: World, body: bytes) -> None:
    assert await reason(world, world.alipay, {}, body) == (NoticeReason.MALFORMED, 400)


async def test_a_field_that_comes_twice_is_malformed(world: World) -> None:
    _, body = await genuine(world, "alipay")
    assert await reason(world, world.alipay, {}, body + b"&total_amount=0.01") == (NoticeReason.MALFORMED, 400)


async def test_a_refund_cannot_be_hidden_inside_the_field_before_it(world: World) -> None:
    """Nothing is escaped in what Alipay signs, so two fields written as one carry the same signature."""
    order = await world.pay(world.alipay)
    await world.gateways.deliver_due()
    refund = Refund("R20260302-1", order.number, world.desk.believed[0].transaction_id, 1, 20_000, "x")
    await world.alipay.refund(refund)
    await world.gateways.deliver_due()
    assert world.desk.believed[-1].state is PaymentState.REFUNDED
    fields = form(world.desk.received[-1][2])
    names = sorted(fields.keys() - {"sign", "sign_type"})
    before = names[names.index("refund_fee") - 1]
    fields[before] += "&refund_fee=" + fields.pop("refund_fee")
    joined = "&".join(f"{name}={quote(value)}" for name, value in fields.items()).encode()
    assert await reason(world, world.alipay, {}, joined) == (NoticeReason.MALFORMED, 400)


async def test_a_notice_of_one_provider_means_nothing_to_the_other(world: World) -> None:
    wechat_headers, wechat = await genuine(world, "wechat")
    world.desk.believed.clear()
    _, alipay = await genuine(world, "alipay")
    assert (await reason(world, world.alipay, wechat_headers, wechat))[0] is NoticeReason.MALFORMED
    assert (await reason(world, world.wechat, wechat_headers, alipay))[0] is NoticeReason.SIGNATURE


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"order_number": "CZ20260302000002"}, NoticeReason.WRONG_ORDER),
        ({"amount_fen": 19_999}, NoticeReason.WRONG_AMOUNT),
        ({"amount_fen": 20_001}, NoticeReason.WRONG_AMOUNT),
        ({"currency": "USD"}, NoticeReason.WRONG_CURRENCY),
        *(({"state": state}, NoticeReason.WRONG_STATE) for state in PaymentState if state is not PaymentState.PAID),
    ],
)
async def test_a_genuine_notice_that_does_not_fit_the_order(
    world: World, change: dict[str, Any], expected: NoticeReason
) -> None:
    await genuine(world, "wechat")
    notice: Notice = replace(world.desk.believed[0], **change)
    order: Order = world.order()
    with pytest.raises(MismatchedNotice) as refused:
        check(notice, order)
    assert (refused.value.reason, refused.value.status) == (expected, 409)


@pytest.mark.parametrize(
    ("trade_state", "state"),
    [("NOTPAY", PaymentState.WAITING), ("CLOSED", PaymentState.CLOSED), ("REFUND", PaymentState.REFUNDED)],
)
async def test_a_success_notice_of_an_unpaid_order_does_not_pay_it(
    world: World, trade_state: str, state: PaymentState
) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys, trade_state=trade_state))
    notice = await world.wechat.parse_notice(headers, body, world.clock())
    assert notice.state is state
    with pytest.raises(MismatchedNotice, match="wrong_state"):
        check(notice, world.order())


async def test_refusals_tell_nothing_secret(world: World) -> None:
    keys = world.gateways.keys
    headers, body = wechat_signed(world, wechat_body(keys, mchid="1900000110"))
    with pytest.raises(NoticeRefused) as refused:
        await world.wechat.parse_notice(headers, body, world.clock())
    told = str(refused.value) + world.wechat.answer(refused.value).body + repr(wechat_merchant(world.merchant, ""))
    assert keys.wechat_api_v3_key not in told
    assert "PRIVATE" not in told
    assert "1900000110" not in told.replace(repr(wechat_merchant(world.merchant, "")), "")
