"""Settlement: books received payments. The first pays its order; every other is proposed for refund.

Webhook events, queries to the gateway and the daily bill all end here. The decisions and their order are locked, so
that of two reports at once the second finds what the first has written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.adapters.payments.models import CURRENCY
from bot.services.payments import payments, refunds
from bot.services.violations import amounts_due
from storage import audit, database
from storage.engine import outbox
from storage.payments import payments as store
from storage.payments.payments import OrderState, PaymentLine, PaymentOrder, PaymentProvider, PaymentTransaction
from storage.payments.refunds import RefundReason
from storage.violations import decisions as decision_store
from storage.violations.decisions import Decision


class SettlementOutcome(StrEnum):
    """What became of a reported payment."""

    SETTLED = "settled"
    REPEATED = "repeated"
    EXTRA = "extra"
    MISMATCH = "mismatch"


@dataclass(frozen=True)
class ReceivedPayment:
    """A payment as a provider reports it. amount: fen; paid_at: aware."""

    provider: PaymentProvider
    order_number: str
    transaction_id: str
    amount: int
    currency: str
    paid_at: datetime


def settle(session: Session, order_id: UUID, received: ReceivedPayment, *, now: datetime) -> SettlementOutcome:
    """Book a payment once, and let it pay its order if provider, number, amount and currency match.

    A payment for an order that is paid or closed is booked and proposed for refund.
    """
    lines = {line.decision_id: line for line in store.lines_of(session, order_id)}
    held = decision_store.lock_all(session, lines)  # Decisions are locked before their order, as everywhere.
    order = database.lock_row(session, PaymentOrder, order_id)
    if order is None or not _fits(order, received):
        return SettlementOutcome.MISMATCH
    if store.transaction_by_provider_id(session, order.provider, received.transaction_id) is not None:
        return SettlementOutcome.REPEATED
    settles = order.state in store.OPEN_ORDERS
    transaction = PaymentTransaction(
        provider=order.provider,
        transaction_id=received.transaction_id,
        order_id=order.id,
        amount=received.amount,
        paid_at=received.paid_at,
        booked_at=now,
        settles=settles,
    )
    if not database.try_add(session, transaction):
        return SettlementOutcome.REPEATED
    if not settles:
        reason = RefundReason.LATE if store.settling_transaction(session, order.id) is None else RefundReason.DOUBLE
        refunds.propose(session, transaction, transaction.amount, reason, about=transaction.id, now=now)
        return SettlementOutcome.EXTRA
    _pay(session, order, [(decision, lines[decision.id]) for decision in held], transaction, now=now)
    return SettlementOutcome.SETTLED


def _fits(order: PaymentOrder, received: ReceivedPayment) -> bool:
    ours = (order.provider, order.number, order.amount, CURRENCY)
    return ours == (received.provider, received.order_number, received.amount, received.currency)


def _pay(
    session: Session,
    order: PaymentOrder,
    paid: Sequence[tuple[Decision, PaymentLine]],
    transaction: PaymentTransaction,
    *,
    now: datetime,
) -> None:
    """Mark the order and its decisions as paid; what a revoked decision cost is proposed for refund."""
    moved = store.move(session, order, OrderState.PAID, paid_at=transaction.paid_at)
    assert moved, "the order is locked"
    payments.cancel_timers(session, order)
    audit.record(session, audit.Action.PAYMENT_SETTLED, by=order.payer_id, on=order.id, at=now)
    for decision, line in paid:
        if not amounts_due.mark_paid(session, decision, at=transaction.paid_at, fee=line.late_fee):
            cost = line.fine + line.late_fee
            refunds.propose(session, transaction, cost, RefundReason.REVOKED, about=decision.id, now=now)
        elif decision.person_id != order.payer_id:
            outbox.notify(session, decision.person_id, "decision.paid", decision.id, at=now)
    outbox.notify(session, order.payer_id, "payment.paid", order.id, at=now)
