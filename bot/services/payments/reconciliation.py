"""Reconciliation: compares a gateway's daily bill with the stored payments and refunds.

A payment on the bill that was never reported is settled now, or is unmatched and proposed for refund. Everything else
that differs is stored once as a difference for a cashier.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.adapters.payments.models import CURRENCY, BillKind, BillRow
from bot.services.payments import differences, refunds
from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome, settle
from storage import audit
from storage.database import add
from storage.payments import bill_differences, daily_closings, payments, refunds as refund_store
from storage.payments.bill_differences import DifferenceKind
from storage.payments.payments import PaymentProvider
from storage.payments.refunds import Refund, RefundState


@dataclass
class ReconciliationResult:
    """What a comparison found: lines of the bill, missed payments, new differences, lines of other businesses."""

    lines: int = 0
    healed: int = 0
    differences: int = 0
    foreign: int = 0

    def to_dict(self) -> dict[str, int]:
        """Return it as JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class Comparison:
    """The comparison of one day with one provider. sums: of our payments and refunds on the bill, in fen."""

    session: Session
    provider: PaymentProvider
    day: date
    now: datetime
    result: ReconciliationResult
    sums: Counter[BillKind] = field(default_factory=Counter)

    def record_difference(self, kind: DifferenceKind, reference: str, *, order: str, ours: int, theirs: int) -> None:
        """Store a difference once, and raise an alarm; one that is known follows the bill.

        reference: of the transaction or refund; amounts in fen.
        """
        known = bill_differences.find(self.session, self.provider, kind, reference)
        if known is not None:
            if theirs:
                bill_differences.follow_bill(self.session, known, day=self.day, theirs=theirs)
            return
        self.result.differences += differences.record(
            self.session,
            self.provider,
            kind,
            reference,
            day=self.day,
            order=order,
            ours=ours,
            theirs=theirs,
            now=self.now,
        )

    def withdraw(self, kind: DifferenceKind, reference: str, *, amount: int) -> None:
        """Resolve a difference, if there is one, about what the bill has with this amount."""
        known = bill_differences.find(self.session, self.provider, kind, reference)
        if known is not None:
            bill_differences.follow_bill(self.session, known, day=known.day, theirs=amount)
            differences.withdraw(self.session, self.provider, kind, reference, now=self.now)


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
    comparison = Comparison(session, provider, day, now, ReconciliationResult(lines=len(bill)))
    for row in bill:
        if row.kind is BillKind.UNREADABLE:
            comparison.result.foreign += 1
        elif row.kind is BillKind.PAYMENT:
            _compare_payment(comparison, row)
        else:
            _compare_refund(comparison, row)
    _compare_stored(comparison, {row.transaction_id for row in bill if row.kind is BillKind.PAYMENT})
    bill_differences.begin_reconciliation(session, provider, day, at=now)
    received, refunded = comparison.sums[BillKind.PAYMENT], comparison.sums[BillKind.REFUND]
    bill_differences.finish_reconciliation(
        session, provider, day, at=now, lines=len(bill), received=received, refunded=refunded
    )
    audit.record(
        session,
        audit.Action.PAYMENTS_RECONCILED,
        by=by,
        on=None,
        at=now,
        day=str(day),
        **comparison.result.to_dict(),
    )
    return comparison.result


def _compare_payment(comparison: Comparison, row: BillRow) -> None:
    """Settle a payment that was missed; one that is booked belongs to the day of this bill."""
    order = payments.of_provider(comparison.session, comparison.provider, row.order_number)
    if order is None and _is_foreign_payment(comparison, row):
        comparison.result.foreign += 1
        return
    comparison.sums[BillKind.PAYMENT] += row.amount_fen
    if _is_booked(comparison, row):
        return
    received = ReceivedPayment(
        comparison.provider, row.order_number, row.transaction_id, row.amount_fen, CURRENCY, row.at
    )
    outcome = settle(comparison.session, order.id if order else None, received, now=comparison.now)
    if outcome in (SettlementOutcome.SETTLED, SettlementOutcome.UNMATCHED):
        comparison.result.healed += 1
    _is_booked(comparison, row)


def _is_booked(comparison: Comparison, row: BillRow) -> bool:
    """Date a booked payment by its bill, and record another amount. Returns False if it is not booked."""
    booked = payments.transaction_by_provider_id(comparison.session, comparison.provider, row.transaction_id)
    if booked is None:
        return False
    booked.billed_on = comparison.day
    add(comparison.session, booked)
    differences.withdraw(
        comparison.session,
        comparison.provider,
        DifferenceKind.MISSING_AT_GATEWAY,
        row.transaction_id,
        now=comparison.now,
    )
    kind = DifferenceKind.WRONG_AMOUNT
    if booked.amount == row.amount_fen:
        comparison.withdraw(kind, row.transaction_id, amount=row.amount_fen)
    else:
        comparison.record_difference(
            kind, row.transaction_id, order=booked.order_number, ours=booked.amount, theirs=row.amount_fen
        )
    return True


def _is_foreign_payment(comparison: Comparison, row: BillRow) -> bool:
    """Return whether it is another business's of the merchant: its number is not of the desk's form, nor is it booked.

    What the gateway reported to the desk is booked, whatever its number.
    """
    if payments.is_order_number(row.order_number):
        return False
    return payments.transaction_by_provider_id(comparison.session, comparison.provider, row.transaction_id) is None


def _compare_refund(comparison: Comparison, row: BillRow) -> None:
    refund = refund_store.by_gateway_number(comparison.session, row.refund_number)
    if refund is None and _is_foreign_refund(comparison, row):
        comparison.result.foreign += 1
        return
    comparison.sums[BillKind.REFUND] += row.amount_fen
    if refund is None:
        comparison.record_difference(
            DifferenceKind.UNKNOWN_REFUND, row.refund_number, order=row.order_number, ours=0, theirs=row.amount_fen
        )
        return
    refund.billed_on = comparison.day
    comparison.session.add(refund)
    comparison.session.flush()
    _date_refund(comparison, refund, row)
    if refund.amount != row.amount_fen:
        comparison.record_difference(
            DifferenceKind.REFUND_AMOUNT,
            row.refund_number,
            order=row.order_number,
            ours=refund.amount,
            theirs=row.amount_fen,
        )
    else:
        comparison.withdraw(DifferenceKind.REFUND_AMOUNT, row.refund_number, amount=row.amount_fen)


def _date_refund(comparison: Comparison, refund: Refund, row: BillRow) -> None:
    """Mark a refund of ours as done, whatever its state: the bill has it. The ledger has it on the day of the bill."""
    day = comparison.day
    at = row.at if local_time.date_of(row.at) == day else local_time.at(day)
    if refund.state is not RefundState.DONE:
        refunds.finish(comparison.session, refund, at=at, now=comparison.now)
    elif refund.done_at is None or local_time.date_of(refund.done_at) != day:
        refund.done_at = at
        add(comparison.session, refund)


def _is_foreign_refund(comparison: Comparison, row: BillRow) -> bool:
    """Return whether neither its own number nor that of its order is of the desk's form."""
    if row.refund_number.startswith(refund_store.PREFIX) or payments.is_order_number(row.order_number):
        return False
    return payments.by_number(comparison.session, row.order_number) is None


def _compare_stored(comparison: Comparison, billed: set[str]) -> None:
    """Find what is stored but on no bill: payments of this day, refunds done before it."""
    day, start = comparison.day, local_time.at(comparison.day)
    span = start, start + timedelta(days=1)
    for paid in daily_closings.payments_of(comparison.session, comparison.provider, day, day, span=span):
        if paid.transaction_id not in billed:
            paid.billed_on = None
            add(comparison.session, paid)
            comparison.record_difference(
                DifferenceKind.MISSING_AT_GATEWAY,
                paid.transaction_id,
                order=paid.order_number,
                ours=paid.amount,
                theirs=0,
            )
    for refund in refund_store.unbilled(comparison.session, done_before=start):
        transaction = refunds.transaction_of(comparison.session, refund)
        if transaction.provider is comparison.provider:
            comparison.record_difference(
                DifferenceKind.REFUND_MISSING_AT_GATEWAY,
                refund.gateway_number,
                order=transaction.order_number,
                ours=refund.amount,
                theirs=0,
            )
