"""The refunds of a bill: those of the desk are done, on the day of the bill; every other is a difference.

One that had only begun, or had failed, when the bill was made, counts on its day all the same, as the provider has
taken the money; what became of it the gateway is asked. One that the desk did not send and that has failed stands for
nothing.
"""

from collections.abc import Collection
from datetime import timedelta

from bot.adapters.payments.models import BillKind, BillRow, GatewayRefundState
from bot.services.payments import (
    bill_days,
    bill_requests,
    differences,
    refund_amounts,
    refund_questions,
    refunds,
    refunds_elsewhere,
)
from bot.services.payments.bill_comparison import Comparison
from storage.database import add
from storage.payments import bill_differences, daily_closings, payments, refunds as refund_store
from storage.payments.bill_differences import DifferenceKind
from storage.payments.refunds import Refund, RefundState, RefundWay

# How long after it was said a refund in the console is looked for on the bills.
CONSOLE_WITHIN = timedelta(days=7)
_STATES = {GatewayRefundState.DONE: RefundState.DONE, GatewayRefundState.FAILED: RefundState.FAILED}


def compare(comparison: Comparison, row: BillRow) -> str:
    """Compare a refund of the bill with the stored one. Returns the reference under which it is known."""
    refund = _sent(comparison, row)
    if refund is None and _is_foreign(comparison, row):
        comparison.result.foreign += 1
        return row.refund_number
    comparison.sums[BillKind.REFUND] += row.amount_fen
    if refund is None:
        return _compare_unknown(comparison, row)
    before, number, order = refund.billed_on, row.refund_number, row.order_number
    if comparison.is_repeated(row.kind, number, before, order=order, ours=refund.amount, theirs=row.amount_fen):
        return number
    refund.billed_on = comparison.day
    add(comparison.session, refund)
    if before != comparison.day:
        comparison.note_move(number, order=order, amount=refund.amount)
    if row.refund_state is GatewayRefundState.DONE or refund.state is RefundState.DONE:
        _date(comparison, refund, row)
    else:
        is_new = before != comparison.day
        was_begun = is_new and row.refund_state is GatewayRefundState.PROCESSING
        refund_questions.ask(comparison.session, refund, is_moved=was_begun, now=comparison.now)
    comparison.withdraw(DifferenceKind.REFUND_MISSING_AT_GATEWAY, number)
    _compare_amount(comparison, refund, row)
    return number


def compare_stored(comparison: Comparison, billed: Collection[str]) -> None:
    """Find what the bill does not have: refunds done before its day, and what an earlier form of it had.

    billed: the references of its refunds. Bills may come in any order: a refund may still be on one that is to come.
    """
    session, day, provider = comparison.session, comparison.day, comparison.provider
    for refund in daily_closings.refunds_billed(session, provider, day, day):
        if refund.gateway_number not in billed:
            refund.billed_on = None
            add(session, refund)
    for known in bill_differences.of_days(session, provider, day, since=day):
        kinds = (DifferenceKind.UNKNOWN_REFUND, DifferenceKind.REFUND_AMOUNT)
        if known.on_bill and known.kind in kinds and known.reference not in billed:
            known.on_bill = False
            add(session, known)
    for refund in refund_store.unbilled(session, done_before=bill_days.at(day)):
        transaction = refunds.transaction_of(session, refund)
        if transaction.provider is provider and _could_be_billed(comparison, refund):
            kind, number = DifferenceKind.REFUND_MISSING_AT_GATEWAY, refund.gateway_number
            order, ours = transaction.order_number, refund.amount
            comparison.record_difference(kind, number, order=order, ours=ours, theirs=0, on_bill=False)
    _take_back_unbilled(comparison)


def _take_back_unbilled(comparison: Comparison) -> None:
    """Let refunds wait again that are said to be in the console, as far as no bill has refunds of their payment."""
    session, end = comparison.session, bill_days.at(comparison.day)
    for refund in refund_store.done_between(session, end - CONSOLE_WITHIN, end):
        paid = refunds.transaction_of(session, refund)
        if refund.elsewhere is not RefundWay.CONSOLE or paid.provider is not comparison.provider or refund.billed_on:
            continue
        if not refund_amounts.is_seen(session, refund) and _could_be_billed(comparison, refund):
            refunds_elsewhere.take_back(session, refund, now=comparison.now)


def _could_be_billed(comparison: Comparison, refund: Refund) -> bool:
    """Return whether every day since it was done, up to the compared one, has had its bill or is closed without."""
    done = bill_days.date_of(refund.done_at) if refund.done_at else comparison.day
    found = bill_differences.reconciliations(comparison.session, comparison.provider, comparison.day, since=done)
    compared = {each.day for each in found if bill_requests.is_final(each)}
    days = (done + timedelta(days=each) for each in range((comparison.day - done).days))
    return all(day in compared or comparison.is_closed(day) for day in days)


def _sent(comparison: Comparison, row: BillRow) -> Refund | None:
    """Return the refund that the desk has sent to this provider. One that was paid back elsewhere was sent in vain."""
    refund = refund_store.by_gateway_number(comparison.session, row.refund_number)
    if refund is None or (refund.elsewhere is not None and refund.billed_on is None):
        return None
    provider = refunds.transaction_of(comparison.session, refund).provider
    return refund if provider is comparison.provider else None


def _compare_unknown(comparison: Comparison, row: BillRow) -> str:
    session, kind = comparison.session, DifferenceKind.UNKNOWN_REFUND
    known = _reference(comparison, row)
    comparison.record_difference(kind, known, order=row.order_number, ours=0, theirs=row.amount_fen)
    difference = bill_differences.find(session, comparison.provider, kind, known)
    if difference is not None:
        bill_differences.note_refund_state(session, difference, _STATES.get(row.refund_state, RefundState.SENT))
        refunds_elsewhere.explain(session, difference, now=comparison.now)
    return known


def _reference(comparison: Comparison, row: BillRow) -> str:
    """Return the reference of a refund that the desk did not send."""
    session, provider, order = comparison.session, comparison.provider, row.order_number
    if row.refund_number:
        return differences.refund_reference(session, provider, row.refund_number, order=order)
    return differences.reference_without_number(session, provider, order=order, amount=row.amount_fen, at=row.at)


def _compare_amount(comparison: Comparison, refund: Refund, row: BillRow) -> None:
    kind, number = DifferenceKind.REFUND_AMOUNT, row.refund_number
    if refund.amount == row.amount_fen:
        comparison.agree(kind, number, amount=row.amount_fen)
    else:
        order, ours = row.order_number, refund.amount
        comparison.record_difference(kind, number, order=order, ours=ours, theirs=row.amount_fen)


def _date(comparison: Comparison, refund: Refund, row: BillRow) -> None:
    """Mark a refund of ours as done, whatever its state: the bill has it. The ledger has it on the day of the bill."""
    day = comparison.day
    at = row.at if bill_days.date_of(row.at) == day else bill_days.at(day)
    if refund.state is not RefundState.DONE:
        refunds.finish(comparison.session, refund, at=at, now=comparison.now)
    elif refund.elsewhere is None and (refund.done_at is None or bill_days.date_of(refund.done_at) != day):
        refund.done_at = at
        add(comparison.session, refund)


def _is_foreign(comparison: Comparison, row: BillRow) -> bool:
    """Return whether neither its own number nor that of its order is of the desk's form."""
    if row.refund_number.startswith(refund_store.PREFIX) or payments.is_order_number(row.order_number):
        return False
    return payments.by_number(comparison.session, row.order_number) is None
