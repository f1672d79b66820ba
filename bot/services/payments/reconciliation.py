"""Reconciling: the gateway's bill of a day against our books. What we missed is settled; what differs is a task.

A payment on the bill that we never heard of settles its order now, or is proposed to go back.
Everything else that does not agree is kept for a cashier, once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.adapters.payments.models import CURRENCY, BillKind, BillRow
from bot.errors import NotYours, Refusal
from bot.services.payments import refunds
from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome, settle
from bot.services.staff import alarms, permissions
from storage import audit
from storage.database import counters
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.payments import bill_differences, payments
from storage.payments import refunds as refund_store
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import PaymentProvider
from storage.payments.refunds import RefundState
from storage.staff.alarms import AlarmKind
from storage.staff.members import StaffRole

READY_AT = time(10, 30)
"""Both providers have the bill of a day at ten on the next."""
AGAIN_AFTER = timedelta(hours=1)


class DifferenceSettled(Refusal):
    """Another cashier has seen to it."""

    key = "refused-difference-settled"
    offers = ("refund",)


@dataclass
class ReconciliationResult:
    """What a comparison found: lines of the bill, payments we had missed, new differences."""

    lines: int = 0
    healed: int = 0
    differences: int = 0

    def told(self) -> dict[str, int]:
        """Return it as JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class Comparison:
    """One day's comparison with one provider, at a moment."""

    session: Session
    provider: PaymentProvider
    day: date
    now: datetime
    summary: ReconciliationResult

    def differ(self, kind: DifferenceKind, reference: str, *, order: str, ours: int, theirs: int) -> None:
        """Keep a difference, once."""
        if bill_differences.known(self.session, self.provider, kind, reference):
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
            self.summary.differences += 1
            audit.record(
                self.session, audit.Action.DIFFERENCE_FOUND, by=None, on=difference.id, at=self.now, kind=kind.value
            )
            alarms.raise_alarm(self.session, AlarmKind.DIFFERENCE_FOUND, f"{difference.number}", now=self.now)


def reconcile(
    session: Session, provider: PaymentProvider, day: date, bill: Sequence[BillRow], *, now: datetime
) -> ReconciliationResult:
    """Compare a day. The same day again finds nothing new."""
    books = Comparison(session, provider, day, now, ReconciliationResult(lines=len(bill)))
    for row in bill:
        if row.kind is BillKind.PAYMENT:
            _compare_payment(books, row)
        else:
            _compare_refund(books, row)
    _look_for_missing(books, {row.transaction_id for row in bill if row.kind is BillKind.PAYMENT})
    bill_differences.begin(session, provider, day, at=now)
    bill_differences.finish(session, provider, day, at=now, lines=len(bill))
    audit.record(
        session, audit.Action.PAYMENTS_RECONCILED, by=None, on=None, at=now, day=str(day), **books.summary.told()
    )
    return books.summary


def request_daily(session: Session, providers: Iterable[PaymentProvider], *, now: datetime) -> None:
    """Order yesterday's comparison once the bill is ready, and again what was asked for and never came back."""
    local = local_time.local(now)
    if local.time() < READY_AT:
        return
    wanted = list(providers)
    for provider in wanted:
        yesterday = local.date() - timedelta(days=1)
        if bill_differences.begin(session, provider, yesterday, at=now):
            request(session, provider, yesterday, now=now)
    for stuck in bill_differences.unfinished(session, asked_before=now - AGAIN_AFTER):
        if stuck.provider in wanted:
            bill_differences.ask_again(session, stuck, at=now)
            request(session, stuck.provider, stuck.day, now=now)


def request(session: Session, provider: PaymentProvider, day: date, *, now: datetime) -> None:
    """Order the comparison of a day with one provider, in nobody's turn."""
    arguments = {"provider": provider.value, "day": day.isoformat()}
    content = {"task": "payments.reconcile", "arguments": arguments, "lane": "desk"}
    outbox.put(session, outbox.Channel.TASK, f"task:payments.reconcile:{provider.value}", content, at=now)


def settle_difference(session: Session, difference_id: UUID, *, by: Account, now: datetime) -> BillDifference:
    """Write down that a cashier has seen to a difference. Raises NotStaff, NotYours, DifferenceSettled."""
    permissions.require(session, by, StaffRole.CASHIER)
    difference = bill_differences.get(session, difference_id)
    if difference is None:
        raise NotYours
    if not bill_differences.settle(session, difference, by=by.id, at=now):
        raise DifferenceSettled
    audit.record(session, audit.Action.DIFFERENCE_SETTLED, by=by.id, on=difference.id, at=now)
    return difference


def _compare_payment(books: Comparison, row: BillRow) -> None:
    order = payments.by_number(books.session, row.order_number)
    if order is None:
        books.differ(
            DifferenceKind.UNKNOWN_ORDER, row.transaction_id, order=row.order_number, ours=0, theirs=row.amount_fen
        )
        return
    received = ReceivedPayment(books.provider, row.order_number, row.transaction_id, row.amount_fen, CURRENCY, row.at)
    outcome = settle(books.session, order.id, received, now=books.now)
    if outcome in (SettlementOutcome.SETTLED, SettlementOutcome.EXTRA):
        books.summary.healed += 1
    elif outcome is SettlementOutcome.MISMATCH:
        books.differ(
            DifferenceKind.WRONG_AMOUNT,
            row.transaction_id,
            order=row.order_number,
            ours=order.amount,
            theirs=row.amount_fen,
        )


def _compare_refund(books: Comparison, row: BillRow) -> None:
    refund = refund_store.by_gateway_number(books.session, row.refund_number)
    if refund is None:
        books.differ(
            DifferenceKind.UNKNOWN_REFUND, row.refund_number, order=row.order_number, ours=0, theirs=row.amount_fen
        )
        return
    refund.billed_on = books.day
    books.session.add(refund)
    books.session.flush()
    if refund.state is RefundState.SENT:
        refunds.finish(books.session, refund, now=books.now)
    if refund.amount != row.amount_fen:
        books.differ(
            DifferenceKind.REFUND_AMOUNT,
            row.refund_number,
            order=row.order_number,
            ours=refund.amount,
            theirs=row.amount_fen,
        )


def _look_for_missing(books: Comparison, billed: set[str]) -> None:
    """Find what stands in our books and on no bill: payments of this day, refunds finished before it."""
    start = local_time.at(books.day)
    for paid in payments.paid_between(books.session, books.provider, start, start + timedelta(days=1)):
        if paid.transaction_id not in billed:
            order = payments.get(books.session, paid.order_id)
            books.differ(
                DifferenceKind.MISSING_AT_GATEWAY,
                paid.transaction_id,
                order=order.number if order else "",
                ours=paid.amount,
                theirs=0,
            )
    for refund in refund_store.unbilled(books.session, done_before=start):
        order = refunds.order_of(books.session, refund)
        if order.provider is books.provider:
            books.differ(
                DifferenceKind.REFUND_MISSING_AT_GATEWAY,
                refund.gateway_number,
                order=order.number,
                ours=refund.amount,
                theirs=0,
            )
