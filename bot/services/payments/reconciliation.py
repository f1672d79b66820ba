"""Reconciliation: compares a gateway's daily bill with the stored payments and refunds.

A payment on the bill that was never reported is settled now, or is unmatched and proposed for refund. Everything else
that differs is stored once as a difference for a cashier.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.adapters.payments.models import CURRENCY, BillKind, BillRow
from bot.services.payments import bill_comparison, bill_days, billed_refunds, refund_withdrawals
from bot.services.payments.bill_comparison import Comparison, ReconciliationResult
from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome, settle
from storage import audit
from storage.database import add
from storage.payments import bill_differences, daily_closings, payments
from storage.payments.bill_differences import DifferenceKind
from storage.payments.payments import PaymentProvider


def reconcile(
    session: Session,
    provider: PaymentProvider,
    day: date,
    bill: Sequence[BillRow],
    *,
    by: UUID | None = None,
    now: datetime,
) -> ReconciliationResult:
    """Compare a day with its bill. Repeating it finds nothing new. by: the account that asked for it."""
    comparison = bill_comparison.begin(session, provider, day, now=now)
    result, sums, returned = comparison.result, comparison.sums, set[str]()
    for row, total in _by_reference(bill):
        if row.kind is BillKind.UNREADABLE:
            result.foreign += 1
        elif row.kind is BillKind.PAYMENT:
            _compare_payment(comparison, row, total)
        else:
            returned.add(billed_refunds.compare(comparison, replace(row, amount_fen=total)))
    _compare_stored(comparison, {row.transaction_id for row in bill if row.kind is BillKind.PAYMENT})
    billed_refunds.compare_stored(comparison, returned)
    comparison.forget_repeated_but({row.transaction_id for row in bill} | returned)
    result.lines = len(bill)
    bill_differences.begin_reconciliation(session, provider, day, at=now)
    received, refunded = sums[BillKind.PAYMENT], sums[BillKind.REFUND]
    bill_differences.finish_reconciliation(
        session, provider, day, at=now, lines=len(bill), received=received, refunded=refunded
    )
    audit.record(session, audit.Action.PAYMENTS_RECONCILED, by=by, on=None, at=now, day=str(day), **result.to_dict())
    return result


def _by_reference(bill: Sequence[BillRow]) -> list[tuple[BillRow, int]]:
    """Return each payment and refund once, with the sum of its lines in fen, which is another amount if they repeat."""
    found, totals = dict[tuple[str, ...], BillRow](), Counter[tuple[str, ...]]()
    for line, row in enumerate(bill):
        key = (row.kind.value, *(_reference(row) or (str(line),)))
        found.setdefault(key, row)
        totals[key] += row.amount_fen
    return [(row, totals[key]) for key, row in found.items()]


def _reference(row: BillRow) -> tuple[str, ...]:
    """Return what a line is known by; a refund without a number by its order, moment and amount. Empty without."""
    if row.kind is BillKind.PAYMENT:
        return (row.transaction_id,) if row.transaction_id else ()
    number = row.refund_number or (f"{row.at:%Y%m%d%H%M%S} {row.amount_fen}" if row.order_number else "")
    return (row.order_number, number) if number else ()


def _compare_payment(comparison: Comparison, row: BillRow, total: int) -> None:
    """Settle a payment that was missed; one that is booked belongs to the day of this bill.

    total: of all lines of the payment, in fen; it is booked once, with the amount of one line.
    """
    order = payments.of_provider(comparison.session, comparison.provider, row.order_number)
    if order is None and _is_foreign(comparison, row):
        comparison.result.foreign += 1
        return
    comparison.sums[BillKind.PAYMENT] += total
    if _is_booked(comparison, row, total):
        return
    received = ReceivedPayment(
        comparison.provider, row.order_number, row.transaction_id, row.amount_fen, CURRENCY, row.at
    )
    order_id, day = order.id if order else None, comparison.day
    outcome = settle(comparison.session, order_id, received, billed_on=day, now=comparison.now)
    if outcome in (SettlementOutcome.SETTLED, SettlementOutcome.UNMATCHED):
        comparison.result.healed += 1
    if outcome is SettlementOutcome.REPEATED or total != row.amount_fen:  # A report was booked at the same time.
        _is_booked(comparison, row, total)


def _is_booked(comparison: Comparison, row: BillRow, total: int) -> bool:
    """Date a booked payment by its bill, and record another amount. Returns False if it is not booked."""
    booked = payments.transaction_by_provider_id(comparison.session, comparison.provider, row.transaction_id)
    if booked is None:
        return False
    before, number, order = booked.billed_on, row.transaction_id, booked.order_number
    if comparison.is_repeated(row.kind, number, before, order=order, ours=booked.amount, theirs=total):
        return True
    booked.billed_on = comparison.day
    add(comparison.session, booked)
    refund_withdrawals.revive(comparison.session, booked, now=comparison.now)
    if before is None:
        refund_withdrawals.return_what_came(comparison.session, booked, now=comparison.now)
    if before != comparison.day:
        comparison.note_move(row.transaction_id, order=order, amount=booked.amount)
    comparison.withdraw(DifferenceKind.MISSING_AT_GATEWAY, row.transaction_id)
    kind, ours = DifferenceKind.WRONG_AMOUNT, booked.amount
    if booked.amount == total:
        comparison.agree(kind, row.transaction_id, amount=total)
    else:
        comparison.record_difference(kind, row.transaction_id, order=order, ours=ours, theirs=total)
    return True


def _is_foreign(comparison: Comparison, row: BillRow) -> bool:
    """Return whether it is another business's of the merchant: its number is not of the desk's form, nor is it booked.

    What the gateway reported to the desk is booked, whatever its number.
    """
    if payments.is_order_number(row.order_number):
        return False
    return payments.transaction_by_provider_id(comparison.session, comparison.provider, row.transaction_id) is None


def _compare_stored(comparison: Comparison, billed: Collection[str]) -> None:
    """Find payments of this day that its bill does not have. billed: the transactions that it has."""
    day, start = comparison.day, bill_days.at(comparison.day)
    span = start, start + timedelta(days=1)
    for paid in daily_closings.payments_of(comparison.session, comparison.provider, day, day, span=span):
        if paid.transaction_id not in billed:
            paid.billed_on = None
            add(comparison.session, paid)
            kind, ours = DifferenceKind.MISSING_AT_GATEWAY, paid.amount
            order, reference = paid.order_number, paid.transaction_id
            comparison.record_difference(kind, reference, order=order, ours=ours, theirs=0, on_bill=False)
            refund_withdrawals.withdraw_booked_out(comparison.session, paid, now=comparison.now)
