"""Reports of providers beside payments: each is stored once and confirmed, and none settles anything.

A refund of ours is asked about at once, as the report says little. One that the desk did not send, such as from the
provider's console, is a difference for a cashier, as on the bill.
"""

import logging
from datetime import datetime

from sqlmodel import Session

from bot.adapters.payments.webhook_events import ProviderReport
from bot.services.payments import bill_days, differences, refund_questions, refunds_elsewhere
from storage.payments import bill_differences, payments, provider_reports, refunds as refund_store
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import PaymentProvider, PaymentTransaction
from storage.payments.provider_reports import ProviderReportRow, ReportKind
from storage.payments.refunds import RefundState

log = logging.getLogger("chezhu.payments")

REFUNDS = (ReportKind.REFUND_DONE, ReportKind.REFUND_FAILED)


def receive(session: Session, report: ProviderReport, *, now: datetime) -> bool:
    """Store a report, and follow one about a refund. Returns False for a repeated report."""
    row = ProviderReportRow(
        provider=report.provider,
        event_id=report.event_id,
        kind=report.kind,
        word=report.word,
        order_number=report.order_number,
        transaction_id=report.transaction_id,
        refund_number=report.refund_number,
        amount=report.amount_fen,
        received_at=now,
    )
    if not provider_reports.put(session, row):
        return False
    if report.kind is ReportKind.OTHER:
        log.warning("a provider reports something unknown", extra={"provider": report.provider.value, "report": row.id})
    if report.kind in REFUNDS:
        _follow(session, report, now=now)
    return True


def _follow(session: Session, report: ProviderReport, *, now: datetime) -> None:
    refund = refund_store.by_gateway_number(session, report.refund_number)
    if refund is not None:
        refund_questions.ask(session, refund, is_moved=report.kind is ReportKind.REFUND_DONE, now=now)
        return
    booked = payments.transaction_by_provider_id(session, report.provider, report.transaction_id)
    if booked is None or not report.refund_number:
        return
    order, number = report.order_number, report.refund_number
    reference = differences.refund_reference(session, report.provider, number, order=order)
    if report.kind is not ReportKind.REFUND_DONE:
        _note_state(session, report.provider, reference, RefundState.FAILED)
        return
    amount = _amount(session, report, booked, reference)
    if amount < 1:
        return  # Reports came in another order: the bill says how much each refund was.
    differences.record(
        session,
        report.provider,
        DifferenceKind.UNKNOWN_REFUND,
        reference,
        day=bill_days.date_of(now),
        order=order,
        ours=0,
        theirs=amount,
        now=now,
    )
    difference = _note_state(session, report.provider, reference, RefundState.DONE)
    if difference is not None:
        refunds_elsewhere.explain(session, difference, now=now)


def _note_state(
    session: Session, provider: PaymentProvider, reference: str, state: RefundState
) -> BillDifference | None:
    """Keep what has become of a refund that the desk did not send, and return its difference, if there is one."""
    difference = bill_differences.find(session, provider, DifferenceKind.UNKNOWN_REFUND, reference)
    if difference is not None:
        bill_differences.note_refund_state(session, difference, state)
    return difference


def _amount(session: Session, report: ProviderReport, booked: PaymentTransaction, reference: str) -> int:
    """Return how much this refund was, in fen: Alipay reports how much of the payment has gone back so far."""
    if report.provider is not PaymentProvider.ALIPAY:
        return report.amount_fen
    own = [each for each in refund_store.of_transaction(session, booked.id) if each.elsewhere is None]
    sent = sum(each.amount for each in own if each.state in (RefundState.SENT, RefundState.DONE))
    others = bill_differences.unknown_refunds(session, report.provider, report.order_number)
    known = sum(each.theirs for each in others if each.reference != reference)
    return report.amount_fen - sent - known
