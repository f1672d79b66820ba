"""Payments: an order for unpaid decisions, made at a gateway, watched until it is paid or closed.

start ──► ordered (QR, link) ──► paid (see settlement)
   │         └── polled until final; expires; may be changed for the other way ──► closed
   └──► refused by the gateway ──► closed

The order's number is stored before the first call; the same number again is the same payment.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import NotYours, Refusal
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.violations import amounts_due, decisions
from storage import audit
from storage.database import counters
from storage.engine import timers
from storage.payments import payments
from storage.payments.payments import OrderCloseReason, OrderState, PaymentLine, PaymentOrder, PaymentProvider
from storage.register.people import Person
from storage.violations import decisions as decision_store
from storage.violations.decisions import Decision, DecisionState

POLL, EXPIRE = "payment.poll", "payment.expire"
POLL_INTERVALS = (10, 10, 10, 20, 30, 60)
"""Seconds between two questions to the gateway; the last pause stays."""
GRACE = timedelta(seconds=5)


class PaymentUnderWay(Refusal):
    """One of these decisions is being paid, or is paid, by another order."""

    key = "refused-payment-under-way"
    offers = ("violations",)


class OrderOver(Refusal):
    """The order is paid or closed; nothing of this kind can be done to it any more."""

    key = "refused-order-over"
    offers = ("violations",)


def start(
    session: Session, subject: UUID, provider: PaymentProvider, *, by: Person, lane: str, now: datetime
) -> PaymentOrder:
    """Begin to pay for one decision, some made in one go, or everything of a person's.

    lane: the payer's, whose turn every news of the order will be. Raises NotYours, NothingToPay, PaymentUnderWay.
    """
    wanted = decisions.payable(session, subject, by=by)
    held = decision_store.held(session, [decision.id for decision in wanted])
    if any(decision.state is not DecisionState.UNPAID for decision in held):
        raise PaymentUnderWay
    minutes = rules.number(session, RuleName.ORDER_MINUTES, at=now)
    fees = {decision.id: amounts_due.late_fee(decision, at=now) for decision in held}
    order = PaymentOrder(
        number=_number(session, now),
        provider=provider,
        payer_id=by.id,
        lane=lane,
        # What is owed when the order is made holds as long as the order lives, over midnight too.
        amount=sum(decision.fine + fees[decision.id] for decision in held),
        created_at=now,
        expires_at=now + timedelta(minutes=minutes),
    )
    lines = [
        PaymentLine(order_id=order.id, decision_id=each.id, fine=each.fine, late_fee=fees[each.id]) for each in held
    ]
    if not payments.put(session, order, lines):
        raise PaymentUnderWay
    audit.record(session, audit.Action.PAYMENT_ORDERED, by=by.id, on=order.id, at=now, provider=provider.value)
    timers.start(session, POLL, order.id, lane=lane, due_at=now + timedelta(seconds=POLL_INTERVALS[0]))
    timers.start(session, EXPIRE, order.id, lane=lane, due_at=order.expires_at + GRACE)
    return order


def open_order(session: Session, found: Sequence[Decision]) -> PaymentOrder | None:
    """Return the open order on which one of these decisions hangs."""
    order = payments.holding(session, [decision.id for decision in found])
    return order if order is not None and order.state in payments.OPEN_ORDERS else None


def find(session: Session, order_id: UUID, *, by: Person) -> PaymentOrder:
    """Return an order of this person's. Raises NotYours."""
    order = payments.get(session, order_id)
    if order is None or order.payer_id != by.id:
        raise NotYours
    return order


def find_open(session: Session, order_id: UUID, *, by: Person) -> PaymentOrder:
    """Return an order of this person's that is neither paid nor closed. Raises NotYours or OrderOver."""
    order = find(session, order_id, by=by)
    if order.state not in payments.OPEN_ORDERS:
        raise OrderOver
    return order


def take_order_result(session: Session, order: PaymentOrder, result: dict[str, Any], *, now: datetime) -> bool:
    """Take what the gateway made of the order. True if there is a code to pay by.

    Refused: the order is closed. No answer at all: it stays, because it may have been made; the caller has it closed.
    """
    if "refused" in result:
        close(session, order, OrderCloseReason.REFUSED, now=now)
        return False
    if "code" not in result or order.state is not OrderState.CREATED:
        return False
    return payments.move(session, order, OrderState.ORDERED, code=result["code"])


def close(session: Session, order: PaymentOrder, reason: OrderCloseReason, *, now: datetime) -> bool:
    """Write down that an order ended unpaid: its decisions are free for another. False if it is over already."""
    if order.state not in payments.OPEN_ORDERS:
        return False
    if not payments.move(session, order, OrderState.CLOSED, closed_at=now, close_reason=reason):
        return False
    payments.let_go(session, order.id)
    cancel_timers(session, order)
    audit.record(session, audit.Action.PAYMENT_CLOSED, by=order.payer_id, on=order.id, at=now, why=reason.value)
    return True


def poll(session: Session, order_id: UUID, *, now: datetime) -> PaymentOrder | None:
    """Say which order the gateway is to be asked about now, and set the next time. None once it is final."""
    order = payments.get(session, order_id)
    if order is None or order.state not in payments.OPEN_ORDERS:
        return None
    order.polls += 1
    session.add(order)
    session.flush()
    pause = POLL_INTERVALS[min(order.polls, len(POLL_INTERVALS) - 1)]
    timers.start(session, POLL, order.id, lane=order.lane, due_at=now + timedelta(seconds=pause))
    return order


def expire(session: Session, order_id: UUID, *, now: datetime) -> PaymentOrder | None:
    """Say which order is to be closed at the gateway because its time is over, and look again until it is."""
    order = payments.get(session, order_id)
    if order is None or order.state not in payments.OPEN_ORDERS:
        return None
    timers.start(session, EXPIRE, order.id, lane=order.lane, due_at=now + timedelta(seconds=POLL_INTERVALS[-1]))
    return order


def cancel_timers(session: Session, order: PaymentOrder) -> None:
    """Ask no more: the order is final."""
    timers.cancel(session, POLL, order.id)
    timers.cancel(session, EXPIRE, order.id)


def _number(session: Session, now: datetime) -> str:
    """Make an order number: the day, a running number, and four digits that a restored backup does not repeat."""
    running = counters.next_number(session, "payment")
    return f"CZ{local_time.local(now):%Y%m%d}{running:08d}{secrets.randbelow(10_000):04d}"
