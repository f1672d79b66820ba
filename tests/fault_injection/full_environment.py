"""An environment with everything around the desk on a real port: Telegram, SMS, wallets and both payment gateways.

It runs in this process, the desk in another. At a given call, the desk is killed:
before the call takes effect, or after it and before the response.
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
from tests.fault_injection.environment import WHOLE_DESK
from tests.fault_injection.killing import ServedEnvironment
from tests.stories.actor import Actor
from tests.stories.app_driver import TOKEN

Answer = TypeVar("Answer")
# The paths of the desk's own calls.
OUTSIDE = ("/bot", "/file/", "/sms", "/face", "/wechat-pay", "/alipay")
# The gateways repeat their webhook events a hundred times as fast as the real ones.
PACE = 0.01
QUIET = timedelta(seconds=2)
WORK_LEFT = text(
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting')"
    " + (SELECT count(*) FROM outbox WHERE state IN ('waiting', 'underway'))"
)


class FullEnvironment(ServedEnvironment):
    """The environment of a desk that runs with its web server in another process."""

    def __init__(self, database_url: str, folder: Path, secret: str, random: Random) -> None:
        super().__init__(database_url, WHOLE_DESK)
        self.began = self.now = clock.now()
        self.gateways = Gateways(bank.keys(), pace=PACE, random=Random(random.random()))
        self.kill_desk: Callable[[], None] = lambda: None
        self.fatal_call, self.killed_after_call = 0, False
        self._folder, self._secret = folder, secret
        self._loop: asyncio.AbstractEventLoop | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])

    @property
    def ledgers(self) -> list[Ledger]:
        """The ledgers of both gateways."""
        return [self.gateways.wechat_ledger, self.gateways.alipay_ledger]

    def settings(self, origin: str) -> dict[str, Any]:
        """Return the settings of a desk in this environment."""
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
            "wechat_pay_merchant_id": local.wechat_pay_merchant_id,
            "wechat_pay_app_id": local.wechat_pay_app_id,
            "wechat_pay_serial": local.wechat_pay_serial,
            "wechat_pay_private_key": local.wechat_pay_private_key,
            "wechat_pay_api_key": local.wechat_pay_api_key,
            "wechat_pay_url": local.wechat_pay_url,
            "alipay_app_id": local.alipay_app_id,
            "alipay_seller_id": local.alipay_seller_id,
            "alipay_private_key": local.alipay_private_key,
            "alipay_public_key": local.alipay_public_key,
            "alipay_url": local.alipay_url,
        }

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve everything on a free port, from a thread."""
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
                self.client.get("/world/people")  # Waits until the server answers.
                yield url
            server.should_exit = True
            thread.join()

    def within(self, question: Callable[[], Answer]) -> Answer:
        """Call the function in the event loop of the simulated world."""
        assert self._loop is not None

        async def ask() -> Answer:
            return question()

        return asyncio.run_coroutine_threadsafe(ask(), self._loop).result(60)

    def scan(self, code: str, outcome: str, person: Actor) -> None:
        """Let a person scan a payment code with their wallet, with this outcome. Raises WalletError."""
        self.within(lambda: self.gateways.wallet.pay(code, outcome, person=person.id))

    def shown(self) -> set[int]:
        """Return the ids of the desk's messages on all screens."""
        return self.within(super().shown) if self._loop is not None else super().shown()

    def is_idle(self) -> bool:
        """Return whether nothing is left to receive, to handle or to send, and no webhook event is about to be sent.

        An event that the desk does not accept (of a wrong amount) is repeated at growing intervals.
        """
        due = self.gateways.webhooks.next_due
        if self.world.bot.updates.pending or (due is not None and due < clock.now() + QUIET):
            return False
        return not self.read(lambda session: session.execute(WORK_LEFT).scalar_one())

    def make_due(self, kind: str = "%") -> None:
        """Make all timers of a kind due."""
        due = update(Timer).where(col(Timer.state) == TimerState.SET, col(Timer.kind).like(kind))
        self.write(lambda session: session.execute(due.values(due_at=clock.now())))

    def reconcile(self) -> None:
        """Start today's reconciliation, as happens tomorrow: only it finds late payments without a webhook event."""
        now = clock.now()
        day = local_time.date_of(now)
        for provider in PaymentProvider:
            self.write(partial(payment_tasks.order_reconciliation, provider=provider, day=day, now=now))

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        sending = asyncio.create_task(self.gateways.run())
        yield
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending
        await self.world.close()
        self._loop = None

    def _with_points(self, application: Starlette) -> Any:
        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or not scope["path"].startswith(OUTSIDE) or "/getUpdates" in scope["path"]:
                await application(scope, receive, send)
                return
            if "/deleteMessage" in scope["path"]:
                self.seen |= ServedEnvironment.shown(self)  # The message has been shown, and is deleted now.
            self.fatal_call -= 1
            if self.fatal_call != 0:
                await application(scope, receive, send)
                return
            if self.killed_after_call:
                await application(scope, receive, _nowhere)
            self.kill_desk()

        return serve


async def _nowhere(_: Message) -> None:
    """Discard a response, as the process that asked was killed."""
