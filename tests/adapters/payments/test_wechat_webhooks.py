"""Invalid webhooks of WeChat Pay, each rejected for its own reason."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.adapters.payments import rsa
from bot.adapters.payments.webhook_events import RejectionReason, WebhookRejected
from bot.adapters.payments.wechat.gateway import WechatPay
from tests.adapters.payments.payment_world import PaymentWorld, wechat_merchant
from tests.adapters.payments.webhook_requests import Fields, genuine, reason, wechat_body, wechat_signed


@pytest.mark.parametrize("gone", ["Timestamp", "Nonce", "Serial", "Signature"])
async def test_a_wechat_webhook_without_a_header_is_malformed(world: PaymentWorld, gone: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    del headers[f"Wechatpay-{gone}"]
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


@pytest.mark.parametrize("timestamp", ["", "now", "-1", "0", "1.5", " 1772443800", "9" * 13, "１７７２４４３８００"])
async def test_a_wechat_webhook_with_an_invalid_timestamp_is_malformed(world: PaymentWorld, timestamp: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), timestamp=timestamp)
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


async def test_a_wechat_webhook_with_another_signature_type_is_malformed(world: PaymentWorld) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    headers["Wechatpay-Signature-Type"] = "WECHATPAY2-SM2-WITH-SM3"
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


async def test_the_probe_of_wechat_is_rejected(world: PaymentWorld) -> None:
    headers, body = await genuine(world, "wechat")
    headers["wechatpay-signature"] = "WECHATPAY/SIGNTEST/" + headers["wechatpay-signature"]
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.PROBE, 401)


@pytest.mark.parametrize("seconds", [301, -301, 86_400, -86_400])
async def test_an_old_or_future_wechat_webhook_is_stale(world: PaymentWorld, seconds: int) -> None:
    headers, body = await genuine(world, "wechat")
    world.clock.forward(seconds=seconds)
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.STALE, 401)


@pytest.mark.parametrize("seconds", [300, -300])
async def test_a_clock_difference_of_five_minutes_is_accepted(world: PaymentWorld, seconds: int) -> None:
    headers, body = await genuine(world, "wechat")
    world.clock.forward(seconds=seconds)
    assert (await world.wechat.parse_webhook(headers, body, world.clock())).event_id


async def test_a_changed_timestamp_makes_the_signature_invalid(world: PaymentWorld) -> None:
    headers, body = await genuine(world, "wechat")
    world.clock.forward(hours=1)
    headers["wechatpay-timestamp"] = str(int(world.clock().timestamp()))
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.SIGNATURE, 401)


async def test_a_wechat_webhook_with_an_unknown_serial_number_is_forged(
    world: PaymentWorld, stranger: RSAPrivateKey
) -> None:
    await genuine(world, "wechat")
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), key=stranger, serial="7" * 40)
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.UNKNOWN_SERIAL, 401)


@pytest.mark.parametrize("serial", ["", "é", "../../etc", "0x41", "PUB_KEY_ID_1"])
async def test_a_wechat_webhook_with_an_invalid_serial_number_is_rejected(world: PaymentWorld, serial: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), serial=serial)
    found, _ = await reason(world, world.wechat, headers, body)
    assert found in (RejectionReason.UNKNOWN_SERIAL, RejectionReason.MALFORMED)


async def test_a_wechat_webhook_signed_by_another_key_is_forged(world: PaymentWorld, stranger: RSAPrivateKey) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), key=stranger)
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.SIGNATURE, 401)


async def test_a_webhook_signed_by_our_own_key_is_forged(world: PaymentWorld) -> None:
    mine = rsa.private_key(world.merchant.wechat_pay_private_key)
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys), key=mine)
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.SIGNATURE, 401)


@pytest.mark.parametrize("signature", ["", "AAAA", "!", "====", "A" * 344, "=" * 344])
async def test_a_wechat_webhook_with_an_invalid_signature_is_forged(world: PaymentWorld, signature: str) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    headers["Wechatpay-Signature"] = signature
    found, _ = await reason(world, world.wechat, headers, body)
    assert found is (RejectionReason.SIGNATURE if signature else RejectionReason.MALFORMED)


async def test_a_signature_in_other_base64_is_rejected(world: PaymentWorld) -> None:
    """The last character before the padding has four unused bits, which most Base64 decoders ignore."""
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    signature = headers["Wechatpay-Signature"]
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    idle = signs[signs.index(signature[-3]) ^ 1]
    headers["Wechatpay-Signature"] = signature[:-3] + idle + "=="
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.SIGNATURE, 401)


@pytest.mark.parametrize("changes", [{"mchid": "1900000110"}, {"appid": "wx0000000000000000"}])
async def test_a_wechat_webhook_of_another_merchant_is_rejected(world: PaymentWorld, changes: Fields) -> None:
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
        {"trade_state": None},
        {"out_trade_no": None},
        {"success_time": "yesterday"},
        {"success_time": "2026-03-02T17:30:00"},
        {"mchid": None},
    ],
    ids=str,
)
async def test_a_signed_but_invalid_wechat_webhook_is_malformed(world: PaymentWorld, changes: Fields) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys, **changes))
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"<xml/>", b'{"id":"N1"', b"[" * 100_000, b'{"id":1,"resource":{}}'],
    ids=range(9),
)
async def test_a_signed_wechat_webhook_that_is_not_json_is_malformed(world: PaymentWorld, body: bytes) -> None:
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
async def test_a_resource_encrypted_differently_is_malformed(
    world: PaymentWorld, change: Callable[[Fields], Fields]
) -> None:
    whole = json.loads(wechat_body(world.gateways.keys))
    headers, body = wechat_signed(world, json.dumps(whole | {"resource": change(whole["resource"])}).encode())
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


async def test_a_resource_encrypted_with_another_key_is_malformed(world: PaymentWorld) -> None:
    keys = replace(world.gateways.keys, wechat_api_v3_key="0" * 32)
    headers, body = wechat_signed(world, wechat_body(keys))
    assert await reason(world, world.wechat, headers, body) == (RejectionReason.MALFORMED, 400)


async def test_without_the_providers_keys_the_event_is_requested_again(world: PaymentWorld) -> None:
    nowhere = wechat_merchant(world.merchant, world.origin, base_url="http://127.0.0.1:9")
    gateway = WechatPay(nowhere, world.http, clock=world.clock, timeout=1)
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    assert await reason(world, gateway, headers, body) == (RejectionReason.KEYS_UNAVAILABLE, 503)


async def test_rejections_contain_no_secrets(world: PaymentWorld) -> None:
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
