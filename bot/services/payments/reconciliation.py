"""Reconciliation: compares a gateway's daily bill with the stored payments and refunds.

A payment on the bill that was never reported is settled now, or is unmatched and proposed for refund. Everything else
that differs is stored once as a difference for a cashier.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.adapters.payments.models import CURRENCY, BillKind, BillRow
from bot.services.payments import differences, refunds
from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome, settle
from storage import audit
from storage.payments import bill_differences, daily_closings, payments, refunds as refund_store
from storage.payments.bill_differences import DifferenceKind
from storage.payments.payments import PaymentProvider
from storage.payments.refunds import RefundState

# Both providers publish the bill of a day at ten on the next.
BILL_READY_AT = time(10, 30)
RETRY_AFTER = timedelta(hours=1)
# For how many days back bills are asked for after an outage: the providers keep them for three months.
BILL_DAYS = 90


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
        """Store a difference once, and raise an alarm. reference: of the transaction or refund; amounts in fen."""
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


def due(session: Session, providers: Iterable[PaymentProvider], *, now: datetime) -> list[tuple[PaymentProvider, date]]:
    """Return the bills to compare now, and record that they were requested.

    These are the bills of all days up to yesterday that were not requested yet, once yesterday's are ready, and those
    requested before that never arrived.
    """
    local = local_time.local(now)
    if local.time() < BILL_READY_AT:
        return []
    wanted, yesterday = list(providers), local.date() - timedelta(days=1)
    found = [
        (one, day)
        for one in wanted
        for day in _days_without_request(session, one, yesterday)
        if bill_differences.begin_reconciliation(session, one, day, at=now)
    ]
    for stuck in bill_differences.unfinished_reconciliations(session, asked_before=now - RETRY_AFTER):
        if stuck.provider in wanted:
            bill_differences.mark_requested_again(session, stuck, at=now)
            found.append((stuck.provider, stuck.day))
    return found


def first_day_in_use(session: Session, provider: PaymentProvider) -> date | None:
    """Return the day of a provider's first payment or first request for a bill. None if it was never used."""
    paid_at = daily_closings.first_payment_at(session, provider)
    known = [bill_differences.first_day(session, provider), local_time.date_of(paid_at) if paid_at else None]
    return min((day for day in known if day is not None), default=None)


def _days_without_request(session: Session, provider: PaymentProvider, until: date) -> list[date]:
    """Return the days whose bills were never requested, from the provider's first day in use on."""
    earliest = until - timedelta(days=BILL_DAYS - 1)
    first = max(earliest, first_day_in_use(session, provider) or until)
    requested = bill_differences.requested_days(session, provider, since=earliest)
    days = [first + timedelta(days=each) for each in range((until - first).days + 1)]
    return [day for day in days if day not in requested]


def _compare_payment(comparison: Comparison, row: BillRow) -> None:
    """Settle a payment that was missed."""
    order = payments.of_provider(comparison.session, comparison.provider, row.order_number)
    if order is None and _is_foreign_payment(comparison, row):
        comparison.result.foreign += 1
        return
    comparison.sums[BillKind.PAYMENT] += row.amount_fen
    received = ReceivedPayment(
        comparison.provider, row.order_number, row.transaction_id, row.amount_fen, CURRENCY, row.at
    )
    outcome = settle(comparison.session, order.id if order else None, received, now=comparison.now)
    if outcome in (SettlementOutcome.SETTLED, SettlementOutcome.UNMATCHED):
        comparison.result.healed += 1


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
        bill_differences.date_refund(comparison.session, comparison.provider, row.refund_number, comparison.day)
        comparison.record_difference(
            DifferenceKind.UNKNOWN_REFUND, row.refund_number, order=row.order_number, ours=0, theirs=row.amount_fen
        )
        return
    refund.billed_on = comparison.day
    comparison.session.add(refund)
    comparison.session.flush()
    if refund.state is RefundState.SENT:
        refunds.finish(comparison.session, refund, now=comparison.now)
    if refund.amount != row.amount_fen:
        comparison.record_difference(
            DifferenceKind.REFUND_AMOUNT,
            row.refund_number,
            order=row.order_number,
            ours=refund.amount,
            theirs=row.amount_fen,
        )


def _is_foreign_refund(comparison: Comparison, row: BillRow) -> bool:
    """Return whether neither its own number nor that of its order is of the desk's form."""
    if row.refund_number.startswith(refund_store.PREFIX) or payments.is_order_number(row.order_number):
        return False
    return payments.by_number(comparison.session, row.order_number) is None


def _compare_stored(comparison: Comparison, billed: set[str]) -> None:
    """Find what is stored but on no bill: payments of this day, refunds done before it."""
    start = local_time.at(comparison.day)
    for paid in payments.paid_between(comparison.session, comparison.provider, start, start + timedelta(days=1)):
        if paid.transaction_id not in billed:
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
