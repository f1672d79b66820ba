"""Races of webhook events on both databases: repeated, reordered, in killed transactions; each settles once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import UUID

from bot.adapters.payments.webhook_events import MismatchedWebhook, WebhookEvent
from bot.services.payments import reconciliation, webhook_events
from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome, settle
from bot.services.payments.webhook_events import ReceivedForOrder
from storage.database import Database
from storage.engine import inbox, inbox_queue
from storage.engine.inbox import EventSource
from storage.payments import payments
from storage.payments.payments import PaymentOrder, PaymentProvider
from storage.violations.decisions import Decision, DecisionState
from tests.services.payment_builders import NOW, bill, many_debts, storm, storm_problems

DEBTS = 30
THREADS = 6


class Killed(Exception):
    """The process is killed just before a commit."""


class Desk:
    """Receives webhook events and settles payments in several threads, some of which are killed before the commit."""

    def __init__(self, database: Database, random: Random) -> None:
        self.database = database
        self.refused = 0
        self.outcomes: Counter[SettlementOutcome] = Counter()
        self._random = random

    def receive(self, event: WebhookEvent) -> None:
        """Receive an event as the web route does; after a kill the provider repeats it."""
        while True:
            try:
                with self.database.transaction() as session:
                    webhook_events.receive(session, event, now=NOW)
                    self._perhaps_kill()
                return
            except MismatchedWebhook:
                self.refused += 1
                return
            except Killed:
                continue

    def settle(self, order: UUID, received: ReceivedPayment) -> None:
        """Settle as a turn does; after a kill the event is handled again."""
        while True:
            try:
                with self.database.transaction() as session:
                    outcome = settle(session, order, received, now=NOW)
                    self._perhaps_kill()
                self.outcomes[outcome] += 1
                return
            except Killed:
                continue

    def _perhaps_kill(self) -> None:
        if self._random.random() < 0.1:
            raise Killed


def test_a_storm_of_webhook_events_settles_every_order_once(database: Database) -> None:
    random = Random(20261125)
    debts = many_debts(database, DEBTS)
    orders = [debt.order for debt in debts if debt.order is not None]
    events, desk = storm(orders, random), Desk(database, random)
    assert len(events) >= 500
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(desk.receive, events))
        while waiting := _waiting(database):
            # A query to the gateway at the same moment reports the same payment.
            again = waiting + [each for each in waiting if random.random() < 0.3]
            list(pool.map(lambda each: desk.settle(each.order, each), again))
    assert desk.refused == 3 * DEBTS
    _check_books(database, orders)
    with database.transaction() as session:
        summaries = [
            reconciliation.reconcile(session, provider, NOW.date(), bill(orders, provider), now=NOW)
            for provider in PaymentProvider
        ]
    assert sum(summary.healed for summary in summaries) == 0
    assert sum(summary.differences for summary in summaries) == 0
    assert sum(summary.foreign for summary in summaries) == 0


def test_the_bill_settles_payments_without_webhook_event_while_events_still_arrive(database: Database) -> None:
    random = Random(7)
    debts = many_debts(database, 20)
    orders = [debt.order for debt in debts if debt.order is not None]
    desk = Desk(database, random)
    late = [each for each in storm(orders, random) if random.random() < 0.2]

    def compare(provider: PaymentProvider) -> None:
        with database.transaction() as session:
            reconciliation.reconcile(session, provider, NOW.date(), bill(orders, provider), now=NOW)

    with ThreadPoolExecutor(THREADS) as pool:
        comparing = [pool.submit(compare, provider) for provider in PaymentProvider]
        list(pool.map(desk.receive, late))
        for comparison in comparing:
            comparison.result()
        for each in _waiting(database):
            desk.settle(each.order, each)
    _check_books(database, orders)


def _waiting(database: Database) -> list[ReceivedForOrder]:
    with database.transaction() as session:
        claimed = inbox_queue.claim(session, now=NOW, limit=10_000)
        inbox.finish(session, [each.id for each in claimed], at=NOW)
        stored = [each.content["result"] for each in claimed if each.source is EventSource.WEBHOOK]
        return [webhook_events.RECEIVED.from_json(result) for result in stored]


def _check_books(database: Database, orders: list[PaymentOrder]) -> None:
    """Check that the books are as `storm` says, and that decisions are paid with their orders."""
    with database.reading() as session:
        assert storm_problems(session, orders) == []
        for at, order in enumerate(orders):
            for line in payments.lines_of(session, order.id):
                decision = session.get_one(Decision, line.decision_id)
                assert decision.state is (DecisionState.PAID if at % 10 < 8 else DecisionState.UNPAID)
