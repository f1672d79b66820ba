"""Reconciliation: compares a gateway's daily bill with the stored payments and refunds.

A payment on the bill that was never reported is settled now, or proposed for refund. Everything else that differs is
stored once as a difference for a cashier.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.adapters.payments.models import CURRENCY, BillKind, BillRow
from bot.errors import NotYours, OwnMatter, Refusal
from bot.services.payments import order_matters, refunds
from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome, settle
from bot.services.staff import alarms, permissions
from storage import audit
from storage.database import counters
from storage.identity.accounts import Account
from storage.payments import bill_differences, payments, refunds as refund_store
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import PaymentOrder, PaymentProvider
from storage.payments.refunds import RefundState
from storage.staff.alarms import AlarmKind
from storage.staff.members import StaffRole

# Both providers publish the bill of a day at ten on the next.
BILL_READY_AT = time(10, 30)
RETRY_AFTER = timedelta(hours=1)


class DifferenceResolved(Refusal, key="refused-difference-settled", offers=("refund",)):
    """Another cashier has resolved the difference."""


@dataclass
class ReconciliationResult:
    """What a comparison found: lines of the bill, payments that had been missed, new differences."""

    lines: int = 0
    healed: int = 0
    differences: int = 0

    def to_dict(self) -> dict[str, int]:
        """Return it as JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class Comparison:
    """The comparison of one day with one provider."""

    session: Session
    provider: PaymentProvider
    day: date
    now: datetime
    result: ReconciliationResult

    def record_difference(self, kind: DifferenceKind, reference: str, *, order: str, ours: int, theirs: int) -> None:
        """Store a difference once, and raise an alarm. reference: of the transaction or refund; amounts in fen."""
        if bill_differences.is_known(self.session, self.provider, kind, reference):
            return
        difference = BillDifference(
            number=counters.next_number(self.session, "difference"),
            day=self.day,
            provider=self.provider,
            kind=kind,
            reference=reference,
            order_number=order,
            ours=ours,
            theirs=theirs,
            found_at=self.now,
        )
        if bill_differences.put(self.session, difference):
            self.result.differences += 1
            audit.record(
                self.session, audit.Action.DIFFERENCE_FOUND, by=None, on=difference.id, at=self.now, kind=kind.value
            )
            alarms.raise_alarm(self.session, AlarmKind.DIFFERENCE_FOUND, f"{difference.number}", now=self.now)


def reconcile(
    session: Session, provider: PaymentProvider, day: date, bill: Sequence[BillRow], *, now: datetime
) -> ReconciliationResult:
    """Compare a day with its bill. Repeating it finds nothing new."""
    comparison = Comparison(session, provider, day, now, ReconciliationResult(lines=len(bill)))
    for row in bill:
        if row.kind is BillKind.PAYMENT:
            _compare_payment(comparison, row)
        else:
            _compare_refund(comparison, row)
    _compare_stored(comparison, {row.transaction_id for row in bill if row.kind is BillKind.PAYMENT})
    bill_differences.begin_reconciliation(session, provider, day, at=now)
    bill_differences.finish_reconciliation(session, provider, day, at=now, lines=len(bill))
    audit.record(
        session,
        audit.Action.PAYMENTS_RECONCILED,
        by=None,
        on=None,
        at=now,
        day=str(day),
        **comparison.result.to_dict(),
    )
    return comparison.result


def due(session: Session, providers: Iterable[PaymentProvider], *, now: datetime) -> list[tuple[PaymentProvider, date]]:
    """Return the bills to compare now, and record that they were requested.

    These are yesterday's bills once they are ready, and those requested before that never arrived.
    """
    local = local_time.local(now)
    if local.time() < BILL_READY_AT:
        return []
    wanted, yesterday = list(providers), local.date() - timedelta(days=1)
    found = [
        (one, yesterday) for one in wanted if bill_differences.begin_reconciliation(session, one, yesterday, at=now)
    ]
    for stuck in bill_differences.unfinished_reconciliations(session, asked_before=now - RETRY_AFTER):
        if stuck.provider in wanted:
            bill_differences.mark_requested_again(session, stuck, at=now)
            found.append((stuck.provider, stuck.day))
    return found


def open_differences(session: Session, *, by: Account) -> list[BillDifference]:
    """Return the unresolved differences, without those about payments of the reader. Raises NotStaff."""
    permissions.require(session, by, StaffRole.CASHIER)
    return [each for each in bill_differences.open_ones(session) if not _is_own(session, each, by=by)]


def find_difference(session: Session, difference_id: UUID, *, by: Account) -> BillDifference:
    """Return a difference, for a cashier. Raises NotStaff, NotYours or OwnMatter."""
    permissions.require(session, by, StaffRole.CASHIER)
    difference = session.get(BillDifference, difference_id)
    if difference is None:
        raise NotYours
    if _is_own(session, difference, by=by):
        raise OwnMatter
    return difference


def resolve_difference(session: Session, difference_id: UUID, *, by: Account, now: datetime) -> BillDifference:
    """Mark a difference as resolved by a cashier. Raises NotStaff, NotYours, OwnMatter or DifferenceResolved."""
    difference = find_difference(session, difference_id, by=by)
    if not bill_differences.resolve(session, difference, by=by.id, at=now):
        raise DifferenceResolved
    audit.record(session, audit.Action.DIFFERENCE_SETTLED, by=by.id, on=difference.id, at=now)
    return difference


def _is_own(session: Session, difference: BillDifference, *, by: Account) -> bool:
    order = payments.by_number(session, difference.order_number)
    return order is not None and order_matters.is_own(session, order, by=by)


def _compare_payment(comparison: Comparison, row: BillRow) -> None:
    order = payments.by_number(comparison.session, row.order_number)
    if order is None:
        comparison.record_difference(
            DifferenceKind.UNKNOWN_ORDER, row.transaction_id, order=row.order_number, ours=0, theirs=row.amount_fen
        )
        return
    received = ReceivedPayment(
        comparison.provider, row.order_number, row.transaction_id, row.amount_fen, CURRENCY, row.at
    )
    outcome = settle(comparison.session, order.id, received, now=comparison.now)
    if outcome in (SettlementOutcome.SETTLED, SettlementOutcome.EXTRA):
        comparison.result.healed += 1
    elif outcome is SettlementOutcome.MISMATCH:
        comparison.record_difference(
            DifferenceKind.WRONG_AMOUNT,
            row.transaction_id,
            order=row.order_number,
            ours=order.amount,
            theirs=row.amount_fen,
        )


def _compare_refund(comparison: Comparison, row: BillRow) -> None:
    refund = refund_store.by_gateway_number(comparison.session, row.refund_number)
    if refund is None:
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


def _compare_stored(comparison: Comparison, billed: set[str]) -> None:
    """Find what is stored but on no bill: payments of this day, refunds done before it."""
    start = local_time.at(comparison.day)
    for paid in payments.paid_between(comparison.session, comparison.provider, start, start + timedelta(days=1)):
        if paid.transaction_id not in billed:
            order = comparison.session.get(PaymentOrder, paid.order_id)
            comparison.record_difference(
                DifferenceKind.MISSING_AT_GATEWAY,
                paid.transaction_id,
                order=order.number if order else "",
                ours=paid.amount,
                theirs=0,
            )
    for refund in refund_store.unbilled(comparison.session, done_before=start):
        order = refunds.order_of(comparison.session, refund)
        if order.provider is comparison.provider:
            comparison.record_difference(
                DifferenceKind.REFUND_MISSING_AT_GATEWAY,
                refund.gateway_number,
                order=order.number,
                ours=refund.amount,
                theirs=0,
            )
