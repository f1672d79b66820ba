"""Ledger export for accounting: totals of payments and refunds by provider, and a CSV file with a line for each."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import IO
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.money import to_yuan
from bot.services.payments import refunds
from bot.services.staff import permissions
from bot.services.values import csv_safety
from storage import audit, files
from storage.identity.accounts import Account
from storage.payments import payments, refunds as refund_store
from storage.payments.payments import PaymentProvider, PaymentTransaction
from storage.payments.refunds import Refund
from storage.staff.members import StaffRole
from storage.violations.decisions import Decision

COLUMNS = (
    "kind",
    "at",
    "provider",
    "order",
    "transaction",
    "refund",
    "decision",
    "fine_yuan",
    "late_fee_yuan",
    "amount_yuan",
    "remark",
)
AMOUNTS = frozenset({"fine_yuan", "late_fee_yuan", "amount_yuan"})
FILE_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class ProviderTotals:
    """Number and sum (fen) of the payments and of the refunds of one provider in some days."""

    provider: PaymentProvider
    paid: int
    amount: int
    refunds: int
    refunded: int


@dataclass(frozen=True)
class MonthExport:
    """The current month up to today: totals, and the stored CSV file."""

    since: date
    until: date
    totals: list[ProviderTotals]
    file_id: UUID


def export_month(session: Session, *, by: Account, now: datetime) -> MonthExport:
    """Store the CSV file of the current month for a cashier to download within a day. Raises NotStaff."""
    permissions.require(session, by, StaffRole.CASHIER)
    until = local_time.date_of(now)
    since = until.replace(day=1)
    table = io.StringIO()
    write(session, table, since, until)
    file_id = files.store(
        session,
        table.getvalue().encode("utf-8-sig"),  # Spreadsheets recognise UTF-8 by its byte order mark.
        kind="accounting",
        name=f"payments-{since:%Y-%m}.csv",
        media_type="text/csv",
        at=now,
        delete_at=now + FILE_KEPT,
    )
    audit.record(session, audit.Action.PAYMENTS_EXPORTED, by=by.id, on=None, at=now)
    return MonthExport(since, until, _totals(session, since, until), file_id)


def write(session: Session, file: IO[str], since: date, until: date) -> int:
    """Write payments and refunds from one day to another, both included, as CSV. Returns the number of lines.

    A payment has a line for each decision it paid; a payment that settled nothing and a refund have one line each.
    Cells are safe for spreadsheets; amounts stay numbers, those of refunds negative.
    """
    table, lines = csv.DictWriter(file, COLUMNS), 0
    table.writeheader()
    for line in _rows(session, since, until):
        table.writerow({name: text if name in AMOUNTS else csv_safety.escape(text) for name, text in line.items()})
        lines += 1
    return lines


def _totals(session: Session, since: date, until: date) -> list[ProviderTotals]:
    start, end = _span(since, until)
    refunded = refund_store.done_between(session, start, end)
    return [_of_provider(session, provider, refunded, start, end) for provider in PaymentProvider]


def _rows(session: Session, since: date, until: date) -> Iterator[dict[str, str]]:
    start, end = _span(since, until)
    for transaction in payments.paid_between(session, None, start, end):
        yield from _paid(session, transaction)
    for refund in refund_store.done_between(session, start, end):
        yield _refunded(session, refund)


def _of_provider(
    session: Session, provider: PaymentProvider, refunded: list[Refund], start: datetime, end: datetime
) -> ProviderTotals:
    paid = payments.paid_between(session, provider, start, end)
    own = [refund for refund in refunded if refunds.transaction_of(session, refund).provider is provider]
    return ProviderTotals(
        provider, len(paid), sum(each.amount for each in paid), len(own), sum(each.amount for each in own)
    )


def _paid(session: Session, transaction: PaymentTransaction) -> Iterator[dict[str, str]]:
    common = {
        "kind": "payment",
        "at": _moment(transaction.paid_at),
        "provider": transaction.provider.value,
        "order": transaction.order_number,
        "transaction": transaction.transaction_id,
    }
    if not transaction.settles or transaction.order_id is None:
        yield common | {"amount_yuan": to_yuan(transaction.amount), "remark": "to be refunded"}
        return
    for line in payments.lines_of(session, transaction.order_id):
        decision = session.get(Decision, line.decision_id)
        yield common | {
            "decision": decision.number if decision else "",
            "fine_yuan": to_yuan(line.fine),
            "late_fee_yuan": to_yuan(line.late_fee),
            "amount_yuan": to_yuan(line.fine + line.late_fee),
        }


def _refunded(session: Session, refund: Refund) -> dict[str, str]:
    transaction = refunds.transaction_of(session, refund)
    decision = session.get(Decision, refund.about)
    assert refund.done_at is not None
    return {
        "kind": "refund",
        "at": _moment(refund.done_at),
        "provider": transaction.provider.value,
        "order": transaction.order_number,
        "transaction": transaction.transaction_id,
        "refund": refund.gateway_number,
        "decision": decision.number if decision else "",
        "amount_yuan": "-" + to_yuan(refund.amount),
        "remark": refund.reason.value,
    }


def _span(since: date, until: date) -> tuple[datetime, datetime]:
    return local_time.at(since), local_time.at(until + timedelta(days=1))


def _moment(at: datetime) -> str:
    return local_time.local(at).isoformat(timespec="seconds")
