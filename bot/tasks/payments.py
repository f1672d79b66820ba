"""Payments, carried out at the gateways: order, ask, close, refund, and the daily bill. Each may run twice.

A gateway's no is a result. No answer at all is one too, where a timer asks again; else the carrier tries again.
"""

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.adapters.drawing.qr_code import qr_png
from bot.adapters.payments import (
    Gateway,
    GatewayRefused,
    GatewayUnavailable,
    Order,
    PaymentState,
    Provider,
    Refund,
)
from bot.engine.tasks import Task, Tools, TryAgain
from bot.services import plates, reconciling, refunds
from bot.services.settlement import Received
from storage import decisions, payments, vehicles
from storage import refunds as refund_store
from storage.payments import OrderState, PaymentOrder, PaymentProvider

Json = dict[str, Any]
# WeChat Pay takes no order that ends in less than a minute; ours would only do so after a long outage.
SHORTEST = timedelta(minutes=1)
# Of these nobody asks again by a timer.
PATIENT = ("payments.order", "payments.reconcile")


def tasks(gateways: Mapping[Provider, Gateway]) -> dict[str, Task]:
    """The tasks of this file, by name, over the gateways that are set up."""

    async def order(tools: Tools, *, order: str) -> Json:
        row, subject = await tools.database.read(lambda session: _order(session, order))
        gateway, now = _gateway(gateways, row.provider), tools.clock()
        if row.state is not OrderState.CREATED:
            return {"order": order, "over": True}  # Closed while the gateway was away: nobody may pay it any more.
        wanted = Order(row.number, row.amount, subject, max(row.expires_at, now + SHORTEST))
        code = await gateway.create(wanted)
        drawn = await asyncio.to_thread(qr_png, code, level="M", module=10)
        picture = await tools.keep(drawn, kind="payment", name="pay.png", media_type="image/png")
        return {"order": order, "code": code, "picture": picture.hex}

    async def query(tools: Tools, *, order: str, asked: bool = False) -> Json:
        row, _ = await tools.database.read(lambda session: _order(session, order))
        told = await _gateway(gateways, row.provider).query(row.number)
        found: Json = {"order": order, "asked": asked, "state": told.state.value}
        if told.state in (PaymentState.PAID, PaymentState.REFUNDED) and told.transaction_id:
            paid_at = told.paid_at or tools.clock()
            received = Received(
                row.provider, told.order_number, told.transaction_id, told.amount_fen, told.currency, paid_at
            )
            found["received"] = received.told()
        return found

    async def close(tools: Tools, *, order: str, why: str) -> Json:
        row, _ = await tools.database.read(lambda session: _order(session, order))
        state = await _gateway(gateways, row.provider).close(row.number)
        return {"order": order, "why": why, "state": state.value}

    async def refund(tools: Tools, *, refund: str) -> Json:
        provider, wanted = await tools.database.read(lambda session: _refund(session, refund))
        told = await _gateway(gateways, provider).refund(wanted)
        return {"refund": refund, "state": told.state.value}

    async def query_refund(tools: Tools, *, refund: str) -> Json:
        provider, wanted = await tools.database.read(lambda session: _refund(session, refund))
        told = await _gateway(gateways, provider).query_refund(wanted)
        return {"refund": refund, "state": told.state.value}

    async def reconcile(tools: Tools, *, provider: str, day: str) -> Json:
        gateway, now = _gateway(gateways, PaymentProvider(provider)), tools.clock()
        bill = await gateway.bill(date.fromisoformat(day))
        which = PaymentProvider(provider)
        found = await tools.database.write(
            lambda session: reconciling.compare(session, which, date.fromisoformat(day), bill, now=now)
        )
        return {"provider": provider, "day": day, **found.told()}

    every: dict[str, Task] = {
        "payments.order": order,
        "payments.query": query,
        "payments.close": close,
        "payments.refund": refund,
        "payments.query_refund": query_refund,
        "payments.reconcile": reconcile,
    }
    return {name: _told(task, patient=name in PATIENT) for name, task in every.items()}


def _told(task: Task, *, patient: bool) -> Task:
    """Let a gateway's no, and its silence too, be a result with what was asked for. patient: try silence again."""

    @wraps(task)
    async def told(tools: Tools, **arguments: Any) -> Json:
        try:
            return await task(tools, **arguments)
        except GatewayRefused as refusal:
            return {**arguments, "refused": refusal.code}
        except GatewayUnavailable as silence:
            if patient:
                raise TryAgain from silence
            return {**arguments, "failed": True}

    return told


def _gateway(gateways: Mapping[Provider, Gateway], provider: PaymentProvider) -> Gateway:
    """Return the gateway of a provider. Raises GatewayRefused where none is set up."""
    found = gateways.get(Provider(provider.value))
    if found is None:
        raise GatewayRefused("NOT_SET_UP")
    return found


def _order(session: Session, key: str) -> tuple[PaymentOrder, str]:
    """Return an order and what its payer sees in his wallet: the cars, and what is paid for."""
    order = payments.get(session, UUID(hex=key))
    if order is None:
        raise LookupError("no such order")
    found = [decisions.get(session, line.decision_id) for line in payments.lines(session, order.id)]
    cars = [vehicles.get(session, decision.vehicle_id) for decision in found if decision is not None]
    names = dict.fromkeys(plates.display(car.plate) for car in cars if car is not None)
    return order, f"违法罚款 {'、'.join(names)} {len(found)}笔"


def _refund(session: Session, key: str) -> tuple[PaymentProvider, Refund]:
    row = refund_store.get(session, UUID(hex=key))
    if row is None:
        raise LookupError("no such refund")
    transaction, order = refunds.transaction_of(session, row), refunds.order_of(session, row)
    wanted = Refund(
        number=row.gateway_number,
        order_number=order.number,
        transaction_id=transaction.transaction_id,
        amount_fen=row.amount,
        total_fen=transaction.amount,
        reason="违法罚款退款",
    )
    return order.provider, wanted
