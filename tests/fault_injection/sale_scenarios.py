"""The market: a ground with everything around the desk on a real port: Telegram, text messages, wallets, both gateways.

It lives in this process, the desk in another. At a call that is told, the desk is shot:
before the call takes effect, or after it and before the answer.
"""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import httpx
import uvicorn
from sqlalchemy import text, update
from sqlmodel import col
from starlette.applications import Starlette
from starlette.types import Message, Receive, Scope, Send

from bot import local_time
from bot.engine import clock
from bot.simulator import app
from bot.simulator.gateways import Gateways
from bot.simulator.gateways.ledger import Ledger
from bot.tasks import payments as payment_tasks
from storage.engine.timers import Timer, TimerState
from storage.payments.payments import PaymentProvider
from tests.fault_injection import bank
from tests.fault_injection.harness import WHOLE_DESK
from tests.fault_injection.killing import Street
from tests.stories.actor import Actor
from tests.stories.app_driver import TOKEN

Answer = TypeVar("Answer")
OUTSIDE = ("/bot", "/file/", "/sms", "/face", "/wechat-pay", "/alipay")
"""Where the desk's own calls go: what leaves it, and what it fetches."""
PACE = 0.01
"""The gateways repeat their notices a hundred times as fast as the real ones."""
QUIET = timedelta(seconds=2)
AT_REST = text(
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting')"
    " + (SELECT count(*) FROM outbox WHERE state IN ('waiting', 'underway'))"
)


class Market(Street):
    """Everything around the desk."""

    def __init__(self, database_url: str, folder: Path, secret: str, random: Random) -> None:
        super().__init__(database_url, WHOLE_DESK)
        self.began = self.now = clock.now()
        self.gateways = Gateways(bank.keys(), pace=PACE, random=Random(random.random()))
        self.shot: Callable[[], None] = lambda: None
        self.fatal_call, self.dies_after = 0, False
        self._folder, self._secret = folder, secret
        self._loop: asyncio.AbstractEventLoop | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])

    @property
    def ledgers(self) -> list[Ledger]:
        """The books of both gateways."""
        return [self.gateways.wechat_ledger, self.gateways.alipay_ledger]

    def settings(self, origin: str) -> dict[str, Any]:
        """What an operator would set for a desk on this market."""
        local = self.gateways.merchant(origin)
        return {
            "telegram_token": TOKEN,
            "telegram_api_url": origin,
            "public_url": f"http://127.0.0.1:{self.port}",
            "port": self.port,
            "secret_key": self._secret,
            "database_url": self.url,
            "data_dir": self._folder,
            "sms": "http",
            "sms_url": f"{origin}/sms",
            "wechat_pay_merchant_id": local.wechat_merchant_id,
            "wechat_pay_app_id": local.wechat_app_id,
            "wechat_pay_serial": local.wechat_serial,
            "wechat_pay_private_key": local.wechat_private_key,
            "wechat_pay_api_key": local.wechat_api_v3_key,
            "wechat_pay_url": local.wechat_base_url,
            "alipay_app_id": local.alipay_app_id,
            "alipay_seller_id": local.alipay_seller_id,
            "alipay_private_key": local.alipay_private_key,
            "alipay_public_key": local.alipay_public_key,
            "alipay_url": local.alipay_gateway_url,
        }

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve the market from a thread."""
        application = Starlette(
            routes=app.routes(self.world, extra_routes=self.gateways.routes()), lifespan=self._lifespan
        )
        config = uvicorn.Config(
            self._with_points(application), log_config=None, log_level="critical", timeout_graceful_shutdown=1
        )
        with socket.create_server(("127.0.0.1", 0), backlog=512) as door:
            server = uvicorn.Server(config)
            thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
            thread.start()
            url = f"http://127.0.0.1:{door.getsockname()[1]}"
            with httpx.Client(base_url=url, timeout=60) as self.client:
                self.client.get("/world/people")  # It answers from here on.
                yield url
            server.should_exit = True
            thread.join()

    def within(self, question: Callable[[], Answer]) -> Answer:
        """Ask something of the world in the loop that owns it."""
        assert self._loop is not None

        async def ask() -> Answer:
            return question()

        return asyncio.run_coroutine_threadsafe(ask(), self._loop).result(60)

    def scan(self, code: str, outcome: str, person: Actor) -> None:
        """Let somebody scan a payment code with his wallet, and do this with it. Raises WalletError."""
        self.within(lambda: self.gateways.wallet.pay(code, outcome, person=person.id))

    def shown(self) -> set[int]:
        """The ids of every message of the desk on a screen."""
        return self.within(super().shown) if self._loop is not None else super().shown()

    def is_at_rest(self) -> bool:
        """Whether nothing is left to receive, to handle or to send, and no notice is about to be brought.

        One that the desk does not take (of a wrong amount) comes again and again, ever more seldom.
        """
        due = self.gateways.webhooks.next_due
        if self.world.bot.updates.pending or (due is not None and due < clock.now() + QUIET):
            return False
        return not self.look(lambda session: session.execute(AT_REST).scalar_one())

    def hurry(self, kind: str = "%") -> None:
        """Let what was to come of a kind be due: the clock has jumped."""
        due = update(Timer).where(col(Timer.state) == TimerState.SET, col(Timer.kind).like(kind))
        self.write(lambda session: session.execute(due.values(due_at=clock.now())))

    def reconcile(self) -> None:
        """Let the bills of today be compared, as happens tomorrow: news of late money may be lost, and nobody asks."""
        now = clock.now()
        day = local_time.date_of(now)
        for provider in PaymentProvider:
            self.write(partial(payment_tasks.order_reconciliation, provider=provider, day=day, now=now))

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        bringing = asyncio.create_task(self.gateways.run())
        yield
        bringing.cancel()
        with suppress(asyncio.CancelledError):
            await bringing
        await self.world.close()
        self._loop = None

    def _with_points(self, application: Starlette) -> Any:
        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or not scope["path"].startswith(OUTSIDE) or "/getUpdates" in scope["path"]:
                await application(scope, receive, send)
                return
            if "/deleteMessage" in scope["path"]:
                self.seen |= Street.shown(self)  # What the desk now takes away has stood there.
            self.fatal_call -= 1
            if self.fatal_call != 0:
                await application(scope, receive, send)
                return
            if self.dies_after:
                await application(scope, receive, _nowhere)
            self.shot()

        return serve


async def _nowhere(_: Message) -> None:
    """Whoever asked is gone."""
