"""Payment tasks, carried out at the gateways: create, query and close orders, send and query refunds, fetch bills.

Each may run twice.
"""

import asyncio
import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.adapters.drawing.qr_code import qr_png
from bot.adapters.payments.gateway import BillAbsent, BillUnreadable, Gateway, GatewayRefused
from bot.adapters.payments.models import BillRow, GatewayRefundState, OrderRequest, PaymentState, RefundRequest
from bot.engine import alarm_writer
from bot.engine.outbound.tasks import TaskResources
from bot.services.payments import bill_requests, missing_bills, reconciliation, refunds
from bot.services.payments.settlement import ReceivedPayment
from bot.services.values import plates
from bot.task_definition import put_order
from bot.tasks.dependencies import Adapters
from bot.tasks.gateway_calls import GatewayResult, find_gateway, gateway_task
from storage.payments import payments
from storage.payments.payments import OrderCloseReason, OrderState, PaymentOrder, PaymentProvider
from storage.payments.refunds import Refund
from storage.register.vehicles import Vehicle
from storage.staff.alarms import AlarmKind
from storage.violations.decisions import Decision

log = logging.getLogger("chezhu.payments")

# WeChat Pay refuses an order that expires in less than a minute; ours would only after a long outage.
MIN_LIFETIME = timedelta(minutes=1)


class CreatedOrder(GatewayResult):
    """An order created at the gateway: payment code and its picture. over: it was closed before it was created."""

    order: UUID
    code: str | None = None
    picture: UUID | None = None
    over: bool = False


class QueriedOrder(GatewayResult):
    """The state of an order. asked: a person waits for the answer; given_up: because they want another way."""

    order: UUID
    asked: bool = False
    given_up: bool = False
    state: PaymentState | None = None
    received: ReceivedPayment | None = None


class ClosedOrder(GatewayResult):
    """The state of an order that was to be closed."""

    order: UUID
    why: OrderCloseReason = OrderCloseReason.EXPIRED
    state: PaymentState | None = None


class QueriedRefund(GatewayResult):
    """The state of a refund. amount: by the answer, in fen."""

    refund: UUID
    state: GatewayRefundState | None = None
    amount: int | None = None


class ReconciledBill(GatewayResult):
    """What the comparison of a bill found."""

    provider: PaymentProvider
    day: date
    brief: bool = False
    lines: int = 0
    healed: int = 0
    differences: int = 0
    foreign: int = 0


@gateway_task("payments.order", retried=True)
async def create_order(resources: TaskResources, adapters: Adapters, *, order: UUID) -> CreatedOrder:
    """Create an order at the gateway, and draw its payment code."""
    row, subject = await resources.database.read(lambda session: _order(session, order))
    gateway, now = find_gateway(adapters, row.provider), resources.clock()
    if row.state is not OrderState.CREATED:
        return CreatedOrder(order=order, over=True)  # Closed while the gateway was away: it must not be paid any more.
    code = await gateway.create(OrderRequest(row.number, row.amount, subject, max(row.expires_at, now + MIN_LIFETIME)))
    drawn = await asyncio.to_thread(qr_png, code, level="M", module=10)
    picture = await resources.keep(drawn, kind="payment", name="pay.png", media_type="image/png")
    return CreatedOrder(order=order, code=code, picture=picture)


@gateway_task("payments.query")
async def query_order(
    resources: TaskResources, adapters: Adapters, *, order: UUID, asked: bool = False, given_up: bool = False
) -> QueriedOrder:
    """Ask the gateway for the state of an order. asked: a person waits for the answer; given_up: for another way."""
    row, _ = await resources.database.read(lambda session: _order(session, order))
    found = await find_gateway(adapters, row.provider).query(row.number)
    if found.state is not PaymentState.PAID:
        return QueriedOrder(order=order, asked=asked, given_up=given_up, state=found.state)
    received = ReceivedPayment(
        provider=row.provider,
        order_number=found.order_number,
        transaction_id=found.transaction_id,
        amount=found.amount_fen,
        currency=found.currency,
        paid_at=found.paid_at or resources.clock(),
    )
    return QueriedOrder(order=order, asked=asked, given_up=given_up, state=found.state, received=received)


@gateway_task("payments.close")
async def close_order(
    resources: TaskResources, adapters: Adapters, *, order: UUID, why: OrderCloseReason
) -> ClosedOrder:
    """Close an unpaid order at the gateway."""
    row, _ = await resources.database.read(lambda session: _order(session, order))
    state = await find_gateway(adapters, row.provider).close(row.number)
    return ClosedOrder(order=order, why=why, state=state)


@gateway_task("payments.refund")
async def send_refund(resources: TaskResources, adapters: Adapters, *, refund: UUID) -> QueriedRefund:
    """Send a refund through the gateway."""
    provider, wanted = await resources.database.read(lambda session: _refund(session, refund))
    found = await find_gateway(adapters, provider).refund(wanted)
    return QueriedRefund(refund=refund, state=found.state, amount=found.amount_fen)


@gateway_task("payments.query_refund")
async def query_refund(resources: TaskResources, adapters: Adapters, *, refund: UUID) -> QueriedRefund:
    """Ask the gateway for the state of a refund."""
    provider, wanted = await resources.database.read(lambda session: _refund(session, refund))
    found = await find_gateway(adapters, provider).query_refund(wanted)
    return QueriedRefund(refund=refund, state=found.state, amount=found.amount_fen)


@gateway_task("payments.reconcile", retried=True)
async def reconcile(
    resources: TaskResources,
    adapters: Adapters,
    *,
    provider: PaymentProvider,
    day: date,
    by: UUID | None = None,
    brief: bool = False,
) -> ReconciledBill:
    """Fetch the bill of a day and compare it in a transaction of its own; repeating it finds nothing new.

    by: the account that asked for it, None for the desk itself. brief: say nothing if everything agrees.
    """
    now = resources.clock()
    gateway = find_gateway(adapters, provider)
    try:
        bill = await _bill(resources, gateway, day, now=now)
    except BillAbsent as problem:
        if missing_bills.is_overdue(day, now=now):
            await _tell_of_bill(resources, provider, day, problem.code)
        raise
    except (GatewayRefused, BillUnreadable) as problem:
        extra = {"provider": provider.value, "day": str(day), "code": problem.code}
        log.exception("a bill cannot be read", extra=extra)
        await _tell_of_bill(resources, provider, day, problem.code)
        raise
    found = await resources.database.write(
        lambda session: reconciliation.reconcile(session, provider, day, bill, by=by, now=now)
    )
    return ReconciledBill(provider=provider, day=day, brief=brief, **found.to_dict())


async def _tell_of_bill(resources: TaskResources, provider: PaymentProvider, day: date, code: str) -> None:
    """Raise an alarm about the bill of a day. code: the gateway's, or ours."""
    subject, now = f"{provider.value} {day} {code}", resources.clock()
    await alarm_writer.raise_alarm(resources.database, AlarmKind.BILL_UNREADABLE, subject, now=now)


async def _bill(resources: TaskResources, gateway: Gateway, day: date, *, now: datetime) -> list[BillRow]:
    """Return the bill of a day, empty if there is none. Raises BillAbsent if it will come: it is early, or expected."""
    try:
        return await gateway.bill(day)
    except BillAbsent:
        if now < bill_requests.ready_at(day):
            raise
        expected = await resources.database.read(
            lambda session: bill_requests.is_expected(session, gateway.provider, day)
        )
        if expected:
            raise
        return []


def order_due_reconciliations(session: Session, now: datetime, *, providers: Iterable[PaymentProvider]) -> None:
    """Order the comparison of every bill that is due. A housekeeping job."""
    for provider, day in bill_requests.due(session, providers, now=now):
        order_reconciliation(session, provider, day, now=now)


def order_reconciliation(session: Session, provider: PaymentProvider, day: date, *, now: datetime) -> None:
    """Order the comparison of a day with one provider, outside any person's turn."""
    order = reconcile.order(provider=provider, day=day)
    put_order(session, order, lane="desk", queue=provider.value, at=now)


def _order(session: Session, order_id: UUID) -> tuple[PaymentOrder, str]:
    """Return an order, and its subject as the payer sees it in the wallet: the plates, and what is paid for."""
    order = session.get(PaymentOrder, order_id)
    if order is None:
        raise LookupError("no such order")
    found = [session.get(Decision, line.decision_id) for line in payments.lines_of(session, order.id)]
    cars = [session.get(Vehicle, decision.vehicle_id) for decision in found if decision is not None]
    names = dict.fromkeys(plates.display(car.plate) for car in cars if car is not None)
    return order, f"违法罚款 {'、'.join(names)} {len(found)}笔"


def _refund(session: Session, refund_id: UUID) -> tuple[PaymentProvider, RefundRequest]:
    row = session.get(Refund, refund_id)
    if row is None:
        raise LookupError("no such refund")
    transaction = refunds.transaction_of(session, row)
    wanted = RefundRequest(
        number=row.gateway_number,
        order_number=transaction.order_number,
        transaction_id=transaction.transaction_id,
        amount_fen=row.amount,
        total_fen=transaction.amount,
        reason="违法罚款退款",
    )
    return transaction.provider, wanted
