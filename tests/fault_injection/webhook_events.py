"""Payment webhook events in large numbers: corrupted ones are rejected, valid ones that do not match settle nothing.

A genuine event settles its order once, however often and in whatever order it comes, whenever a transaction fails; a
payment of a wrong amount, or of no order, is booked once and goes back in full.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, cast

import aiohttp
from sqlmodel import Session
from starlette.applications import Starlette

from bot.adapters.payments.alipay.gateway import Alipay
from bot.adapters.payments.gateway import Gateway
from bot.adapters.payments.models import OrderRequest
from bot.adapters.payments.webhook_events import MismatchedWebhook, WebhookEvent, WebhookRejected
from bot.adapters.payments.wechat.gateway import WechatPay
from bot.services.payments import webhook_events
from bot.services.payments.settlement import settle
from bot.services.payments.webhook_events import ReceivedForOrder
from bot.simulator.gateways import Gateways
from storage.database import Database
from storage.engine import inbox, inbox_queue
from storage.engine.inbox import EventSource
from tests import databases
from tests.adapters.payments.payment_world import alipay_merchant, wechat_merchant
from tests.adapters.payments.test_mutated_webhooks import changes
from tests.fault_injection.bank import ORIGIN, keys
from tests.fault_injection.in_process_http import InProcessHttp
from tests.in_process_client import InProcessResponse
from tests.services.payment_builders import NOW, many_debts, storm, storm_problems

DEBTS = 40
FAILURES = 0.1  # The share of transactions that fail just before the commit.
STEP = 500

OnProgress = Callable[[int], None]


class _Failure(Exception):
    """A crash just before the commit of a transaction."""


def run_storm(*, count: int, seed: int, template: Path, folder: Path, on_progress: OnProgress) -> tuple[int, list[str]]:
    """Send `count` webhook events of all kinds. Returns their number, and what was settled wrongly."""
    sent, batch = 0, 0
    wrong: list[str] = []
    while sent < count and not wrong:
        database = Database(databases.sqlite_copy(template, folder))
        random = Random(f"storm|{seed}|{batch}")
        orders = [debt.order for debt in many_debts(database, DEBTS) if debt.order is not None]
        events = storm(orders, random)
        for event in events:
            _retried(database, random, partial(_take, event=event))
        _settle_all(database, random)
        with database.reading() as session:
            wrong = [f"batch {batch}: {problem}" for problem in storm_problems(session, orders)]
        database.close()
        sent, batch = sent + len(events), batch + 1
        on_progress(sent)
    return sent, wrong


def _retried(database: Database, random: Random, action: Callable[[Session], Any]) -> Any:
    """Call the function in a transaction, again after each failure, as the provider or the inbox would."""
    while True:
        try:
            with database.transaction() as session:
                done = action(session)
                if random.random() < FAILURES:
                    raise _Failure
            return done
        except _Failure:
            continue


def _take(session: Session, event: WebhookEvent) -> None:
    try:
        webhook_events.receive(session, event, now=NOW)
    except MismatchedWebhook:
        return


def _settle_all(database: Database, random: Random) -> None:
    while waiting := _retried(database, Random(0), _waiting):
        for each in waiting:
            action = partial(settle, order_id=each.order, received=each, now=NOW)
            for _ in range(2 if random.random() < 0.3 else 1):  # A query of the gateway may give the same result.
                _retried(database, random, action)


def _waiting(session: Session) -> list[ReceivedForOrder]:
    claimed = inbox_queue.claim(session, now=NOW, limit=10_000)
    inbox.finish(session, [each.id for each in claimed], at=NOW)
    return [
        webhook_events.RECEIVED.from_json(each.content["result"])
        for each in claimed
        if each.source is EventSource.WEBHOOK
    ]


def run_corrupted(*, count: int, seed: int, on_progress: OnProgress) -> tuple[int, list[str]]:
    """Send `count` corrupted events of both providers. Returns their number, and which were accepted."""
    return asyncio.run(_run_corrupted(count, Random(f"garbled|{seed}"), on_progress))


async def _run_corrupted(count: int, random: Random, on_progress: OnProgress) -> tuple[int, list[str]]:
    recorder = Recorder()
    gateways = Gateways(keys(), clock=lambda: NOW, random=random, http=cast(aiohttp.ClientSession, recorder))
    app = Starlette(routes=gateways.routes())
    http, local = cast(aiohttp.ClientSession, InProcessHttp(app, _directly)), gateways.merchant(ORIGIN)
    both: list[Gateway] = [
        WechatPay(wechat_merchant(local, ORIGIN), http, clock=lambda: NOW),
        Alipay(alipay_merchant(local, ORIGIN), http, clock=lambda: NOW),
    ]
    sent, accepted = 0, []
    for gateway in both:
        order = OrderRequest("CZ20261125000001", 20_000, "违法罚款", NOW + timedelta(minutes=30))
        gateways.wallet.pay(await gateway.create(order), "pay", person=7)
        await gateways.deliver_due()
        await gateway.parse_webhook(*recorder.last, NOW)  # Unchanged, it is accepted.
        source = changes(*recorder.last, random)
        for at in range(count // len(both)):
            try:
                accepted.append(f"{await gateway.parse_webhook(*next(source), NOW)} was accepted")
            except WebhookRejected:
                sent += 1
            if at % STEP == 0:
                on_progress(sent)
    on_progress(sent)
    return sent + len(accepted), accepted


class Recorder:
    """Keeps the newest webhook event and does not respond."""

    last: tuple[dict[str, str], bytes]

    def post(self, url: str, *, data: bytes, headers: dict[str, str]) -> None:
        """Record an event, and break the connection."""
        self.last = ({name.lower(): value for name, value in headers.items()}, data)
        raise aiohttp.ClientConnectionError

    async def close(self) -> None:
        """Do nothing, as no connection is open."""


async def _directly(asked: Awaitable[InProcessResponse]) -> InProcessResponse:
    return await asked
