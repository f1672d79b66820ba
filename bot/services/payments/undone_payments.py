"""Decisions whose money has gone back without the desk, such as from the provider's console, or never came.

The desk changes nothing by itself: a cashier who sees the difference lets the decision be due again. Its receipt is
void then, the person fined is told, and has all the time to pay anew. Whoever owes nothing objects, as ever.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.payments import differences
from bot.services.violations import amounts_due
from storage import audit, database
from storage.database import add
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.payments import bill_differences, payments, receipts
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import OrderState, PaymentLine, PaymentOrder, PaymentTransaction
from storage.payments.refunds import RefundState
from storage.register.people import Person
from storage.violations import decisions as decision_store
from storage.violations.decisions import Decision, DecisionState


class NotUndone(Refusal, key="refused-payment-not-undone", offers=("refund",)):
    """The decision is not paid, or more than went back would be due again."""


def concerned(session: Session, difference: BillDifference) -> list[Decision]:
    """Return the paid decisions that this open difference can have undone, oldest offence first."""
    order, gone = _order(session, difference), _gone(session, difference)
    if order is None or difference.settled_at is not None or difference.refund_state is RefundState.FAILED:
        return []
    lines = [line for line in payments.lines_of(session, order.id) if line.voided_at is None]
    found = [(line, session.get_one(Decision, line.decision_id)) for line in lines]
    return [made for line, made in found if made.state is DecisionState.PAID and _cost(line) <= gone]


def make_due(session: Session, difference_id: UUID, ending: str, *, by: Account, now: datetime) -> Decision:
    """Let the paid decision whose number ends so be due again, as its money is gone. Locks in the order of deciding.

    Raises NotStaff, NotYours, OwnMatter, DifferenceResolved or NotUndone.
    """
    difference = differences.find(session, difference_id, by=by)
    found = _named(session, difference, ending)
    database.lock_row(session, Person, found.person_id)
    (decision,) = decision_store.lock_all(session, [found.id])
    line = receipts.settled_line(session, decision.id)
    if line is None:
        raise NotUndone
    database.lock_row(session, PaymentOrder, line.order_id)
    _lock(session, difference)
    _named(session, difference, ending)
    if not amounts_due.make_due_again(session, decision, now=now):
        raise NotUndone
    receipts.void(session, line, at=now)
    _take(session, difference, line, by=by, now=now)
    audit.record(session, audit.Action.DECISION_DUE_AGAIN, by=by.id, on=decision.id, at=now)
    payer = session.get_one(PaymentOrder, line.order_id).payer_id
    for person in dict.fromkeys((decision.person_id, payer)):
        outbox.notify(session, person, "decision.due-again", decision.id, at=now)
    return decision


def _named(session: Session, difference: BillDifference, ending: str) -> Decision:
    """Return the decision that a cashier has named. Raises DifferenceResolved, or NotUndone for none or several."""
    if difference.settled_at is not None:
        raise differences.DifferenceResolved
    found = [each for each in concerned(session, difference) if each.number.endswith(ending)]
    if len(found) != 1:
        raise NotUndone
    return found[0]


def _lock(session: Session, difference: BillDifference) -> None:
    """Lock what says how much of the payment is gone: another cashier may have let it stand for something else."""
    of_order = bill_differences.unknown_refunds(session, difference.provider, difference.order_number)
    for each in sorted({each.id for each in (*of_order, difference)}):
        database.lock_row(session, BillDifference, each)


def _order(session: Session, difference: BillDifference) -> PaymentOrder | None:
    """Return the order whose payment is gone: of several nobody knows which has paid it, unless the bill names it."""
    if difference.kind is DifferenceKind.MISSING_AT_GATEWAY:
        paid = payments.transaction_by_provider_id(session, difference.provider, difference.reference)
    elif difference.kind is DifferenceKind.UNKNOWN_REFUND:
        order = payments.of_provider(session, difference.provider, difference.order_number)
        paid = payments.settling_transaction(session, order.id) if order else None
    else:
        return None
    return session.get(PaymentOrder, paid.order_id) if paid is not None and _pays(paid) else None


def _take(session: Session, difference: BillDifference, line: PaymentLine, *, by: Account, now: datetime) -> None:
    """Let what is gone stand for a decision that is due again, of the parts in which it went back this one first.

    A part of which nothing is left is resolved. An order without any other decision has gone back.
    """
    cost = _cost(line)
    for each in _parts(session, difference):
        share = min(cost, each.theirs - each.ours)
        if share > 0:
            each.ours, cost = each.ours + share, cost - share
            add(session, each)
        if each.ours == each.theirs and bill_differences.resolve(session, each, by=by.id, at=now):
            audit.record(session, audit.Action.DIFFERENCE_SETTLED, by=by.id, on=each.id, at=now)
    order = session.get_one(PaymentOrder, line.order_id)
    if all(each.voided_at is not None for each in payments.lines_of(session, order.id)):
        payments.move(session, order, OrderState.REFUNDED)


def _pays(paid: PaymentTransaction) -> bool:
    return paid.settles and paid.order_id is not None


def _gone(session: Session, difference: BillDifference) -> int:
    """Return how much is gone for which no refund of the desk stands, and no decision that is due again, in fen.

    Money can go back in parts: what is gone of the whole order counts, which less may be than its open parts, as a bill
    may say less than the report before it. A part of which nothing is left undoes nothing more.
    """
    if difference.kind is DifferenceKind.MISSING_AT_GATEWAY:
        return difference.ours
    if difference.theirs <= difference.ours:
        return 0
    of_order = bill_differences.unknown_refunds(session, difference.provider, difference.order_number)
    found = [each.theirs - each.ours for each in _parts(session, difference)]
    return min(sum(found), sum(each.theirs - each.ours for each in of_order))


def _parts(session: Session, difference: BillDifference) -> list[BillDifference]:
    """Return the open parts in which an order's money went back, this one first."""
    if difference.kind is not DifferenceKind.UNKNOWN_REFUND:
        return []
    of_order = bill_differences.unknown_refunds(session, difference.provider, difference.order_number)
    others = [each for each in of_order if each.id != difference.id and each.settled_at is None]
    return [difference, *others]


def _cost(line: PaymentLine) -> int:
    return line.fine + line.late_fee
