"""Delivery of webhooks by the simulated gateways: at once, repeated, duplicated, late, corrupted, lost."""

import asyncio

import pytest

from bot.adapters.payments.models import PaymentState
from bot.adapters.payments.webhook_events import RejectionReason
from bot.simulator.gateways import GatewayKeys, Gateways
from bot.simulator.gateways.webhook_delivery import SCHEDULES
from tests.adapters.payments.payment_world import GatewayClock, PaymentWorld

BOTH = pytest.mark.parametrize("name", ["wechat", "alipay"])


@BOTH
async def test_an_event_is_repeated_on_the_providers_schedule(world: PaymentWorld, name: str) -> None:
    world.receiver.is_down = True
    await world.pay(world.receiver.gateways[name])
    began, attempts = world.clock(), []
    while world.gateways.webhooks.next_due is not None:
        world.clock.now = world.gateways.webhooks.next_due
        attempts.append((world.clock() - began).total_seconds())
        assert await world.gateways.deliver_due() == 1
    pauses = [after - before for before, after in zip(attempts, attempts[1:], strict=False)]
    assert pauses == SCHEDULES[name]
    assert world.gateways.webhooks.given_up == 1
    assert world.receiver.accepted == []


@BOTH
async def test_each_repetition_has_a_new_signature_and_the_same_id(world: PaymentWorld, name: str) -> None:
    world.gateways.faults.set({"ignore": 1})
    await world.pay(world.receiver.gateways[name])
    for _ in range(4):
        await world.gateways.deliver_due()
        assert world.gateways.webhooks.next_due is not None
        world.clock.now = world.gateways.webhooks.next_due
    assert len(world.receiver.accepted) == 4
    assert len({notice.event_id for notice in world.receiver.accepted}) == 1
    assert len({body for _, _, body in world.receiver.received}) == 4


async def test_an_acknowledged_event_is_not_repeated(world: PaymentWorld) -> None:
    await world.pay(world.wechat)
    assert await world.gateways.deliver_due() == 1
    assert world.gateways.webhooks.next_due is None
    assert world.gateways.webhooks.delivered == 1


async def test_the_pace_scales_the_schedule(keys: GatewayKeys, clock: GatewayClock) -> None:
    gateways = Gateways(keys, clock=clock, pace=0.01)
    trade = gateways.wechat_ledger.order("CZ20260302000001", 1, "x", "http://127.0.0.1:9/", clock())
    gateways.wechat_ledger.pay(trade, payer=None)
    await gateways.deliver_due()
    assert gateways.webhooks.next_due is not None
    assert (gateways.webhooks.next_due - clock()).total_seconds() == 0.15
    await gateways.close()


@BOTH
@pytest.mark.parametrize("fault", ["forge", "stale", "garble"])
async def test_a_corrupted_attempt_is_rejected_and_the_genuine_one_accepted(
    world: PaymentWorld, name: str, fault: str
) -> None:
    world.gateways.faults.set({fault: 1})
    await world.pay(world.receiver.gateways[name])
    await world.gateways.deliver_due()
    assert world.receiver.accepted == []
    assert len(world.receiver.rejected) == 1
    world.gateways.faults.clear()
    assert world.gateways.webhooks.next_due is not None
    world.clock.now = world.gateways.webhooks.next_due
    await world.gateways.deliver_due()
    assert len(world.receiver.accepted) == 1


async def test_the_probe_is_rejected_and_the_genuine_event_accepted(world: PaymentWorld) -> None:
    world.gateways.faults.set({"probe": 1})
    await world.pay(world.wechat)
    await world.gateways.deliver_due()
    assert [refusal.reason for refusal in world.receiver.rejected] == [RejectionReason.PROBE]
    world.gateways.faults.clear()
    world.clock.forward(seconds=15)
    await world.gateways.deliver_due()
    assert len(world.receiver.accepted) == 1


@BOTH
async def test_a_lost_event_is_not_delivered_but_the_order_is_paid(world: PaymentWorld, name: str) -> None:
    world.gateways.faults.set({"lose": 1})
    order = await world.pay(world.receiver.gateways[name])
    assert await world.gateways.deliver_due() == 0
    assert world.gateways.webhooks.next_due is None
    assert (await world.receiver.gateways[name].query(order.number)).state is PaymentState.PAID


@BOTH
async def test_a_duplicated_event_is_delivered_twice_with_one_id(world: PaymentWorld, name: str) -> None:
    world.gateways.faults.set({"duplicate": 1})
    await world.pay(world.receiver.gateways[name])
    assert await world.gateways.deliver_due() == 2
    assert len({notice.event_id for notice in world.receiver.accepted}) == 1


async def test_an_event_with_a_wrong_amount_has_a_valid_signature(world: PaymentWorld) -> None:
    world.gateways.faults.set({"wrong_amount": 1})
    order = await world.pay(world.wechat)
    await world.gateways.deliver_due()
    assert world.receiver.accepted[0].amount_fen == order.amount_fen - 1
    assert (await world.wechat.query(order.number)).amount_fen == order.amount_fen


async def test_later_events_overtake_a_delayed_one(world: PaymentWorld) -> None:
    world.gateways.faults.set({"reorder": 1})
    await world.pay(world.wechat, number="CZ20260302000001")
    world.gateways.faults.clear()
    await world.pay(world.wechat, number="CZ20260302000002")
    await world.gateways.deliver_due()
    world.clock.forward(seconds=20)
    await world.gateways.deliver_due()
    assert [notice.order_number for notice in world.receiver.accepted] == ["CZ20260302000002", "CZ20260302000001"]


async def test_the_webhook_sender_runs_until_it_is_cancelled(world: PaymentWorld) -> None:
    running = asyncio.create_task(world.gateways.run())
    await world.pay(world.alipay)
    await asyncio.wait_for(world.receiver.heard.wait(), 5)
    assert len(world.receiver.accepted) == 1
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
