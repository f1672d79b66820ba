"""Every way in which a notice of WeChat Pay can be wrong, each refused for its own reason."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.adapters.payments import rsa
from bot.adapters.payments.models import PaymentState
from bot.adapters.payments.webhook_events import MismatchedWebhook, RejectionReason, WebhookRejected, require_match
from bot.adapters.payments.wechat.gateway import WechatPay
from tests.adapters.payments.notices import Fields, genuine, reason, wechat_body, wechat_signed
from tests.adapters.payments.world import World, wechat_merchant


@pytest.mark.parametrize("gone", ["Timestamp", "Nonce", "Serial", "Signature"])
async def test_wechat_without_one_of_its_headers_is_malformed(world: World, gone: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    del headers[f"Wechatpay-{gone}"]
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


@pytest.mark.parametrize("timestamp", ["", "now", "-1", "0", "1.5", " 1772443800", "9" * 13, "１７７２４４３８００"])
async def test_wechat_with_a_strange_timestamp_is_malformed(world: World, timestamp: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), timestamp=timestamp)
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


async def test_wechat_signed_in_another_way_is_malformed(world: World) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    headers["Wechatpay-Signature-Type"] = "WECHATPAY2-SM2-WITH-SM3"
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


async def test_wechats_probe_is_seen_to_fail(world: World) -> None:
    headers, body = await genuine(world, "wechat")
    headers["wechatpay-signature"] = "WECHATPAY/SIGNTEST/" + headers["wechatpay-signature"]
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.PROBE, 401)


@pytest.mark.parametrize("seconds", [301, -301, 86_400, -86_400])
async def test_a_wechat_notice_of_another_time_is_stale(world: World, seconds: int) -> None:
    headers, body = await genuine(world, "wechat")
    world.clock.forward(seconds=seconds)
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.STALE, 401)


@pytest.mark.parametrize("seconds", [300, -300])
async def test_five_minutes_are_allowed(world: World, seconds: int) -> None:
    headers, body = await genuine(world, "wechat")
    world.clock.forward(seconds=seconds)
    assert (await world.wechat.parse_webhook(headers, body, world.clock())).notice_id


async def test_a_freshened_timestamp_breaks_the_signature(world: World) -> None:
    headers, body = await genuine(world, "wechat")
    world.clock.forward(hours=1)
    headers["wechatpay-timestamp"] = str(int(world.clock().timestamp()))
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.SIGNATURE, 401)


async def test_wechat_under_an_unknown_serial(world: World, stranger: RSAPrivateKey) -> None:
    await genuine(world, "wechat")
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), key=stranger, serial="7" * 40)
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.UNKNOWN_SERIAL, 401)


@pytest.mark.parametrize("serial", ["", "é", "../../etc", "0x41", "PUB_KEY_ID_1"])
async def test_wechat_under_a_senseless_serial_never_gets_further(world: World, serial: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), serial=serial)
    found, _ = await reason(world, world.wechat, headers, body)
    assert found in (RejectionReason.UNKNOWN_SERIAL, RejectionReason.MALFORMED)


async def test_wechat_by_another_key_under_the_right_serial_is_forged(world: World, stranger: RSAPrivateKey) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), key=stranger)
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.SIGNATURE, 401)


async def test_our_own_key_is_nobodys_word(world: World) -> None:
    mine = rsa.private_key(world.merchant.wechat_private_key)
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), key=mine)
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.SIGNATURE, 401)


@pytest.mark.parametrize("signature", ["", "AAAA", "!", "====", "A" * 344, "=" * 344])
async def test_wechat_with_garbage_for_a_signature(world: World, signature: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    headers["Wechatpay-Signature"] = signature
    found, _ = await reason(world, world.wechat, headers, body)
    assert found is (RejectionReason.SIGNATURE if signature else RejectionReason.MALFORMED)


async def test_a_signature_has_one_spelling_only(world: World) -> None:
    """The last sign before the padding carries four idle bits, which Base64 readers pass over."""
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    signature = headers["Wechatpay-Signature"]
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    idle = signs[signs.index(signature[-3]) ^ 1]
    headers["Wechatpay-Signature"] = signature[:-3] + idle + "=="
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.SIGNATURE, 401)


@pytest.mark.parametrize("changes", [{"mchid": "1900000110"}, {"appid": "wx0000000000000000"}])
async def test_another_merchants_wechat_notice(world: World, changes: Fields) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys, **changes))
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.WRONG_MERCHANT, 403)


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
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


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
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.UNEXPECTED, 400)


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"<xml/>", b'{"id":"N1"', b"[" * 100_000, b'{"id":1,"resource":{}}'],
    ids=range(9),
)
async def test_signed_garbage_of_wechat_is_malformed(world: World, body: bytes) -> None:
    headers, _ = wechat_signed(world, body)
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


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
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


async def test_a_notice_sealed_with_another_merchants_secret_cannot_be_read(world: World) -> None:
    keys = replace(world.gateways.keys, wechat_api_v3_key="0" * 32)
    headers, body = wechat_signed(world, wechat_body(keys))
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


async def test_a_notice_comes_again_when_the_providers_keys_cannot_be_had(world: World) -> None:
    nowhere = wechat_merchant(world.merchant, world.origin, base_url="http://127.0.0.1:9")
    gateway = WechatPay(nowhere, world.http, clock=world.clock, timeout=1)
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    assert await reason(world, gateway, headers, body) == (RejectionReason.KEYS_UNAVAILABLE, 503)


@pytest.mark.parametrize(
    ("trade_state", "state"),
    [("NOTPAY", PaymentState.WAITING), ("CLOSED", PaymentState.CLOSED), ("REFUND", PaymentState.REFUNDED)],
)
async def test_a_success_notice_of_an_unpaid_order_does_not_pay_it(
    world: World, trade_state: str, state: PaymentState
) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys, trade_state=trade_state))
    notice = await world.wechat.parse_webhook(headers, body, world.clock())
    assert notice.state is state
    with pytest.raises(MismatchedWebhook, match="wrong_state"):
        require_match(notice, order_number=world.order().number, amount_fen=world.order().amount_fen)


async def test_refusals_tell_nothing_secret(world: World) -> None:
    keys = world.gateways.keys
    headers, body = wechat_signed(world, wechat_body(keys, mchid="1900000110"))
    with pytest.raises(WebhookRejected) as refused:
        await world.wechat.parse_webhook(headers, body, world.clock())
    told = (
        str(refused.value)
        + world.wechat.webhook_response(refused.value).body
        + repr(wechat_merchant(world.merchant, ""))
    )
    assert keys.wechat_api_v3_key not in told
    assert "PRIVATE" not in told
    assert "1900000110" not in told.replace(repr(wechat_merchant(world.merchant, "")), "")
