"""Payment notices by the hundred thousand: garbled ones are not believed, believed ones that do not fit settle nothing.

What is genuine settles its order once, however often it is told, in whatever order, whenever the desk dies.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, cast

import aiohttp
import httpx
from sqlmodel import Session, select
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
from storage.engine import inbox
from storage.engine.inbox import EventSource
from storage.payments import refunds
from storage.payments.payments import OrderState, PaymentOrder, PaymentTransaction
from tests import databases
from tests.adapters.payments.payment_world import alipay_merchant, wechat_merchant
from tests.adapters.payments.test_mutated_webhooks import changes
from tests.fault_injection.bank import ORIGIN, keys
from tests.fault_injection.straight_http import StraightHttp
from tests.services.payment_builders import NOW, many_debts, storm

DEBTS = 40
DEATHS = 0.1
"""How many of the transactions die at their very end."""
STEP = 500

Tell = Callable[[int], None]


class _Killed(Exception):
    """The process dies at the very end of a transaction."""


def stormed(*, count: int, seed: int, template: Path, folder: Path, tell: Tell) -> tuple[int, list[str]]:
    """Bring so many notices of all kinds. Returns how many there were, and what was settled wrongly."""
    told, batch = 0, 0
    wrong: list[str] = []
    while told < count and not wrong:
        database = Database(databases.sqlite_copy(template, folder))
        random = Random(f"storm|{seed}|{batch}")
        orders = [debt.order for debt in many_debts(database, DEBTS) if debt.order is not None]
        notices = storm(orders, random)
        for notice in notices:
            _until_it_lives(database, random, partial(_take, notice=notice))
        _settle_all(database, random)
        with database.reading() as session:
            wrong = [f"batch {batch}: {problem}" for problem in _problems(session, orders)]
        database.close()
        told, batch = told + len(notices), batch + 1
        tell(told)
    return told, wrong


def _until_it_lives(database: Database, random: Random, deed: Callable[[Session], Any]) -> Any:
    """Do a deed in a transaction; after a death it is done again, as the provider or the inbox would."""
    while True:
        try:
            with database.transaction() as session:
                done = deed(session)
                if random.random() < DEATHS:
                    raise _Killed
            return done
        except _Killed:
            continue


def _take(session: Session, notice: WebhookEvent) -> None:
    try:
        webhook_events.receive(session, notice, now=NOW)
    except MismatchedWebhook:
        return


def _settle_all(database: Database, random: Random) -> None:
    while waiting := _until_it_lives(database, Random(0), _waiting):
        for each in waiting:
            deed = partial(settle, order_id=each.order, received=each, now=NOW)
            for _ in range(2 if random.random() < 0.3 else 1):  # A gateway asked at the same moment says the same.
                _until_it_lives(database, random, deed)


def _waiting(session: Session) -> list[ReceivedForOrder]:
    claimed = inbox.claim(session, now=NOW, limit=10_000)
    inbox.finish(session, [each.id for each in claimed], at=NOW)
    return [
        webhook_events.RECEIVED.read(each.content["result"]) for each in claimed if each.source is EventSource.NOTICE
    ]


def _problems(session: Session, orders: list[PaymentOrder]) -> list[str]:
    """Say which orders do not stand as `storm` paid them: by number modulo ten, 0–5 once, 6 and 7 twice, 8, 9 never."""
    problems = []
    for at, order in enumerate(orders):
        genuine = 1 if at % 10 < 6 else 2 if at % 10 < 8 else 0
        booked = session.exec(select(PaymentTransaction).where(PaymentTransaction.order_id == order.id)).all()
        going = [refund for each in booked for refund in refunds.of_transaction(session, each.id)]
        stands = session.get(PaymentOrder, order.id)
        seen = (len(booked), sum(each.settles for each in booked), len(going), stands and stands.state)
        state = OrderState.PAID if genuine else OrderState.CREATED
        wanted = (genuine, min(1, genuine), max(0, genuine - 1), state)
        problems += [f"{at}: {seen} instead of {wanted}"] if seen != wanted else []
        problems += [f"{at}: another amount" for each in booked if each.amount != order.amount]
    return problems


def garbled(*, count: int, seed: int, tell: Tell) -> tuple[int, list[str]]:
    """Change so many genuine notices of both providers. Returns how many were brought, and which were believed."""
    return asyncio.run(_garbled(count, Random(f"garbled|{seed}"), tell))


async def _garbled(count: int, random: Random, tell: Tell) -> tuple[int, list[str]]:
    recorder = Recorder()
    gateways = Gateways(keys(), clock=lambda: NOW, random=random, http=cast(aiohttp.ClientSession, recorder))
    app = Starlette(routes=gateways.routes())
    http, local = cast(aiohttp.ClientSession, StraightHttp(app, _plainly)), gateways.merchant(ORIGIN)
    both: list[Gateway] = [
        WechatPay(wechat_merchant(local, ORIGIN), http, clock=lambda: NOW),
        Alipay(alipay_merchant(local, ORIGIN), http, clock=lambda: NOW),
    ]
    brought, believed = 0, []
    for gateway in both:
        order = OrderRequest("CZ20261125000001", 20_000, "违法罚款", NOW + timedelta(minutes=30))
        gateways.wallet.pay(await gateway.create(order), "pay", person=7)
        await gateways.deliver_due()
        await gateway.parse_webhook(*recorder.last, NOW)  # Unchanged, it is believed.
        source = changes(*recorder.last, random)
        for at in range(count // len(both)):
            try:
                believed.append(f"{await gateway.parse_webhook(*next(source), NOW)} was believed")
            except WebhookRejected:
                brought += 1
            if at % STEP == 0:
                tell(brought)
    tell(brought)
    return brought + len(believed), believed


class Recorder:
    """Keeps the newest notice, and answers nothing."""

    last: tuple[dict[str, str], bytes]

    def post(self, url: str, *, data: bytes, headers: dict[str, str]) -> None:
        """Take a notice."""
        self.last = ({name.lower(): value for name, value in headers.items()}, data)
        raise aiohttp.ClientConnectionError

    async def close(self) -> None:
        """Nothing is open."""


async def _plainly(asked: Awaitable[httpx.Response]) -> httpx.Response:
    return await asked
