"""Ledger export for accounting (账表): totals by provider of any days, and a table as XLSX and CSV.

A payment has a line for each decision it paid; a payment that paid nothing, a refund, and what a resolved difference
changes, have one line each. A refund that a bill has and that was then paid in cash has one of each. So the lines of a
provider add up to what the closings of the same days have.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import IO
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.money import to_yuan
from bot.services.payments import bill_days, differences, receipts, refunds
from bot.services.payments.periods import Period
from bot.services.staff import permissions
from bot.services.values import csv_safety, xlsx
from storage import audit, files
from storage.identity.accounts import Account
from storage.payments import bill_differences, daily_closings, payments, refunds as refund_store
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import PaymentProvider, PaymentTransaction
from storage.payments.refunds import Refund, RefundState, RefundWay
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
    "receipt",
    "fine_yuan",
    "late_fee_yuan",
    "amount_yuan",
    "remark",
)
AMOUNTS = frozenset({"fine_yuan", "late_fee_yuan", "amount_yuan"})
FILE_KEPT = timedelta(days=1)
MOST_DAYS = 366

Line = dict[str, str]
# What was paid back in the provider's console stands on its bill, and in the line of that; cash is no provider's.
_ELSEWHERE = {
    RefundWay.CONSOLE: {"amount_yuan": "", "remark": "console"},
    RefundWay.CASH: {"provider": "cash", "remark": "cash"},
}
Word = Callable[[str], str]
_REMARKS = {"refund": "refund-reason", "correction": "difference"}  # Of which kind the remark of a line is.


@dataclass(frozen=True)
class ProviderTotals:
    """Number and sum (fen) of the payments and of the refunds of one provider in some days."""

    provider: PaymentProvider
    paid: int
    amount: int
    refunds: int
    refunded: int


@dataclass(frozen=True)
class LedgerExport:
    """Some days: totals, and the stored files, XLSX and CSV."""

    period: Period
    totals: list[ProviderTotals]
    files: tuple[UUID, UUID]


def export(session: Session, period: Period, word: Word, *, by: Account, now: datetime) -> LedgerExport:
    """Store the tables of some days for a cashier to download within a day. Raises NotStaff.

    word: returns the text of a key in the language of the tables.
    """
    permissions.require(session, by, StaffRole.CASHIER)
    header = [word(f"ledger-column-{name.replace('_', '-')}") for name in COLUMNS]
    found = [_in_words(line, word) for line in lines(session, period)]
    sheet = xlsx.to_xlsx(word("ledger-sheet"), header, ([_cell(line, each) for each in COLUMNS] for line in found))

    def store(content: bytes, ending: str, media_type: str) -> UUID:
        name = f"payments-{period.since}-{period.until}.{ending}"
        until = now + FILE_KEPT
        return files.store(
            session, content, kind="accounting", name=name, media_type=media_type, at=now, delete_at=until
        )

    stored = store(sheet, "xlsx", xlsx.MEDIA_TYPE), store(_csv(header, found), "csv", "text/csv")
    days = {"since": str(period.since), "until": str(period.until)}
    audit.record(session, audit.Action.PAYMENTS_EXPORTED, by=by.id, on=None, at=now, **days)
    return LedgerExport(period, _totals(session, period), stored)


def write(session: Session, file: IO[str], since: date, until: date) -> int:
    """Write payments and refunds from one day to another, both included, as CSV. Returns the number of lines.

    The header and the words are English names that do not change. Cells are safe for spreadsheets; amounts stay
    numbers, those of refunds negative.
    """
    table, count = csv.DictWriter(file, COLUMNS), 0
    table.writeheader()
    for line in lines(session, Period(since, until)):
        table.writerow({name: _safe(line, name) for name in COLUMNS})
        count += 1
    return count


def lines(session: Session, period: Period) -> Iterator[Line]:
    """Yield the lines of some days: payments in order, then refunds."""
    for transaction in daily_closings.payments_of(session, None, period.since, period.until, span=period.span):
        yield from _paid(session, transaction)
    back = daily_closings.refunds_of(session, None, period.since, period.until, span=period.span)
    yield from (_refunded(session, refund, way=None) for refund in back)
    for refund in refund_store.done_between(session, *period.span):
        if refund.elsewhere is not None and not (refund.elsewhere is RefundWay.CONSOLE and refund.billed_on):
            yield _refunded(session, refund, way=refund.elsewhere)
    for difference in bill_differences.of_days(session, None, period.until, since=period.since):
        received, _, refunded = differences.effect(session, difference)
        if received or refunded:
            yield _corrected(difference, received - refunded)


def _totals(session: Session, period: Period) -> list[ProviderTotals]:
    return [_of_provider(session, provider, period) for provider in PaymentProvider]


def _of_provider(session: Session, provider: PaymentProvider, period: Period) -> ProviderTotals:
    paid = daily_closings.payments_of(session, provider, period.since, period.until, span=period.span)
    back = daily_closings.refunds_of(session, provider, period.since, period.until, span=period.span)
    received, _, returned = differences.resolved(session, provider, period.until, since=period.since)
    amount = sum(each.amount for each in paid) + received
    return ProviderTotals(provider, len(paid), amount, len(back), sum(each.amount for each in back) + returned)


def _paid(session: Session, transaction: PaymentTransaction) -> Iterator[Line]:
    common = {
        "kind": "payment",
        "at": _moment(transaction.paid_at),
        "provider": transaction.provider.value,
        "order": transaction.order_number,
        "transaction": transaction.transaction_id,
    }
    if not transaction.settles or transaction.order_id is None:
        yield common | {"amount_yuan": to_yuan(transaction.amount), "remark": _remark(session, transaction)}
        return
    for line in payments.lines_of(session, transaction.order_id):
        decision = session.get(Decision, line.decision_id)
        yield common | {
            "decision": decision.number if decision else "",
            "receipt": receipts.text(line.receipt_number) if line.receipt_number else "",
            "fine_yuan": to_yuan(line.fine),
            "late_fee_yuan": to_yuan(line.late_fee),
            "amount_yuan": to_yuan(line.fine + line.late_fee),
            "remark": "receipt void" if line.voided_at is not None else "",
        }


def _remark(session: Session, transaction: PaymentTransaction) -> str:
    """Return what becomes of an unmatched payment."""
    back = refund_store.of_transaction(session, transaction.id)
    if back and not any(refund.is_unfinished for refund in back):
        return "refunded" if any(refund.state is RefundState.DONE for refund in back) else "never came"
    return "to be refunded"


def _refunded(session: Session, refund: Refund, *, way: RefundWay | None) -> Line:
    """Return the line of what went back, on a bill or in another way. A bill has it even if it failed afterwards."""
    transaction = refunds.transaction_of(session, refund)
    decision = session.get(Decision, refund.about)
    at = refund.done_at if way is refund.elsewhere else None
    at = at or (bill_days.at(refund.billed_on) if refund.billed_on else None)
    assert at is not None
    return {
        "kind": "refund",
        "at": _moment(at),
        "provider": transaction.provider.value,
        "order": transaction.order_number,
        "transaction": transaction.transaction_id,
        "refund": refund.gateway_number,
        "decision": decision.number if decision else "",
        "amount_yuan": "-" + to_yuan(refund.amount),
        "remark": refund.reason.value,
        **(_ELSEWHERE[way] if way is not None else {}),
    }


def _corrected(difference: BillDifference, amount: int) -> Line:
    """Return what a resolved difference changes, on the day of its bill."""
    is_refund = difference.kind in (DifferenceKind.UNKNOWN_REFUND, DifferenceKind.REFUND_AMOUNT)
    return {
        "kind": "correction",
        "at": _moment(bill_days.at(difference.day)),
        "provider": difference.provider.value,
        "order": difference.order_number,
        "refund" if is_refund else "transaction": difference.refund_number if is_refund else difference.reference,
        "amount_yuan": to_yuan(amount) if amount >= 0 else "-" + to_yuan(-amount),
        "remark": difference.kind.value,
    }


def _csv(header: Sequence[str], found: Sequence[Line]) -> bytes:
    """Return CSV in UTF-8 with the byte order mark by which spreadsheets recognise it."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(header)
    table.writerows([_safe(line, name) for name in COLUMNS] for line in found)
    return file.getvalue().encode("utf-8-sig")


def _in_words(line: Line, word: Word) -> Line:
    """Return a line with the words of ours in the language of the table."""
    remark = _REMARKS.get(line["kind"], "ledger")
    if line["kind"] == "refund" and line["remark"] in {each.value for each in RefundWay}:
        remark = "ledger-paid-back"
    kinds = {"kind": "ledger", "provider": "provider", "remark": remark}
    found = {name: f"{kind}-{line[name]}" for name, kind in kinds.items() if line.get(name)}
    return line | {name: word(key.replace("_", "-").replace(" ", "-")) for name, key in found.items()}


def _cell(line: Line, name: str) -> xlsx.Cell:
    text = line.get(name, "")
    return Decimal(text) if name in AMOUNTS and text else text


def _safe(line: Line, name: str) -> str:
    text = line.get(name, "")
    return text if name in AMOUNTS else csv_safety.escape(text)


def _moment(at: datetime) -> str:
    return local_time.local(at).isoformat(timespec="seconds")
