"""Webhooks for tests: genuine ones, and constructed ones with changes, signed by any key."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.adapters.payments import rsa
from bot.adapters.payments.alipay.signature import signed_text
from bot.adapters.payments.gateway import Gateway
from bot.adapters.payments.webhook_events import RejectionReason, WebhookRejected
from bot.simulator.gateways import GatewayKeys
from bot.simulator.gateways.wechat_signatures import encrypt
from tests.adapters.payments.payment_world import PaymentWorld

Fields = dict[str, Any]
Body = tuple[dict[str, str], bytes]


async def genuine(world: PaymentWorld, name: str) -> Body:
    """Return a webhook as the gateway sent it."""
    await world.pay(world.receiver.gateways[name])
    await world.gateways.deliver_due()
    assert len(world.receiver.accepted) == 1
    _, headers, body = world.receiver.received[-1]
    return headers, body


async def reason(
    world: PaymentWorld, gateway: Gateway, headers: Mapping[str, str], body: bytes
) -> tuple[RejectionReason, int]:
    """Return why it is rejected, and the HTTP status of the response."""
    with pytest.raises(WebhookRejected) as refused:
        await gateway.parse_webhook(headers, body, world.clock())
    assert gateway.webhook_response(refused.value).status == refused.value.status
    assert gateway.webhook_response(refused.value).body != gateway.webhook_response().body
    return refused.value.reason, refused.value.status


def wechat_signed(world: PaymentWorld, body: bytes, *, key: RSAPrivateKey | None = None, **changes: str) -> Body:
    """Sign a body as WeChat Pay, or with another key."""
    keys = world.gateways.keys
    timestamp, nonce = changes.get("timestamp", str(int(world.clock().timestamp()))), "n" * 32
    key = key or rsa.private_key(keys.wechat_platform_key)
    return {
        "Wechatpay-Timestamp": timestamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": changes.get("serial", keys.wechat_platform_serial),
        "Wechatpay-Signature": rsa.sign(key, b"%s\n%s\n%s\n" % (timestamp.encode(), nonce.encode(), body)),
    }, body


def refund_body(keys: GatewayKeys, event_type: str, **changes: Any) -> bytes:
    """Return the body of a WeChat webhook about a refund, with changes; None omits a field."""
    refund = {
        "mchid": "1900000109",
        "out_trade_no": "CZ20260302000001",
        "transaction_id": "42",
        "out_refund_no": "CZR1",
        "refund_id": "50",
        "refund_status": event_type.partition(".")[2],
        "amount": {"total": 20_000, "refund": 5_001, "payer_total": 20_000, "payer_refund": 5_001},
    }
    refund = {name: value for name, value in (refund | changes).items() if value is not None}
    resource = {"original_type": "refund", **encrypt(keys.wechat_api_v3_key, json.dumps(refund).encode(), "refund")}
    envelope = {"id": f"N-{event_type}", "event_type": event_type, "resource_type": "encrypt-resource"}
    return json.dumps(envelope | {"resource": resource}).encode()


def wechat_body(keys: GatewayKeys, envelope: Fields | None = None, **changes: Any) -> bytes:
    """Return the body of a WeChat webhook with changes; None omits a field."""
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
    resource = {"original_type": "transaction"} | encrypt(
        keys.wechat_api_v3_key, json.dumps(content).encode(), "transaction"
    )
    whole = {
        "id": "N1",
        "event_type": "TRANSACTION.SUCCESS",
        "resource_type": "encrypt-resource",
        "resource": resource,
    }
    return json.dumps(whole | (envelope or {})).encode()


def alipay_signed(world: PaymentWorld, fields: dict[str, str], *, key: RSAPrivateKey | None = None) -> bytes:
    """Sign fields as Alipay, or with another key."""
    key = key or rsa.private_key(world.gateways.keys.alipay_platform_key)
    bare = {name: value for name, value in fields.items() if name not in ("sign", "sign_type")}
    signature = {"sign": rsa.sign(key, signed_text(bare)), "sign_type": fields.get("sign_type", "RSA2")}
    return urlencode(bare | signature).encode()


def form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode(), keep_blank_values=True))
