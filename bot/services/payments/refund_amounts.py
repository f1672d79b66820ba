"""Amounts of refunds: how much of an order or a payment has gone back, by the desk or without it.

What has gone back without the desk, such as from the provider's console, is an unknown refund on a bill. A refund that
has failed because of it is done if nothing is left, and otherwise sends what is left.
"""

import secrets

from sqlmodel import Session

from storage import database
from storage.database import add
from storage.payments import bill_differences, payments, refunds
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import PaymentOrder, PaymentProvider, PaymentTransaction
from storage.payments.refunds import Refund, RefundState, RefundWay


def is_fully_refunded(session: Session, order: PaymentOrder, *states: RefundState) -> bool:
    """Return whether refunds in these states cover everything that was paid for an order, and came."""
    paid = payments.transactions_of(session, order.id)
    found = [each for money in paid for each in refunds.of_transaction(session, money.id)]
    never_came = sum(each.amount for each in found if each.state is RefundState.WITHDRAWN)
    refunded = sum(each.amount for each in found if each.state in states)
    return refunded > 0 and refunded + never_came == sum(money.amount for money in paid)


def gone_elsewhere(session: Session, refund: Refund) -> int:
    """Return how much of the payment has gone back without the desk, in fen."""
    return sum(each.theirs - each.ours for each in _elsewhere(session, refund))


def left(session: Session, refund: Refund) -> int:
    """Return how much of a refund can still be sent, in fen."""
    transaction = session.get_one(PaymentTransaction, refund.transaction_ref)
    others = [each for each in refunds.of_transaction(session, transaction.id) if each.id != refund.id]
    sent = sum(each.amount for each in others if each.state in (RefundState.SENT, RefundState.DONE))
    gone = gone_elsewhere(session, refund)
    return max(0, min(refund.amount, transaction.amount - sent - gone)) if gone else refund.amount


def take_rest(session: Session, refund: Refund) -> bool:
    """Give an open refund the amount that is left. Returns False if nothing is: then it counts as the unknown ones.

    Another amount takes another number at the gateway.
    """
    rest = left(session, refund)
    if rest == refund.amount:
        return True
    if rest:
        refund.amount = rest
        refund.suffix = f"{secrets.randbelow(10**refunds.SUFFIX_DIGITS):0{refunds.SUFFIX_DIGITS}d}"
        add(session, refund)
        return True
    refund.reference = ""  # Under which it was on no bill.
    refund.amount -= take_from_elsewhere(session, refund)
    add(session, refund)
    return False


def take_from_elsewhere(session: Session, refund: Refund) -> int:
    """Let unknown refunds stand for this one, as far as they reach. Returns what is not covered, in fen.

    They are on the bills, and count there; the refund itself is on none.
    """
    uncovered, numbers = refund.amount, []
    found = _named(session, refund) or _elsewhere(session, refund)
    for each in sorted(found, key=lambda each: each.id):
        database.lock_row(session, BillDifference, each.id)
    for each in found:
        share = min(uncovered, each.theirs - each.ours)
        if share > 0:
            each.ours, uncovered = each.ours + share, uncovered - share
            numbers.append(each.refund_number)
            add(session, each)
    refund.reference = refund.reference or " ".join(filter(None, numbers))
    return uncovered


def take_known(session: Session, difference: BillDifference) -> bool:
    """Let an unknown refund stand for what a cashier has paid back in the console under its number.

    Returns whether it is explained: the amounts agree.
    """
    known = [each for each in named_by(session, difference) if each.elsewhere is RefundWay.CONSOLE]
    if difference.ours or not known or known[0].state is not RefundState.DONE:
        return False
    difference.ours = min(difference.theirs, known[0].amount)
    add(session, difference)
    return difference.theirs == known[0].amount


def named_by(session: Session, difference: BillDifference) -> list[Refund]:
    """Return the refunds of its order for which a cashier has said the number of an unknown refund, if it has one."""
    found, number = _of_order(session, difference.provider, difference.order_number), difference.refund_number
    return [each for each in found if number and each.reference == number.upper()]


def is_seen(session: Session, refund: Refund) -> bool:
    """Return whether what a cashier has said to be in the console can be among the unknown refunds of its order.

    It is if one has its number. What is left of them all stands for the others, by number, as far as it reaches.
    """
    paid = session.get_one(PaymentTransaction, refund.transaction_ref)
    found = bill_differences.unknown_refunds(session, paid.provider, paid.order_number)
    numbers = {each.refund_number.upper(): each.theirs for each in found}
    said = [each for each in _of_order(session, paid.provider, paid.order_number) if _is_in_console(each)]
    named = {each.id: sum(numbers.get(one, 0) for one in each.reference.upper().split()) for each in said}
    if named.get(refund.id):
        return True
    rest = sum(each.theirs for each in found) - sum(min(each.amount, named[each.id]) for each in said)
    for each in sorted((each for each in said if not named[each.id]), key=lambda each: each.number):
        if each.id == refund.id:
            return each.amount <= rest
        rest -= each.amount if each.amount <= rest else 0
    return False


def _is_in_console(refund: Refund) -> bool:
    is_done = refund.state is RefundState.DONE and refund.billed_on is None
    return is_done and refund.elsewhere is RefundWay.CONSOLE


def _of_order(session: Session, provider: PaymentProvider, number: str) -> list[Refund]:
    paid = payments.transactions_with_number(session, provider, number)
    return [each for money in paid for each in refunds.of_transaction(session, money.id)]


def _named(session: Session, refund: Refund) -> list[BillDifference]:
    """Return the unknown refund under the number that a cashier has named, if they have."""
    if not refund.reference:
        return []
    paid = session.get_one(PaymentTransaction, refund.transaction_ref)
    found = bill_differences.unknown_refunds(session, paid.provider, paid.order_number)
    return [each for each in found if each.refund_number.upper() == refund.reference and each.theirs > each.ours]


def _elsewhere(session: Session, refund: Refund) -> list[BillDifference]:
    """Return the unknown refunds of a payment. Of several payments for an order nobody knows which has gone back."""
    paid = session.get_one(PaymentTransaction, refund.transaction_ref)
    if len(payments.transactions_with_number(session, paid.provider, paid.order_number)) != 1:
        return []
    found = bill_differences.unknown_refunds(session, paid.provider, paid.order_number)
    return [each for each in found if each.theirs > each.ours]
