"""Local payment gateways for stories: both gateways on a real port, the desk connected to them, and payers' wallets.

bank = Bank(app, keys)
bank.pays(driver)                   scans the newest payment code on the driver's screen and pays
bank.pays(driver, "pay twice")      with another outcome
"""

import socket
from collections.abc import Awaitable, Mapping
from random import Random
from typing import Any

import aiohttp
import uvicorn
from sqlmodel import select
from starlette.applications import Starlette

from bot.adapters.payments.alipay.gateway import Alipay
from bot.adapters.payments.gateway import Gateway
from bot.adapters.payments.wechat.gateway import WechatPay
from bot.adapters.sandbox.pool import SandboxPool
from bot.engine.outbound.tasks import Task
from bot.simulator.gateways import GatewayKeys, Gateways
from bot.simulator.gateways.wallet import read_qr_codes
from bot.tasks.dependencies import Adapters
from bot.web.payment_webhooks import payment_webhook_routes
from handlers import every_housekeeping_job, every_task
from storage.payments import payments
from storage.payments.payments import PaymentOrder, PaymentProvider
from tests.adapters.payments.payment_world import alipay_merchant, wechat_merchant
from tests.stories import shared_sandbox
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, WorldFace
from tests.stories.violation_steps import QUICK_DOCUMENTS


class Bank:
    """The local gateways and wallets. Their webhook events arrive with `settle()` or `pays()`."""

    def __init__(
        self,
        app: AppDriver,
        keys: GatewayKeys,
        *,
        documents: Mapping[str, Task] = QUICK_DOCUMENTS,
        pool: SandboxPool | None = None,
    ) -> None:
        self.app = app
        self.gateways = Gateways(keys, clock=lambda: app.now, random=Random(5))
        listener = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.http: aiohttp.ClientSession = self.wait(_session())
        self.adapters: dict[PaymentProvider, Gateway] = self._gateways()
        self.server = self.wait(_started(self._app(), listener))
        adapters = Adapters(pool or shared_sandbox.shared(), WorldFace(app.client), self.adapters)
        app.use(
            tasks={**every_task(adapters), **documents}, housekeeping_jobs=every_housekeeping_job(adapters.gateways)
        )

    def pays(self, person: Actor, outcome: str = "pay") -> dict[str, Any]:
        """Scan the newest payment code on a person's screen with this outcome, and deliver what follows."""
        done = self.gateways.wallet.pay(self.code_of(person), outcome, person=person.id)
        self.settle()
        return done

    def code_of(self, person: Actor) -> str:
        """Read the newest payment code on a person's screen, as a wallet does."""
        photos = [message["photo"] for message in person.messages() if message.get("photo")]
        picture = self.wait(self.app.client.get(f"/world/files/{photos[-1][-1]['file_id']}"))
        (code,) = read_qr_codes(picture.content)
        return code

    def settle(self) -> None:
        """Deliver the webhook events that are due, and everything that follows."""
        self.app.settle()
        while self.wait(self.gateways.deliver_due()):
            self.app.settle()

    def later(self, **delta: float) -> None:
        """Advance the time of the gateways and the desk."""
        self.app.later(**delta)
        self.settle()

    def orders(self) -> list[PaymentOrder]:
        """Return every order, oldest first."""
        found = self.app.read(lambda session: list(session.exec(select(PaymentOrder))))
        return sorted(found, key=lambda order: order.number)

    def transactions(self) -> list[payments.PaymentTransaction]:
        """Return every booked transaction."""
        return list(self.app.read(lambda session: session.exec(select(payments.PaymentTransaction)).all()))

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        """Post a webhook request to the desk. Returns the status of the response."""

        async def post() -> int:
            async with self.http.post(self.origin + path, data=body, headers=headers) as response:
                return response.status

        return int(self.wait(post()))

    def wait(self, work: Awaitable[Any]) -> Any:
        """Run the event loop until this is done."""
        return self.app.wait(work)

    def close(self) -> None:
        """Stop the gateways."""
        self.wait(self.gateways.close())
        self.wait(self.http.close())
        for listening in self.server.servers:
            listening.close()
        for connection in list(self.server.server_state.connections):
            connection.shutdown()
        self.wait(_close_connections())

    def _gateways(self) -> dict[PaymentProvider, Gateway]:
        local, app = self.gateways.merchant(self.origin), self.app
        wechat = WechatPay(wechat_merchant(local, self.origin), self.http, clock=lambda: app.now, timeout=2)
        alipay = Alipay(alipay_merchant(local, self.origin), self.http, clock=lambda: app.now, timeout=2)
        return {PaymentProvider.WECHAT: wechat, PaymentProvider.ALIPAY: alipay}

    def _app(self) -> Starlette:
        app = self.app
        webhook_routes = payment_webhook_routes(
            self.adapters, app.database, clock=lambda: app.now, wake=lambda: app.desk.wake()
        )
        return Starlette(routes=[*self.gateways.routes(), *webhook_routes])


async def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession()


async def _started(app: Starlette, listener: socket.socket) -> uvicorn.Server:
    """Serve in the event loop of the test, which runs whenever the test waits."""
    config = uvicorn.Config(app, log_config=None, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    return server


async def _close_connections() -> None:
    """Run the event loop until closed connections have ended."""
