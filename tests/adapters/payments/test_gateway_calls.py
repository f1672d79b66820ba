"""Calls of both gateways against simulated servers that verify every signature."""

from datetime import date, timedelta

import pytest

from bot.adapters.payments.gateway import BillAbsent, Gateway, GatewayRefused
from bot.adapters.payments.models import BillKind, GatewayRefundState, OrderRequest, PaymentState, RefundRequest
from tests.adapters.payments.payment_world import PaymentWorld

BOTH = pytest.mark.parametrize("name", ["wechat", "alipay"])


def of(world: PaymentWorld, name: str) -> Gateway:
    return world.receiver.gateways[name]


async def refund_for(
    world: PaymentWorld, gateway: Gateway, number: str, fen: int, order: OrderRequest
) -> RefundRequest:
    paid = await gateway.query(order.number)
    return RefundRequest(number, order.number, paid.transaction_id, fen, order.amount_fen, "重复支付")


@BOTH
async def test_creating_an_order_returns_a_code_and_repeating_it_the_same_code(world: PaymentWorld, name: str) -> None:
    code = await of(world, name).create(world.order())
    assert code.startswith("weixin://" if name == "wechat" else "https://qr.alipay.com/")
    assert await of(world, name).create(world.order()) == code


@BOTH
async def test_a_paid_order_has_transaction_amount_and_time(world: PaymentWorld, name: str) -> None:
    order = await world.pay(of(world, name))
    found = await of(world, name).query(order.number)
    assert (found.state, found.amount_fen, found.currency) == (PaymentState.PAID, 20_000, "CNY")
    assert found.paid_at == world.clock()
    assert found.transaction_id


@BOTH
async def test_an_unknown_order_is_absent(world: PaymentWorld, name: str) -> None:
    assert (await of(world, name).query("CZ-UNKNOWN-1")).state is PaymentState.ABSENT


async def test_alipay_knows_an_order_only_once_its_code_is_scanned(world: PaymentWorld) -> None:
    code = await world.alipay.create(world.order())
    assert (await world.alipay.query(world.order().number)).state is PaymentState.ABSENT
    world.gateways.wallet.pay(code, "cancel", person=1)
    assert (await world.alipay.query(world.order().number)).state is PaymentState.WAITING


async def test_wechat_knows_an_order_when_it_is_created(world: PaymentWorld) -> None:
    await world.wechat.create(world.order())
    assert (await world.wechat.query(world.order().number)).state is PaymentState.WAITING


@BOTH
async def test_a_closed_order_cannot_be_paid_or_created_again(world: PaymentWorld, name: str) -> None:
    code = await of(world, name).create(world.order())
    assert await of(world, name).close(world.order().number) is PaymentState.CLOSED
    with pytest.raises(Exception, match="closed"):
        world.gateways.wallet.pay(code, "pay", person=1)
    with pytest.raises(GatewayRefused):
        await of(world, name).create(world.order())


@BOTH
async def test_closing_is_idempotent(world: PaymentWorld, name: str) -> None:
    await of(world, name).create(world.order())
    await of(world, name).close(world.order().number)
    assert await of(world, name).close(world.order().number) is PaymentState.CLOSED


@BOTH
async def test_a_paid_order_cannot_be_closed(world: PaymentWorld, name: str) -> None:
    order = await world.pay(of(world, name))
    with pytest.raises(GatewayRefused):
        await of(world, name).close(order.number)


@BOTH
async def test_a_number_used_for_another_amount_is_refused(world: PaymentWorld, name: str) -> None:
    await of(world, name).create(world.order())
    with pytest.raises(GatewayRefused):
        await of(world, name).create(world.order(amount_fen=1))


@BOTH
async def test_refunds_are_idempotent(world: PaymentWorld, name: str) -> None:
    gateway = of(world, name)
    order = await world.pay(gateway)
    refund = await refund_for(world, gateway, "R20260302-1", 20_000, order)
    await gateway.refund(refund)
    await gateway.refund(refund)
    found = await gateway.query_refund(refund)
    assert (found.state, found.amount_fen) == (GatewayRefundState.DONE, 20_000)
    # Alipay closes a trade of which everything went back; WeChat Pay's state does not say how much did.
    after = PaymentState.PAID if name == "wechat" else PaymentState.REFUNDED
    assert (await gateway.query(order.number)).state is after
    ledger = world.gateways.wechat_ledger if name == "wechat" else world.gateways.alipay_ledger
    assert ledger.trades[order.number].transactions[0].refunded_fen == 20_000


@BOTH
async def test_refunds_cannot_exceed_the_payment(world: PaymentWorld, name: str) -> None:
    gateway = of(world, name)
    order = await world.pay(gateway)
    await gateway.refund(await refund_for(world, gateway, "R20260302-1", 15_000, order))
    with pytest.raises(GatewayRefused):
        await gateway.refund(await refund_for(world, gateway, "R20260302-2", 15_000, order))


@BOTH
async def test_an_unknown_refund_is_absent(world: PaymentWorld, name: str) -> None:
    gateway = of(world, name)
    order = await world.pay(gateway)
    refund = await refund_for(world, gateway, "R20260302-9", 1, order)
    assert (await gateway.query_refund(refund)).state is GatewayRefundState.ABSENT


@BOTH
async def test_only_the_second_of_two_payments_is_refunded(world: PaymentWorld, name: str) -> None:
    gateway = of(world, name)
    order = await world.pay(gateway, "pay twice")
    await world.gateways.deliver_due()
    first, second = world.receiver.accepted
    assert first.order_number == second.order_number
    assert first.transaction_id != second.transaction_id
    refund = RefundRequest("R1-SECOND", order.number, second.transaction_id, 20_000, 20_000, "重复支付")
    await gateway.refund(refund)
    ledger = world.gateways.wechat_ledger if name == "wechat" else world.gateways.alipay_ledger
    assert [paid.refunded_fen for paid in ledger.trades[order.number].transactions] == [0, 20_000]


@BOTH
async def test_the_bill_contains_every_payment_and_refund_of_the_day(world: PaymentWorld, name: str) -> None:
    gateway = of(world, name)
    order = await world.pay(gateway)
    await gateway.refund(await refund_for(world, gateway, "R20260302-1", 5_001, order))
    await world.pay(gateway, number="CZ20260302000002", amount_fen=1)
    payment, refund, other = sorted(await gateway.bill(date(2026, 3, 2)), key=lambda row: (row.order_number, row.kind))
    assert (payment.kind, payment.amount_fen, payment.refund_number) == (BillKind.PAYMENT, 20_000, "")
    assert (refund.kind, refund.amount_fen, refund.refund_number) == (BillKind.REFUND, 5_001, "R20260302-1")
    assert (other.amount_fen, other.at) == (1, world.clock())
    assert payment.transaction_id == refund.transaction_id != other.transaction_id


@BOTH
async def test_a_day_without_payments_has_no_bill(world: PaymentWorld, name: str) -> None:
    with pytest.raises(BillAbsent):
        await of(world, name).bill(date(2026, 3, 1))


@BOTH
async def test_a_day_begins_at_midnight_in_china(world: PaymentWorld, name: str) -> None:
    world.clock.now = world.clock.now.replace(hour=15, minute=59, second=59)
    await world.pay(of(world, name))
    world.clock.forward(seconds=1)
    await world.pay(of(world, name), number="CZ20260303000001")
    assert [row.order_number for row in await of(world, name).bill(date(2026, 3, 3))] == ["CZ20260303000001"]


async def test_cancelling_an_alipay_order_that_was_just_paid_refunds_it(world: PaymentWorld) -> None:
    code = await world.alipay.create(world.order())
    trade = world.gateways.alipay_ledger.trades[world.order().number]
    world.gateways.wallet.pay(code, "pay", person=1)
    trade.scanned = False  # Alipay's query may lag behind the payment.
    assert await world.alipay.close(world.order().number) is PaymentState.REFUNDED


@BOTH
async def test_an_expired_order_is_closed(world: PaymentWorld, name: str) -> None:
    code = await of(world, name).create(world.order())
    world.gateways.wallet.pay(code, "cancel", person=1)
    world.clock.forward(minutes=30)
    assert (await of(world, name).query(world.order().number)).state is PaymentState.CLOSED


async def test_invalid_orders_and_refunds_cannot_be_constructed(world: PaymentWorld) -> None:
    soon = world.clock() + timedelta(minutes=1)
    for wrong in [("short", 1, soon), ("CZ20260302000001", 0, soon), ("CZ 0000001", 1, soon)]:
        with pytest.raises(ValueError, match="order"):
            OrderRequest(wrong[0], wrong[1], "x", wrong[2])
    with pytest.raises(ValueError, match="zone"):
        OrderRequest("CZ20260302000001", 1, "x", soon.replace(tzinfo=None))
    with pytest.raises(ValueError, match="refund"):
        RefundRequest("R1", "CZ20260302000001", "T", 3, 2, "x")
