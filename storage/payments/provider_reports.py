"""Reports of payment providers beside payments, such as unpaid orders and refunds, each stored once.

Providers repeat a report until it is confirmed, always with the same id: provider and id are the idempotency key.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Session

from storage.database import UuidRow, add_once, choice, fen, instant
from storage.payments.payments import PaymentProvider
from storage.retention import RetentionPeriod, delete_after, older


class ReportKind(StrEnum):
    """What a provider reports beside a payment."""

    WAITING = "waiting"
    CLOSED = "closed"
    REFUND_DONE = "refund_done"
    REFUND_FAILED = "refund_failed"
    OTHER = "other"  # Of a kind that this version does not know.


class ProviderReportRow(UuidRow, table=True):
    """One report whose signature was verified. word: the provider's name of the event or state."""

    __tablename__ = "provider_reports"
    __table_args__ = (UniqueConstraint("provider", "event_id"),)

    provider: PaymentProvider = choice(PaymentProvider)
    event_id: str
    kind: ReportKind = choice(ReportKind)
    word: str
    order_number: str
    transaction_id: str
    refund_number: str
    amount: int = fen()
    received_at: datetime = instant(index=True)


delete_after(RetentionPeriod.RECORD_DAYS, ProviderReportRow, older("received_at"))


def put(session: Session, report: ProviderReportRow) -> bool:
    """Insert a report. Returns False if it is stored already."""
    return add_once(session, ProviderReportRow, report.model_dump())
