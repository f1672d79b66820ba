"""Gateways that are unreachable, slow, broken or impostors: the outcome is unknown, never a refusal."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bot.adapters.payments.alipay import bill as alipay_bill
from bot.adapters.payments.alipay.gateway import Alipay
from bot.adapters.payments.gateway import Gateway, GatewayError, GatewayRefused, GatewayUnavailable, KeyUnavailable
from bot.adapters.payments.models import OrderRequest, RefundRequest
from bot.adapters.payments.wechat import bill as wechat_bill
from bot.adapters.payments.wechat.gateway import WechatPay
from bot.simulator.gateways import GatewayKeys
from bot.simulator.gateways.keys import private_pem, public_pem
from tests.adapters.payments.payment_world import PaymentWorld, alipay_merchant, code_of, wechat_merchant

BOTH = pytest.mark.parametrize("name", ["wechat", "alipay"])
CALLS: list[Callable[[Gateway, OrderRequest, RefundRequest], Awaitable[object]]] = [
    lambda gateway, order, refund: gateway.create(order),
    lambda gateway, order, refund: gateway.query(order.number),
    lambda gateway, order, refund: gateway.close(order.number),
    lambda gateway, order, refund: gateway.refund(refund),
    lambda gateway, order, refund: gateway.query_refund(refund),
    lambda gateway, order, refund: gateway.bill(date(2026, 3, 2)),
]
EVERY_CALL = pytest.mark.parametrize("call", CALLS, ids=["create", "query", "close", "refund", "query_refund", "bill"])


def refund_of(order: OrderRequest) -> RefundRequest:
    return RefundRequest("R20260302-1", order.number, "4200000000202603020000000001", 1, order.amount_fen, "x")


@EVERY_CALL
@BOTH
@pytest.mark.parametrize(("fault", "code"), [("server_error", ""), ("bad_signature", "SIGNATURE"), ("bad_json", "")])
async def test_every_call_to_a_failing_gateway_has_an_unknown_outcome(
    world: PaymentWorld, name: str, call: Callable[..., Awaitable[object]], fault: str, code: str
) -> None:
    await world.pay(world.receiver.gateways[name])
    world.gateways.faults.set({fault: 1})
    order = world.order(number="CZ20260302000002")
    found = await code_of(call(world.receiver.gateways[name], order, refund_of(world.order())))
    assert not code or found == code


@BOTH
async def test_a_call_that_times_out_has_an_unknown_outcome_and_may_have_succeeded(
    world: PaymentWorld, name: str
) -> None:
    world.gateways.faults.set({"slow": 1, "slow_seconds": 0.4})
    gateway: Gateway = (
        WechatPay(wechat_merchant(world.merchant, world.origin), world.http, clock=world.clock, timeout=0.1)
        if name == "wechat"
        else Alipay(alipay_merchant(world.merchant, world.origin), world.http, clock=world.clock, timeout=0.1)
    )
    assert await code_of(gateway.create(world.order())) == "NETWORK"
    ledger = world.gateways.wechat_ledger if name == "wechat" else world.gateways.alipay_ledger
    assert ledger.trades[world.order().number].state(world.clock()) == "waiting"
    world.gateways.faults.clear()
    assert await world.receiver.gateways[name].create(world.order()) == ledger.trades[world.order().number].code


@BOTH
async def test_without_a_server_the_outcome_is_unknown(world: PaymentWorld, name: str) -> None:
    gateway: Gateway = (
        WechatPay(
            wechat_merchant(world.merchant, "", base_url="http://127.0.0.1:9"), world.http, clock=world.clock, timeout=1
        )
        if name == "wechat"
        else Alipay(
            alipay_merchant(world.merchant, "", gateway_url="http://127.0.0.1:9/gateway.do"),
            world.http,
            clock=world.clock,
            timeout=1,
        )
    )
    assert await code_of(gateway.query(world.order().number)) == "NETWORK"


async def test_half_of_the_failing_calls_have_succeeded(world: PaymentWorld) -> None:
    world.gateways.faults.set({"server_error": 1})
    for number in range(20):
        await code_of(world.alipay.create(world.order(f"CZ2026030200{number:04d}")))
    assert 0 < len(world.gateways.alipay_ledger.trades) < 20


@BOTH
async def test_a_wrong_merchant_key_is_refused(world: PaymentWorld, name: str) -> None:
    stranger = rsa_signature_pem()
    gateway: Gateway = (
        WechatPay(wechat_merchant(world.merchant, "", private_key=stranger), world.http, clock=world.clock)
        if name == "wechat"
        else Alipay(alipay_merchant(world.merchant, "", private_key=stranger), world.http, clock=world.clock)
    )
    # WeChat Pay's refusal is signed, and a wrong key fetches no certificate to verify it with.
    with pytest.raises(KeyUnavailable if name == "wechat" else GatewayRefused) as refused:
        await gateway.create(world.order())
    assert refused.value.code == ("SIGN_ERROR" if name == "wechat" else "isv.invalid-signature")


def rsa_signature_pem() -> str:
    return private_pem(rsa.generate_private_key(65537, 2048))


async def test_with_a_wrong_alipay_key_no_response_is_accepted(world: PaymentWorld) -> None:
    other = Alipay(
        alipay_merchant(world.merchant, "", alipay_public_key=other_public_key(world.gateways.keys)),
        world.http,
        clock=world.clock,
    )
    assert await code_of(other.create(world.order())) == "SIGNATURE"


def other_public_key(keys: GatewayKeys) -> str:
    return public_pem(keys.wechat_platform_key)


async def test_with_a_wrong_clock_no_response_is_accepted(world: PaymentWorld) -> None:
    gateway = WechatPay(wechat_merchant(world.merchant, ""), world.http, clock=lambda: datetime(2020, 1, 1, tzinfo=UTC))
    assert await code_of(gateway.create(world.order())) == "STALE"


async def test_a_new_serial_number_causes_one_download_per_interval(world: PaymentWorld) -> None:
    fetched = 0
    fetch = world.wechat._client.keys._fetch

    async def counted() -> Any:
        nonlocal fetched
        fetched += 1
        return await fetch()

    world.wechat._client.keys._fetch = counted
    await asyncio.gather(*(world.wechat._client.keys.find("7" * 40) for _ in range(20)))
    assert fetched == 1
    world.clock.forward(seconds=59)
    assert await world.wechat._client.keys.find("7" * 40) is None
    assert fetched == 1
    world.clock.forward(seconds=1)
    assert await world.wechat._client.keys.find("7" * 40) is None
    assert fetched == 2
    assert await world.wechat._client.keys.find(world.gateways.keys.wechat_platform_serial) is not None
    assert fetched == 2


async def test_an_expired_certificate_is_refused(world: PaymentWorld) -> None:
    serial = world.gateways.keys.wechat_platform_serial
    assert await world.wechat._client.keys.find(serial) is not None
    world.clock.forward(days=4_000)
    assert await world.wechat._client.keys.find(serial) is None


async def test_a_configured_public_key_needs_no_certificates(world: PaymentWorld) -> None:
    merchant = wechat_merchant(
        world.merchant,
        world.origin,
        public_key_id=world.gateways.keys.wechat_platform_serial,
        public_key=public_pem(world.gateways.keys.wechat_platform_key),
    )
    gateway = WechatPay(merchant, world.http, clock=world.clock)
    assert await gateway.create(world.order())
    assert gateway._client.keys._fetched_at is None


def other_kind_of_key() -> str:
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


@pytest.mark.parametrize(
    "change",
    [{"api_v3_key": "short"}, {"public_key_id": "PUB_KEY_ID_1"}, {"private_key": other_kind_of_key()}],
    ids=range(3),
)
async def test_invalid_settings_are_refused_at_the_start(world: PaymentWorld, change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="32 bytes|belong together|RSA"):
        WechatPay(wechat_merchant(world.merchant, "", **change), world.http, clock=world.clock)


async def test_a_bill_with_another_hash_than_announced_is_refused(world: PaymentWorld) -> None:
    await world.pay(world.wechat)
    bills = world.gateways._wechat._bills

    class Changing(dict[str, bytes]):
        def get(self, key: str, default: Any = None) -> Any:
            return super().get(key, b"").replace(b"`SUCCESS", b"`REFUND")

    world.gateways._wechat._bills = Changing(bills)
    assert await code_of(world.wechat.bill(date(2026, 3, 2))) == "BILL"


@pytest.mark.parametrize("text", ["", "a,b\n`1,`2\n", "交易状态,交易时间\n`SUCCESS,`2026-03-02 10:00:00\n"])
def test_a_wechat_bill_without_its_columns_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="bill|column"):
        wechat_bill.parse(text)


@pytest.mark.parametrize("packed", [b"", b"PK", b"\0" * 100])
def test_an_alipay_bill_that_is_not_a_zip_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="zip"):
        alipay_bill.parse(packed)


def test_errors_carry_their_code() -> None:
    assert issubclass(GatewayRefused, GatewayError)
    assert str(GatewayUnavailable("NETWORK")) == "NETWORK"
