"""Refunds: proposed automatically, approved by a cashier (above a limit by two), carried out by the gateway.

proposed ──► approved (by the first of two) ──► sent ──► done / failed ──► sent again …

Desk rule: no cashier approves a refund of their own payment, or about a vehicle that was theirs, and the second
cashier is not the first.
"""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.payments import bill_days, order_matters, refund_amounts, refund_approvers
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import departures, permissions, work_news
from bot.services.staff.same_member import is_one_of
from storage import audit, database
from storage.database import counters
from storage.engine import outbox, timers
from storage.identity.accounts import Account
from storage.payments import payments, refunds
from storage.payments.payments import OrderState, PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund, RefundReason, RefundState, RefundWay
from storage.staff.members import StaffRole

POLL, WORK = "refund.poll", "refund"
OPEN_STATES = (RefundState.PROPOSED, RefundState.APPROVED, RefundState.FAILED)


class RefundAlreadyMoved(Refusal, key="refused-refund-already-moved", offers=("refund",)):
    """Another cashier has approved the refund, or it is done."""


class OwnRefund(Refusal, key="refused-own-refund", offers=("refund",)):
    """Cashiers may not approve a refund of their own payment, or about a vehicle that was theirs."""


class SecondCashierNeeded(Refusal, key="refused-second-cashier-needed", offers=("refund",)):
    """Above the limit the second approval must come from another cashier."""


class AnnulledByYou(Refusal, key="refused-annulled-by-you", offers=("refund",)):
    """Who has annulled a paid decision does not let its money go: that takes two people."""


def propose(
    session: Session, transaction: PaymentTransaction, amount: int, reason: RefundReason, *, about: UUID, now: datetime
) -> Refund:
    """Propose a refund to the cashiers and notify the payer. amount: fen; about: the decision or the transaction.

    The payer of a transaction without an order is known to the provider alone.
    """
    order = session.get(PaymentOrder, transaction.order_id) if transaction.order_id else None
    payer = order.payer_id if order else None
    refund = Refund(
        number=counters.next_number(session, "refund"),
        suffix=f"{secrets.randbelow(10**refunds.SUFFIX_DIGITS):0{refunds.SUFFIX_DIGITS}d}",
        transaction_ref=transaction.id,
        about=about,
        amount=amount,
        reason=reason,
        payer_person=payer,
        proposed_at=now,
    )
    database.add(session, refund)
    audit.record(session, audit.Action.REFUND_PROPOSED, by=None, on=refund.id, at=now, reason=reason.value)
    if payer is not None:
        outbox.notify(session, payer, "refund.coming", refund.id, at=now)
    work_news.arrive(session, WORK, refund.id, now=now)
    return refund


def waiting(session: Session, *, by: Account) -> list[Refund]:
    """Return the refunds that are not done, without those to the reader. Raises NotStaff."""
    permissions.require(session, by, StaffRole.CASHIER)
    return [each for each in refunds.unfinished(session) if not is_own(session, each, by=by)]


def find(session: Session, refund_id: UUID, *, by: Account) -> Refund:
    """Return a refund, for a cashier. Raises NotStaff, NotYours or OwnRefund."""
    permissions.require(session, by, StaffRole.CASHIER)
    refund = session.get(Refund, refund_id)
    if refund is None:
        raise NotYours
    if is_own(session, refund, by=by):
        raise OwnRefund
    return refund


def approve(session: Session, refund_id: UUID, *, by: Account, now: datetime) -> bool:
    """Approve a refund: what is left of it is sent. Returns whether it is to be sent now; nothing left ends it.

    Above the limit the first approval is only recorded; it counts while who gave it is a cashier, then the next one
    takes its place. Raises NotStaff, OwnRefund, SecondCashierNeeded, AnnulledByYou or RefundAlreadyMoved.
    """
    refund = require_may_approve(session, refund_id, by=by)
    first: dict[str, Any] = {"first_by": by.id, "first_person": by.person_id}
    if refund.state is RefundState.FAILED:
        return _send(session, refund, by=by, now=now)
    if refund.state is RefundState.APPROVED:
        if refund.elsewhere is not None:  # Who says it is paid back would not send it.
            return move(session, refund, RefundState.APPROVED, by=by, now=now, **first, elsewhere=None, reference="")
        if lacks_first(session, refund):
            return move(session, refund, RefundState.APPROVED, by=by, now=now, **first)
        return _send(session, refund, by=by, now=now, second_by=by.id, second_person=by.person_id)
    if refund.amount > rules.number(session, RuleName.REFUND_FOUR_EYES_FEN, at=now):
        return move(session, refund, RefundState.APPROVED, by=by, now=now, **first)
    return _send(session, refund, by=by, now=now, **first)


def require_may_approve(session: Session, refund_id: UUID, *, by: Account) -> Refund:
    """Return an open refund of which this cashier may take the next step, and lock it.

    Raises NotStaff, OwnRefund, AnnulledByYou, SecondCashierNeeded or RefundAlreadyMoved.
    """
    refund = find(session, refund_id, by=by)
    database.lock_row(session, Refund, refund.id)
    if refund_approvers.has_annulled(session, refund, by=by):
        raise AnnulledByYou
    if _needs_another(session, refund, by=by):
        raise SecondCashierNeeded
    if refund.state not in OPEN_STATES:
        raise RefundAlreadyMoved
    return refund


def may_approve(session: Session, refund: Refund, *, by: Account) -> bool:
    """Return whether this cashier can take the next step of a refund that is not their own."""
    return (
        refund.state in OPEN_STATES
        and not _needs_another(session, refund, by=by)
        and not refund_approvers.has_annulled(session, refund, by=by)
    )


def lacks_first(session: Session, refund: Refund) -> bool:
    """Return whether the first of the two is no cashier any more: the next approval takes the place of theirs."""
    is_cashier = departures.account_has_role(session, refund.first_by, StaffRole.CASHIER)
    return refund.state is RefundState.APPROVED and not is_cashier


def finish(session: Session, refund: Refund, *, at: datetime | None = None, now: datetime, **values: Any) -> bool:
    """Mark a refund as done and notify the payer. Returns False if it was.

    at: when it was done, by the bill; values: how, if the gateway has not done it. What a bill had before it was done
    belongs to the day of that bill, unless it was paid back elsewhere.
    """
    billed_at = bill_days.at(refund.billed_on) if refund.billed_on and "elsewhere" not in values else None
    if not refunds.move(session, refund, RefundState.DONE, done_at=at or billed_at or now, **values):
        return False
    timers.cancel(session, POLL, refund.id)
    audit.record(session, audit.Action.REFUND_FINISHED, by=None, on=refund.id, at=now)
    order = order_of(session, refund)
    if order is None:
        return True
    if refund_amounts.is_fully_refunded(session, order, RefundState.DONE):
        payments.move(session, order, OrderState.REFUNDED)
    outbox.notify(session, order.payer_id, "refund.done", refund.id, at=now)
    return True


def awaiting_result(session: Session, refund_id: UUID) -> Refund | None:
    """Return a refund that was sent to the gateway and is not final. None otherwise."""
    refund = session.get(Refund, refund_id)
    return refund if refund is not None and refund.state is RefundState.SENT else None


def transaction_of(session: Session, refund: Refund) -> PaymentTransaction:
    """Return the transaction that is refunded, in whole or in part."""
    return session.get_one(PaymentTransaction, refund.transaction_ref)


def order_of(session: Session, refund: Refund) -> PaymentOrder | None:
    """Return the order whose payment is refunded, None if the payment matches no order."""
    order_id = transaction_of(session, refund).order_id
    return session.get_one(PaymentOrder, order_id) if order_id else None


def _needs_another(session: Session, refund: Refund, *, by: Account) -> bool:
    """Return whether this cashier, under whichever identity, is the first of the two who must approve."""
    return refund.state is RefundState.APPROVED and is_one_of(session, by, refund.first_by, refund.first_person)


def is_own(session: Session, refund: Refund, *, by: Account) -> bool:
    """Return whether a refund is the cashier's own matter. Its order is found by number, whichever provider has it."""
    order = order_of(session, refund) or payments.by_number(session, transaction_of(session, refund).order_number)
    return order is not None and order_matters.is_own(session, order, by=by)


def _send(session: Session, refund: Refund, *, by: Account, now: datetime, **people: Any) -> bool:
    if refund_amounts.take_rest(session, refund):
        return move(session, refund, RefundState.SENT, by=by, now=now, reference="", **people)
    end(session, refund, RefundWay.CONSOLE, by=by, now=now, **people)
    return False


def end(session: Session, refund: Refund, way: RefundWay, *, by: Account, now: datetime, **values: Any) -> None:
    """Mark a refund as done whose money went back without the gateway. Raises RefundAlreadyMoved."""
    if not finish(session, refund, now=now, elsewhere=way, **values):
        raise RefundAlreadyMoved
    said = {"to": RefundState.DONE.value, "how": way.value}
    audit.record(session, audit.Action.REFUND_APPROVED, by=by.id, on=refund.id, at=now, **said)


def move(session: Session, refund: Refund, to: RefundState, *, by: Account, now: datetime, **values: Any) -> bool:
    """Take the next step of an open refund. Returns whether it is to be sent now. Raises RefundAlreadyMoved."""
    if not refunds.move(session, refund, to, **values):
        raise RefundAlreadyMoved
    audit.record(session, audit.Action.REFUND_APPROVED, by=by.id, on=refund.id, at=now, to=to.value)
    order = order_of(session, refund)
    if (
        to is RefundState.SENT
        and order is not None
        and refund_amounts.is_fully_refunded(session, order, RefundState.SENT, RefundState.DONE)
    ):
        payments.move(session, order, OrderState.REFUNDING)
    if to is RefundState.APPROVED:
        work_news.arrive(session, WORK, refund.id, now=now)
    else:
        work_news.leave(session, WORK, refund.id, now=now)
    return to is RefundState.SENT
