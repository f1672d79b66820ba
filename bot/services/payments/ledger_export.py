"""Accounting: what came in and what went back, as figures for the cashier and as a table for the books."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import IO

from sqlmodel import Session

from bot import local_time
from bot.money import to_yuan
from bot.services.payments import refunds
from bot.services.values import csv_safety
from storage.payments import payments
from storage.payments import refunds as refund_store
from storage.payments.payments import PaymentProvider, PaymentTransaction
from storage.payments.refunds import Refund
from storage.violations import decisions

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


@dataclass(frozen=True)
class ProviderTotals:
    """One provider's span: how many came in and how much (fen), how many went back and how much (fen)."""

    provider: PaymentProvider
    paid: int
    amount: int
    refunds: int
    refunded: int


def totals(session: Session, since: date, until: date) -> list[ProviderTotals]:
    """Return the figures from a day to another, both included, in the desk's zone."""
    start, end = _span(since, until)
    gone = refund_store.done_between(session, start, end)
    return [_of_provider(session, provider, gone, start, end) for provider in PaymentProvider]


def write(session: Session, file: IO[str], since: date, until: date) -> int:
    """Write the table from a day to another, both included, as CSV with a header. Returns how many lines.

    A payment is one line for each decision it paid; money that came in besides, and what went back, a line each.
    No word in it is a formula to a spreadsheet; what went back stays a number, less than nothing.
    """
    table, lines = csv.DictWriter(file, COLUMNS), 0
    table.writeheader()
    for line in rows(session, since, until):
        table.writerow({name: text if name in AMOUNTS else csv_safety.escape(text) for name, text in line.items()})
        lines += 1
    return lines


def rows(session: Session, since: date, until: date) -> Iterator[dict[str, str]]:
    """Yield the lines of the table, payments first."""
    start, end = _span(since, until)
    for transaction in payments.paid_between(session, None, start, end):
        yield from _paid(session, transaction)
    for refund in refund_store.done_between(session, start, end):
        yield _refunded(session, refund)


def _of_provider(
    session: Session, provider: PaymentProvider, gone: list[Refund], start: datetime, end: datetime
) -> ProviderTotals:
    came = payments.paid_between(session, provider, start, end)
    back = [refund for refund in gone if refunds.transaction_of(session, refund).provider is provider]
    return ProviderTotals(
        provider, len(came), sum(each.amount for each in came), len(back), sum(each.amount for each in back)
    )


def _paid(session: Session, transaction: PaymentTransaction) -> Iterator[dict[str, str]]:
    order = payments.get(session, transaction.order_id)
    assert order is not None
    common = {
        "kind": "payment",
        "at": _moment(transaction.paid_at),
        "provider": transaction.provider.value,
        "order": order.number,
        "transaction": transaction.transaction_id,
    }
    if not transaction.settles:
        yield common | {"amount_yuan": to_yuan(transaction.amount), "remark": "to be refunded"}
        return
    for line in payments.lines(session, order.id):
        decision = decisions.get(session, line.decision_id)
        yield common | {
            "decision": decision.number if decision else "",
            "fine_yuan": to_yuan(line.fine),
            "late_fee_yuan": to_yuan(line.late_fee),
            "amount_yuan": to_yuan(line.fine + line.late_fee),
        }


def _refunded(session: Session, refund: Refund) -> dict[str, str]:
    transaction, order = refunds.transaction_of(session, refund), refunds.order_of(session, refund)
    decision = decisions.get(session, refund.about)
    assert refund.done_at is not None
    return {
        "kind": "refund",
        "at": _moment(refund.done_at),
        "provider": transaction.provider.value,
        "order": order.number,
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
