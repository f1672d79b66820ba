"""Refunds of payments that were reported and never came: no bill has them, and a cashier has booked them out.

They are withdrawn then, and the payer is told. A bill that has the payment after all lets them wait for the cashiers
once more, and lets go back what paid decisions that are due again since. One that is with the gateway is withdrawn once
the gateway says that it has failed.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.payments import refund_amounts, refunds
from bot.services.staff import work_news
from storage import audit
from storage.engine import outbox
from storage.payments import bill_differences, payments, refunds as store
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import OrderState, PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund, RefundReason, RefundState, RefundWay

WITHDRAWN, CAME = "refund.withdrawn", "refund.came"


def waiting(session: Session, difference: BillDifference) -> list[Refund]:
    """Return the refunds that wait for a cashier although, by this difference, no bill has their payment."""
    if difference.kind is not DifferenceKind.MISSING_AT_GATEWAY:
        return []
    paid = payments.transaction_by_provider_id(session, difference.provider, difference.reference)
    if paid is None or paid.billed_on is not None:
        return []
    return [each for each in store.of_transaction(session, paid.id) if each.state in refunds.OPEN_STATES]


def withdraw(session: Session, difference: BillDifference, *, now: datetime) -> None:
    """Withdraw the refunds of a payment that a cashier has booked out: it never came."""
    if difference.settled_by is None:
        return
    for refund in waiting(session, difference):
        people = {"first_by": None, "first_person": None, "second_by": None, "second_person": None}
        if store.move(session, refund, RefundState.WITHDRAWN, elsewhere=None, **people):
            _end(session, refund, by=difference.settled_by, now=now)


def withdraw_booked_out(session: Session, paid: PaymentTransaction, *, now: datetime) -> None:
    """Withdraw the refunds of a payment that a cashier has booked out before: it is on no bill again, or one failed."""
    kind = DifferenceKind.MISSING_AT_GATEWAY
    difference = bill_differences.find(session, paid.provider, kind, paid.transaction_id)
    if difference is not None:
        withdraw(session, difference, now=now)


def revive(session: Session, paid: PaymentTransaction, *, now: datetime) -> None:
    """Let the withdrawn refunds of a payment wait once more that a bill has after all."""
    for refund in store.of_transaction(session, paid.id):
        begun = {"proposed_at": now}  # Its clock begins anew.
        if refund.state is not RefundState.WITHDRAWN or not store.move(session, refund, RefundState.PROPOSED, **begun):
            continue
        audit.record(session, audit.Action.REFUND_PROPOSED, by=None, on=refund.id, at=now, reason=refund.reason.value)
        if refund.payer_person is not None:
            outbox.notify(session, refund.payer_person, CAME, refund.id, at=now)
        work_news.arrive(session, refunds.WORK, refund.id, now=now)


def return_what_came(session: Session, paid: PaymentTransaction, *, now: datetime) -> None:
    """Let go back what a bill has after all, of decisions that are due again because no bill had it.

    What went back from the console meanwhile, and stands for such a decision, does not go back once more.
    """
    kind = DifferenceKind.MISSING_AT_GATEWAY
    if paid.order_id is None or bill_differences.find(session, paid.provider, kind, paid.transaction_id) is None:
        return
    if not paid.settles or any(each.about == paid.id for each in store.of_transaction(session, paid.id)):
        return
    void = [each for each in payments.lines_of(session, paid.order_id) if each.voided_at is not None]
    amount = sum(each.fine + each.late_fee for each in void) - _gone_for_decisions(session, paid)
    if amount > 0:
        refunds.propose(session, paid, amount, RefundReason.LATE, about=paid.id, now=now)
        order = session.get_one(PaymentOrder, paid.order_id)
        if order.state is OrderState.REFUNDED:
            payments.move(session, order, OrderState.REFUNDING)


def _gone_for_decisions(session: Session, paid: PaymentTransaction) -> int:
    """Return how much went back from the console and stands for decisions that are due again, in fen."""
    gone = bill_differences.unknown_refunds(session, paid.provider, paid.order_number)
    back = [each for each in store.of_transaction(session, paid.id) if each.state is RefundState.DONE]
    stands_for_refunds = sum(each.amount for each in back if each.elsewhere is RefundWay.CONSOLE)
    return max(0, sum(each.ours for each in gone) - stands_for_refunds)


def _end(session: Session, refund: Refund, *, by: UUID, now: datetime) -> None:
    audit.record(session, audit.Action.REFUND_WITHDRAWN, by=by, on=refund.id, at=now)
    work_news.leave(session, refunds.WORK, refund.id, now=now)
    order = refunds.order_of(session, refund)
    if order is not None and order.state is OrderState.REFUNDING:
        _settle_order(session, order)
    if refund.payer_person is not None:
        outbox.notify(session, refund.payer_person, WITHDRAWN, refund.id, at=now)


def _settle_order(session: Session, order: PaymentOrder) -> None:
    """Give an order the state that it has without what never came."""
    if refund_amounts.is_fully_refunded(session, order, RefundState.DONE):
        payments.move(session, order, OrderState.REFUNDED)
    elif not refund_amounts.is_fully_refunded(session, order, RefundState.SENT, RefundState.DONE):
        payments.move(session, order, _state_without(session, order))


def _state_without(session: Session, order: PaymentOrder) -> OrderState:
    """Return the state of an order of which nothing goes back: of one whose decisions are all due again, as before."""
    if payments.settling_transaction(session, order.id) is None:
        return OrderState.CLOSED
    is_undone = all(each.voided_at is not None for each in payments.lines_of(session, order.id))
    return OrderState.REFUNDED if is_undone else OrderState.PAID
