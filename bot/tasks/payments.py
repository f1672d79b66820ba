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
from bot.adapters.payments.gateway import (
    Gateway,
    GatewayRefused,
    GatewayUnavailable,
    Order,
    PaymentState,
    Provider,
    Refund,
)
from bot.engine.outbound.tasks import Task, Tools, TryAgain
from bot.services.payments import reconciliation, refunds
from bot.services.payments.settlement import ReceivedPayment
from bot.services.values import plates
from storage.payments import payments
from storage.payments import refunds as refund_store
from storage.payments.payments import OrderState, PaymentOrder, PaymentProvider
from storage.register import vehicles
from storage.violations import decisions

Json = dict[str, Any]
# WeChat Pay takes no order that ends in less than a minute; ours would only do so after a long outage.
SHORTEST = timedelta(minutes=1)
# Of these nobody asks again by a timer.
PATIENT = ("payments.order", "payments.reconcile")


def tasks(gateways: Mapping[Provider, Gateway]) -> dict[str, Task]:
    """The tasks of this file, by name, over the gateways that are set up."""
    teller = Teller(gateways)
    every: dict[str, Task] = {
        "payments.order": teller.order,
        "payments.query": teller.query,
        "payments.close": teller.close,
        "payments.refund": teller.refund,
        "payments.query_refund": teller.query_refund,
        "payments.reconcile": teller.reconcile,
    }
    return {name: _told(task, patient=name in PATIENT) for name, task in every.items()}


class Teller:
    """Who goes to the gateways. Every method is a task; an order or a refund is named by its row's id (hex)."""

    def __init__(self, gateways: Mapping[Provider, Gateway]) -> None:
        self._gateways = gateways

    async def order(self, tools: Tools, *, order: str) -> Json:
        """Have an order made, and its payment code drawn."""
        row, subject = await tools.database.read(lambda session: _order(session, order))
        gateway, now = self._gateway(row.provider), tools.clock()
        if row.state is not OrderState.CREATED:
            return {"order": order, "over": True}  # Closed while the gateway was away: nobody may pay it any more.
        code = await gateway.create(Order(row.number, row.amount, subject, max(row.expires_at, now + SHORTEST)))
        drawn = await asyncio.to_thread(qr_png, code, level="M", module=10)
        picture = await tools.keep(drawn, kind="payment", name="pay.png", media_type="image/png")
        return {"order": order, "code": code, "picture": picture.hex}

    async def query(self, tools: Tools, *, order: str, asked: bool = False) -> Json:
        """Ask what became of an order. asked: a person waits for the answer."""
        row, _ = await tools.database.read(lambda session: _order(session, order))
        told = await self._gateway(row.provider).query(row.number)
        found: Json = {"order": order, "asked": asked, "state": told.state.value}
        if told.state is PaymentState.PAID:
            received = ReceivedPayment(
                provider=row.provider,
                order_number=told.order_number,
                transaction_id=told.transaction_id,
                amount=told.amount_fen,
                currency=told.currency,
                paid_at=told.paid_at or tools.clock(),
            )
            found["received"] = received.told()
        return found

    async def close(self, tools: Tools, *, order: str, why: str) -> Json:
        """End an unpaid order."""
        row, _ = await tools.database.read(lambda session: _order(session, order))
        state = await self._gateway(row.provider).close(row.number)
        return {"order": order, "why": why, "state": state.value}

    async def refund(self, tools: Tools, *, refund: str) -> Json:
        """Send money back."""
        provider, wanted = await tools.database.read(lambda session: _refund(session, refund))
        told = await self._gateway(provider).refund(wanted)
        return {"refund": refund, "state": told.state.value}

    async def query_refund(self, tools: Tools, *, refund: str) -> Json:
        """Ask what became of a refund."""
        provider, wanted = await tools.database.read(lambda session: _refund(session, refund))
        told = await self._gateway(provider).query_refund(wanted)
        return {"refund": refund, "state": told.state.value}

    async def reconcile(self, tools: Tools, *, provider: str, day: str) -> Json:
        """Fetch the bill of a day and compare it in a transaction of its own; the same again finds nothing new."""
        which, on, now = PaymentProvider(provider), date.fromisoformat(day), tools.clock()
        bill = await self._gateway(which).bill(on)
        found = await tools.database.write(lambda session: reconciliation.reconcile(session, which, on, bill, now=now))
        return {"provider": provider, "day": day, **found.told()}

    def _gateway(self, provider: PaymentProvider) -> Gateway:
        """Return the gateway of a provider. Raises GatewayRefused where none is set up."""
        found = self._gateways.get(Provider(provider.value))
        if found is None:
            raise GatewayRefused("NOT_SET_UP")
        return found


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
