"""Settlement: books received payments. A payment that fits pays its order; every other is unmatched, and goes back.

reported ─┬─ fits an open order ─────────────────────► settled: the order and its decisions are paid
          ├─ another amount than the order's ────────► unmatched; the order is closed, its decisions can be paid anew
          ├─ order paid or closed (twice, late) ─────► unmatched
          ├─ no order of ours at this provider ──────► unmatched, known to the cashiers alone
          └─ not in yuan, or nothing ────────────────► a difference for the cashiers, as it cannot be booked

An unmatched payment is proposed for refund at once: its payer and the cashiers are notified. Webhook events, queries to
the gateway and the daily bill all end here. The decisions and their order are locked, so that of two reports at once
the second finds what the first has written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.adapters.payments.models import CURRENCY
from bot.services.payments import bill_days, differences, payments, refunds
from bot.services.violations import amounts_due
from storage import audit, database
from storage.engine import outbox
from storage.payments import daily_closings, payments as store
from storage.payments.bill_differences import DifferenceKind
from storage.payments.payments import (
    OrderCloseReason,
    OrderState,
    PaymentLine,
    PaymentOrder,
    PaymentProvider,
    PaymentTransaction,
)
from storage.payments.refunds import RefundReason
from storage.violations import decisions as decision_store
from storage.violations.decisions import Decision


class SettlementOutcome(StrEnum):
    """What became of a reported payment."""

    SETTLED = "settled"
    REPEATED = "repeated"
    UNMATCHED = "unmatched"
    FOREIGN_CURRENCY = "foreign_currency"
    NOTHING = "nothing"


@dataclass(frozen=True)
class ReceivedPayment:
    """A payment as a provider reports it. amount: fen; paid_at: aware."""

    provider: PaymentProvider
    order_number: str
    transaction_id: str
    amount: int
    currency: str
    paid_at: datetime


def settle(
    session: Session,
    order_id: UUID | None,
    received: ReceivedPayment,
    *,
    billed_on: date | None = None,
    now: datetime,
) -> SettlementOutcome:
    """Book a payment once. It pays its order if provider, number, amount and currency match; otherwise it goes back.

    order_id: None for a payment whose number is that of no order. billed_on: the day of the bill that has it.
    """
    daily_closings.prevent(session, received.provider)
    order, held, lines = _locked(session, order_id)
    if order is not None and (order.provider, order.number) != (received.provider, received.order_number):
        order = None
    if received.currency != CURRENCY or received.amount < 1:
        _record_unbookable(session, order, received, now=now)
        is_foreign = received.currency != CURRENCY
        return SettlementOutcome.FOREIGN_CURRENCY if is_foreign else SettlementOutcome.NOTHING
    booked = store.transaction_by_provider_id(session, received.provider, received.transaction_id)
    if booked is not None:
        _check_amount(session, booked, received, now=now)
        return SettlementOutcome.REPEATED
    reason = _mismatch(session, order, received)
    transaction = PaymentTransaction(
        provider=received.provider,
        transaction_id=received.transaction_id,
        order_id=order.id if order else None,
        order_number=received.order_number,
        amount=received.amount,
        paid_at=received.paid_at,
        booked_at=now,
        settles=reason is None,
        billed_on=billed_on,
    )
    if not database.try_add(session, transaction):
        return SettlementOutcome.REPEATED
    _check_closing(session, transaction, now=now)
    if reason is not None or order is None:
        _send_back(session, order, transaction, reason or RefundReason.UNKNOWN_ORDER, now=now)
        return SettlementOutcome.UNMATCHED
    _pay(session, order, [(decision, lines[decision.id]) for decision in held], transaction, now=now)
    return SettlementOutcome.SETTLED


def _locked(
    session: Session, order_id: UUID | None
) -> tuple[PaymentOrder | None, list[Decision], dict[UUID, PaymentLine]]:
    """Lock an order after its decisions, as everywhere."""
    if order_id is None:
        return None, [], {}
    lines = {line.decision_id: line for line in store.lines_of(session, order_id)}
    held = decision_store.lock_all(session, lines)
    return database.lock_row(session, PaymentOrder, order_id), held, lines


def _mismatch(session: Session, order: PaymentOrder | None, received: ReceivedPayment) -> RefundReason | None:
    """Return why a payment does not pay its order, None if it does."""
    if order is None:
        return RefundReason.UNKNOWN_ORDER
    if order.state not in store.OPEN_ORDERS:
        is_paid = store.settling_transaction(session, order.id) is not None
        return RefundReason.DOUBLE if is_paid else RefundReason.LATE
    return None if received.amount == order.amount else RefundReason.WRONG_AMOUNT


def _send_back(
    session: Session,
    order: PaymentOrder | None,
    transaction: PaymentTransaction,
    reason: RefundReason,
    *,
    now: datetime,
) -> None:
    """Propose a refund of all of it, which notifies payer and cashiers; a wrong amount closes its order."""
    if order is not None and reason is RefundReason.WRONG_AMOUNT:
        payments.close(session, order, OrderCloseReason.WRONG_AMOUNT, now=now)
    audit.record(session, audit.Action.PAYMENT_UNMATCHED, by=None, on=transaction.id, at=now, why=reason.value)
    refunds.propose(session, transaction, transaction.amount, reason, about=transaction.id, now=now)


def _check_closing(session: Session, transaction: PaymentTransaction, *, now: datetime) -> None:
    """Record a difference if the day of a payment is closed already: the next closing corrects the balance.

    Days before the first that was ever closed count as closed: no closing of their own will follow.
    """
    day = transaction.billed_on or bill_days.date_of(transaction.paid_at)
    newest = daily_closings.newest(session, transaction.provider)
    if newest is None or day > newest.day:
        return
    differences.record(
        session,
        transaction.provider,
        DifferenceKind.AFTER_CLOSING,
        transaction.transaction_id,
        day=day,
        order=transaction.order_number,
        ours=transaction.amount,
        theirs=0,
        now=now,
    )


def _check_amount(session: Session, booked: PaymentTransaction, received: ReceivedPayment, *, now: datetime) -> None:
    """Record a difference if a payment is reported again with another amount, and no bill has settled which is true."""
    if booked.amount == received.amount or booked.billed_on is not None:
        return
    differences.record(
        session,
        booked.provider,
        DifferenceKind.WRONG_AMOUNT,
        booked.transaction_id,
        day=bill_days.date_of(booked.paid_at),
        order=booked.order_number,
        ours=booked.amount,
        theirs=received.amount,
        now=now,
    )


def _record_unbookable(
    session: Session, order: PaymentOrder | None, received: ReceivedPayment, *, now: datetime
) -> None:
    """Record a payment that is not in yuan, or of nothing: that is another amount than any order's."""
    differences.record(
        session,
        received.provider,
        DifferenceKind.WRONG_AMOUNT if received.currency == CURRENCY else DifferenceKind.WRONG_CURRENCY,
        received.transaction_id,
        day=bill_days.date_of(received.paid_at),
        order=received.order_number,
        ours=order.amount if order else 0,
        theirs=received.amount,
        now=now,
    )


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
    payments.end_waiting(session, order, now=now)
    audit.record(session, audit.Action.PAYMENT_SETTLED, by=order.payer_id, on=order.id, at=now)
    for decision, line in paid:
        if not amounts_due.mark_paid(session, decision, at=transaction.paid_at, fee=line.late_fee):
            cost = line.fine + line.late_fee
            refunds.propose(session, transaction, cost, RefundReason.REVOKED, about=decision.id, now=now)
        elif decision.person_id != order.payer_id:
            outbox.notify(session, decision.person_id, "decision.paid", decision.id, at=now)
    outbox.notify(session, order.payer_id, "payment.paid", order.id, at=now)
