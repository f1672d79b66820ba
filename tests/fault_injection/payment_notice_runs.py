"""Sends notices of both providers by kind, and compares what is stored with what they say."""

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from sqlmodel import Session, select

from bot.adapters.payments.webhook_events import ProviderReport, WebhookRejected
from bot.services.payments import provider_reports, webhook_events
from bot.services.payments.settlement import settle
from bot.services.payments.webhook_events import ReceivedForOrder
from storage.database import Database
from storage.engine import inbox, inbox_queue
from storage.engine.inbox import EventSource
from storage.payments import refunds
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import PaymentTransaction
from storage.payments.provider_reports import ProviderReportRow
from tests import databases
from tests.fault_injection.bank import SimulatedBank
from tests.fault_injection.crash_points import CrashPoints
from tests.fault_injection.long_run import OnProgress
from tests.fault_injection.payment_notices import Notices, Stores
from tests.services.payment_builders import NOW, many_debts

DEBTS = 20
NOTICES = 200  # For the orders of one store.


def run(
    *, count: int, seed: int, template: Path, folder: Path, on_progress: OnProgress
) -> tuple[Counter[str], list[str]]:
    """Send `count` notices. Returns how many of each sort, and what is wrong."""
    sorts, wrong = Counter[str](), list[str]()
    while sorts.total() < count and not wrong:
        database = Database(databases.sqlite_copy(template, folder))
        random = Random(f"notices|{seed}|{sorts.total()}")
        orders = [debt.order for debt in many_debts(database, DEBTS) if debt.order is not None]
        notices = Notices(SimulatedBank(CrashPoints(), lambda: NOW), orders, random)
        with database.transaction() as session:
            wrong += asyncio.run(_send(session, notices, sorts, min(NOTICES, count - sorts.total())))
        _settle_all(database)
        with database.reading() as session:
            wrong += problems(session, notices.must)
        database.close()
        on_progress(sorts.total())
    return sorts, [f"seed {seed}: {each}" for each in wrong]


async def _send(session: Session, notices: Notices, sorts: Counter[str], count: int) -> list[str]:
    wrong = []
    for _ in range(count):
        order, (headers, body), expected = notices.draw()
        lower = {name.lower(): value for name, value in headers.items()}
        try:
            event = await notices.bank.adapters[order.provider].parse_webhook(lower, body, NOW)
            found = "report" if isinstance(event, ProviderReport) else "payment"
            receive: Callable[..., bool] = provider_reports.receive if found == "report" else webhook_events.receive
            for _ in range(notices.random.choice((1, 1, 2))):
                receive(session, event, now=NOW)
        except WebhookRejected as problem:
            found = "refused"
            if expected != found:
                wrong.append(f"a {expected} was refused: {problem}")
        if found != expected and found != "refused":
            wrong.append(f"a notice to be {expected} was taken as {found}: {body[:300]!r}")
        sorts[f"{order.provider.value} {expected}"] += 1
    return wrong


def _settle_all(database: Database) -> None:
    while True:
        with database.transaction() as session:
            claimed = inbox_queue.claim(session, now=NOW, limit=10_000)
            inbox.finish(session, [each.id for each in claimed], at=NOW)
            for each in claimed:
                if each.source is EventSource.WEBHOOK:
                    received: ReceivedForOrder = webhook_events.RECEIVED.from_json(each.content["result"])
                    settle(session, received.order, received, now=NOW)
        if not claimed:
            return


def problems(session: Session, must: Stores) -> list[str]:
    """Compare what is stored with what must be."""
    rows = {(each.provider.value, each.transaction_id): each for each in session.exec(select(PaymentTransaction))}
    found = {key: (each.order_number, each.amount) for key, each in rows.items()}
    wrong = [f"booked {found.get(key)}: {key}" for key in _differing(found, must.money)]
    settled = {each.order_number: each.transaction_id for each in rows.values() if each.settles}
    wanted = {number: transaction for number, transaction in must.closed.items() if transaction}
    wrong += [f"settled by {settled.get(number)}: {number}" for number in _differing(settled, wanted)]
    for each in rows.values():
        back = [refund.amount for refund in refunds.of_transaction(session, each.id)]
        wrong += [f"{back} of {each.amount} go back"] if back != ([] if each.settles else [each.amount]) else []
    differences = {(each.provider.value, each.reference) for each in session.exec(select(BillDifference))}
    wrong += [f"of another currency, without a row: {key}" for key in must.foreign - differences]
    reports = {(each.provider.value, each.event_id) for each in session.exec(select(ProviderReportRow))}
    return wrong + [f"a report without a row, or one too many: {key}" for key in reports ^ must.reports]


def _differing(found: dict[Any, Any], wanted: dict[Any, Any]) -> list[Any]:
    return [key for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key)]
