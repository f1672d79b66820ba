"""Refunds: proposed by the desk itself, let go by a cashier, above a limit by two, carried out by the gateway.

proposed ──► approved (by the first of two) ──► sent ──► done / failed ──► sent again …

Nobody lets his own money go, and who seconds is not who approved first (RULES 6 and 8).
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import notifications, permissions
from storage import audit, database
from storage.database import counters
from storage.engine import outbox, timers
from storage.identity.accounts import Account
from storage.payments import payments, refunds
from storage.payments.payments import OrderState, PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund, RefundReason, RefundState
from storage.staff.members import StaffRole

POLL = "refund.poll"
PAUSE = timedelta(seconds=60)


class RefundAlreadyMoved(Refusal):
    """Another cashier was faster, or it has gone back already."""

    key = "refused-refund-already-moved"
    offers = ("refund",)


class OwnRefund(Refusal):
    """Nobody lets money go to himself."""

    key = "refused-own-refund"
    offers = ("refund",)


class SecondCashierNeeded(Refusal):
    """Above the limit another cashier has to second it."""

    key = "refused-second-cashier-needed"
    offers = ("refund",)


def propose(
    session: Session, transaction: PaymentTransaction, amount: int, reason: RefundReason, *, about: UUID, now: datetime
) -> Refund:
    """Put money that must go back before the cashiers. amount in fen; about: the decision, or the transaction."""
    refund = Refund(
        number=counters.next_number(session, "refund"),
        transaction_ref=transaction.id,
        about=about,
        amount=amount,
        reason=reason,
        proposed_at=now,
    )
    database.add(session, refund)
    audit.record(session, audit.Action.REFUND_PROPOSED, by=None, on=refund.id, at=now, reason=reason.value)
    outbox.post(session, order_of(session, refund).payer_id, "refund.coming", refund.id, at=now)
    notifications.notify_roles(session, "refund.waits", refund.id, StaffRole.CASHIER, at=now)
    return refund


def find(session: Session, refund_id: UUID, *, by: Account) -> Refund:
    """Return a refund, for a cashier. Raises NotStaff or NotYours."""
    permissions.require(session, by, StaffRole.CASHIER)
    refund = refunds.get(session, refund_id)
    if refund is None:
        raise NotYours
    return refund


def approve(session: Session, refund_id: UUID, *, by: Account, now: datetime) -> bool:
    """Let a refund go; above the limit the first of two only says so. True if it is to be sent now.

    Raises NotStaff, OwnRefund, SecondEyes, RefundMoved.
    """
    refund = find(session, refund_id, by=by)
    if order_of(session, refund).payer_id == by.person_id:
        raise OwnRefund
    if refund.state is RefundState.APPROVED and refund.first_by == by.id:
        raise SecondCashierNeeded
    if refund.state is RefundState.FAILED:
        return _move(session, refund, RefundState.SENT, by=by, now=now)
    if refund.state is RefundState.APPROVED:
        return _move(session, refund, RefundState.SENT, by=by, now=now, second_by=by.id)
    if refund.state is not RefundState.PROPOSED:
        raise RefundAlreadyMoved
    needs_two = refund.amount > rules.number(session, RuleName.REFUND_FOUR_EYES_FEN, at=now)
    to = RefundState.APPROVED if needs_two else RefundState.SENT
    return _move(session, refund, to, by=by, now=now, first_by=by.id)


def take_result(session: Session, refund: Refund, result: dict[str, Any], *, lane: str, now: datetime) -> None:
    """Take what the gateway says of a refund; one still under way is asked about again in the cashier's lane."""
    if refund.state is not RefundState.SENT:
        return
    state = result.get("state", "failed" if "refused" in result else "processing")
    if state == "done":
        finish(session, refund, now=now)
    elif state in ("failed", "absent"):
        if refunds.move(session, refund, RefundState.FAILED):
            notifications.notify_roles(session, "refund.waits", refund.id, StaffRole.CASHIER, at=now)
    else:
        timers.start(session, POLL, refund.id, lane=lane, due_at=now + PAUSE)


def finish(session: Session, refund: Refund, *, now: datetime) -> None:
    """Write down that the money has gone back, and tell the payer."""
    if not refunds.move(session, refund, RefundState.DONE, done_at=now):
        return
    timers.cancel(session, POLL, refund.id)
    audit.record(session, audit.Action.REFUND_FINISHED, by=None, on=refund.id, at=now)
    order = order_of(session, refund)
    if _is_whole(session, order, RefundState.DONE):
        payments.move(session, order, OrderState.REFUNDED)
    outbox.post(session, order.payer_id, "refund.done", refund.id, at=now)


def awaiting_result(session: Session, refund_id: UUID) -> Refund | None:
    """Return a refund that the gateway is to be asked about. None once it is final."""
    refund = refunds.get(session, refund_id)
    return refund if refund is not None and refund.state is RefundState.SENT else None


def transaction_of(session: Session, refund: Refund) -> PaymentTransaction:
    """Return the money of which this goes back."""
    transaction = payments.transaction(session, refund.transaction_ref)
    assert transaction is not None
    return transaction


def order_of(session: Session, refund: Refund) -> PaymentOrder:
    """Return the order whose money goes back."""
    order = payments.get(session, transaction_of(session, refund).order_id)
    assert order is not None
    return order


def _move(session: Session, refund: Refund, to: RefundState, *, by: Account, now: datetime, **values: Any) -> bool:
    if not refunds.move(session, refund, to, **values):
        raise RefundAlreadyMoved
    audit.record(session, audit.Action.REFUND_APPROVED, by=by.id, on=refund.id, at=now, to=to.value)
    order = order_of(session, refund)
    if to is RefundState.SENT and _is_whole(session, order, RefundState.SENT, RefundState.DONE):
        payments.move(session, order, OrderState.REFUNDING)
    return to is RefundState.SENT


def _is_whole(session: Session, order: PaymentOrder, *states: RefundState) -> bool:
    """Say whether nothing of the order's money stays: all that ever came for it is in refunds that stand so."""
    came = payments.transactions_of(session, order.id)
    gone = [each for money in came for each in refunds.of_transaction(session, money.id) if each.state in states]
    return sum(each.amount for each in gone) == sum(money.amount for money in came)
