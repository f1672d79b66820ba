"""Amounts of refunds: how much of an order or a payment has gone back."""

from sqlmodel import Session

from storage.payments import payments, refunds
from storage.payments.payments import PaymentOrder
from storage.payments.refunds import RefundState


def is_fully_refunded(session: Session, order: PaymentOrder, *states: RefundState) -> bool:
    """Return whether refunds in these states cover everything that was paid for an order."""
    paid = payments.transactions_of(session, order.id)
    refunded = [each for money in paid for each in refunds.of_transaction(session, money.id) if each.state in states]
    return sum(each.amount for each in refunded) == sum(money.amount for money in paid)
