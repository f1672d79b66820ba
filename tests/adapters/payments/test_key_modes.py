"""WeChat Pay with platform certificates, with its public key, and with both while a merchant changes."""

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.core import Core

from bot.adapters.payments.gateway import KeyUnavailable
from bot.adapters.payments.models import PaymentState
from bot.adapters.payments.webhook_events import RejectionReason
from bot.adapters.payments.wechat.gateway import WechatPay
from bot.adapters.payments.wechat.platform_keys import MIN_RETRY_INTERVAL
from bot.simulator.gateways.keys import GatewayKeys
from bot.simulator.gateways.wechat_signatures import KeyMode
from storage.payments.provider_reports import ReportKind
from tests.adapters.payments.payment_world import PaymentWorld, wechat_merchant
from tests.adapters.payments.webhook_requests import reason


def with_public_key(world: PaymentWorld, **changes: str) -> WechatPay:
    """Return the gateway of a merchant that has configured the public key."""
    local = world.merchant
    given = {"public_key_id": local.wechat_pay_public_key_id, "public_key": local.wechat_pay_public_key} | changes
    gateway = WechatPay(wechat_merchant(local, world.origin, **given), world.http, clock=world.clock, timeout=2)
    world.receiver.gateways["wechat"] = world.wechat = gateway
    return gateway


@pytest.mark.parametrize("mode", list(KeyMode))
async def test_a_merchant_with_the_public_key_pays_in_every_mode(world: PaymentWorld, mode: KeyMode) -> None:
    gateway = with_public_key(world)
    world.gateways.signatures.mode = mode
    for at in range(2):  # With both in use, webhooks come under each in turn.
        await world.pay(gateway, number=f"CZ2026030200000{at}")
    await world.gateways.deliver_due()
    assert [event.amount_fen for event in world.receiver.accepted] == [20_000, 20_000]
    assert world.receiver.rejected == []
    serials = {headers["wechatpay-serial"][:11] == "PUB_KEY_ID_" for _, headers, _ in world.receiver.received}
    assert serials == {KeyMode.CERTIFICATE: {False}, KeyMode.PUBLIC_KEY: {True}, KeyMode.BOTH: {False, True}}[mode]
    assert (await gateway.query("CZ20260302000000")).state is PaymentState.PAID


async def test_the_mode_can_change_while_the_desk_runs(world: PaymentWorld) -> None:
    gateway = with_public_key(world)
    for at, mode in enumerate(("certificate", "both", "public_key", "certificate")):
        async with world.http.post(f"{world.origin}/world/wallet/wechat-keys", json={"mode": mode}) as answer:
            assert (answer.status, await answer.json()) == (200, {"mode": mode})
        await world.pay(gateway, number=f"CZ2026030200000{at}")
        await world.gateways.deliver_due()
        assert len(world.receiver.accepted) == at + 1
    async with world.http.post(f"{world.origin}/world/wallet/wechat-keys", json={"mode": "none"}) as answer:
        assert answer.status == 400


async def test_the_serial_of_the_public_key_is_sent_and_decides_the_answer(world: PaymentWorld) -> None:
    world.gateways.signatures.mode = KeyMode.BOTH
    gateway = with_public_key(world)
    await gateway.create(world.order())
    assert gateway._client.keys._fetched_at is None  # No certificate was needed.
    without = WechatPay(wechat_merchant(world.merchant, ""), world.http, clock=world.clock)
    assert (await without.query(world.order().number)).state is PaymentState.WAITING


async def test_a_key_that_cannot_be_fetched_is_no_refusal_of_the_order(world: PaymentWorld) -> None:
    """A merchant of today without the public key in the settings: /v3/certificates answers 404."""
    world.gateways.signatures.mode = KeyMode.PUBLIC_KEY
    with pytest.raises(KeyUnavailable) as problem:
        await world.wechat.create(world.order())
    assert problem.value.code == "RESOURCE_NOT_EXISTS"
    assert world.order().number in world.gateways.wechat_ledger.trades  # WeChat Pay has the order.
    gateway = with_public_key(world)
    assert (await gateway.query(world.order().number)).state is PaymentState.WAITING


async def test_an_answer_under_an_unknown_public_key_is_no_refusal(world: PaymentWorld) -> None:
    world.gateways.signatures.mode = KeyMode.PUBLIC_KEY
    gateway = with_public_key(world, public_key_id="PUB_KEY_ID_0000")
    with pytest.raises(KeyUnavailable, match="UNKNOWN_SERIAL"):
        await gateway.create(world.order())
    await world.pay(with_public_key(world))
    world.receiver.gateways["wechat"] = gateway
    await world.gateways.deliver_due()
    assert [refusal.reason for refusal in world.receiver.rejected] == [RejectionReason.UNKNOWN_SERIAL]


async def test_another_public_key_under_the_right_id_verifies_nothing(world: PaymentWorld) -> None:
    world.gateways.signatures.mode = KeyMode.PUBLIC_KEY
    await world.pay(with_public_key(world))
    await world.gateways.deliver_due()
    _, headers, body = world.receiver.received[-1]
    other = with_public_key(world, public_key=world.merchant.alipay_public_key)
    assert await reason(world, other, headers, body) == (RejectionReason.SIGNATURE, 401)


async def test_a_failed_download_is_not_repeated_for_each_request(world: PaymentWorld) -> None:
    world.gateways.signatures.mode = KeyMode.PUBLIC_KEY
    keys, fetched = world.wechat._client.keys, 0
    fetch = keys._fetch

    async def counted() -> Any:
        nonlocal fetched
        fetched += 1
        return await fetch()

    keys._fetch = counted
    for _ in range(5):
        with pytest.raises(KeyUnavailable):
            await keys.find("7" * 40)
    assert fetched == 1
    world.clock.forward(seconds=MIN_RETRY_INTERVAL.total_seconds())
    world.gateways.signatures.mode = KeyMode.CERTIFICATE
    assert await keys.find(world.gateways.keys.wechat_platform_serial) is not None
    assert fetched == 2


@pytest.mark.parametrize("name", ["wechat", "alipay"])
async def test_a_refund_from_the_console_is_reported_and_stops(world: PaymentWorld, name: str) -> None:
    order = await world.pay(world.receiver.gateways[name])
    await world.gateways.deliver_due()
    number = world.gateways.refund_on_console(order.number, 5_001)
    await world.gateways.deliver_due()
    (report,) = world.receiver.reports
    assert (report.kind, report.refund_number, report.amount_fen) == (ReportKind.REFUND_DONE, number, 5_001)
    assert world.gateways.webhooks.next_due is None  # Confirmed: it is not repeated.


async def test_keys_of_an_earlier_version_get_a_public_key(tmp_path: Any, keys: GatewayKeys) -> None:
    old = {name: value for name, value in asdict(keys).items() if not name.startswith("wechat_public_key")}
    (tmp_path / "keys.json").write_text(json.dumps(old))
    loaded = GatewayKeys.load_or_generate(tmp_path / "keys.json")
    assert loaded.wechat_public_key_id.startswith("PUB_KEY_ID_")
    assert loaded == GatewayKeys.load_or_generate(tmp_path / "keys.json")
    assert loaded.wechat_platform_key == keys.wechat_platform_key


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_wechatpayv3_works_with_the_public_key_too(world: PaymentWorld) -> None:
    world.clock.now = datetime.now(UTC)
    world.gateways.signatures.mode = KeyMode.PUBLIC_KEY
    local = world.merchant
    sdk: Any = WeChatPay.__new__(WeChatPay)
    sdk._mchid, sdk._appid = local.wechat_pay_merchant_id, local.wechat_pay_app_id
    sdk._type, sdk._partner_mode, sdk._logger = WeChatPayType.NATIVE, False, None
    sdk._core = Core(
        sdk._mchid,
        local.wechat_pay_serial,
        local.wechat_pay_private_key,
        local.wechat_pay_api_key,
        public_key=local.wechat_pay_public_key,
        public_key_id=local.wechat_pay_public_key_id,
    )
    sdk._core._gate_way = local.wechat_pay_url
    await world.pay(with_public_key(world))
    await world.gateways.deliver_due()
    code, text = await asyncio.to_thread(sdk.query, out_trade_no=world.order().number)
    assert (code, '"SUCCESS"' in text) == (200, True)
    _, headers, body = world.receiver.received[-1]
    read = await asyncio.to_thread(sdk.callback, headers, body)
    assert read["resource"]["out_trade_no"] == world.order().number == world.receiver.accepted[-1].order_number
