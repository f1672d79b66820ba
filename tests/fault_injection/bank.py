"""The simulated bank: both local payment gateways with their ledgers, connected to the desk without sockets.

The desk can crash before and after each call to a gateway, and while it handles a webhook event;
the gateway then gets no response and sends the event again by its schedule.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cache
from random import Random
from typing import Any, cast

import aiohttp
import httpx
from starlette.applications import Starlette

from bot.adapters.payments.alipay.gateway import Alipay
from bot.adapters.payments.gateway import Gateway
from bot.adapters.payments.wechat.gateway import WechatPay
from bot.simulator.gateways import GatewayKeys, Gateways
from bot.simulator.gateways.ledger import Ledger
from bot.web.payment_webhooks import payment_webhook_routes
from storage.database import Database
from storage.payments.payments import PaymentProvider
from tests.adapters.payments.payment_world import alipay_merchant, wechat_merchant
from tests.fault_injection.crash_points import CrashPoints, ProcessCrash
from tests.fault_injection.in_process_http import InProcessHttp
from tests.in_process_client import InProcessResponse

ORIGIN = "http://bank.local"


@cache
def keys() -> GatewayKeys:
    """Return the keys of both gateways, created once per process."""
    return GatewayKeys.generate()


class SimulatedBank:
    """Both gateways and their ledgers, which outlive every desk process."""

    def __init__(self, points: CrashPoints, clock: Callable[[], datetime]) -> None:
        self._points, self._clock = points, clock
        self._desk: Starlette | None = None
        to_desk = cast(aiohttp.ClientSession, InProcessHttp(self._reach_desk, self._deliver))
        self.gateways = Gateways(keys(), clock=clock, random=Random(5), http=to_desk)
        app = Starlette(routes=self.gateways.routes())
        to_bank = cast(aiohttp.ClientSession, InProcessHttp(app, self._call))
        local = self.gateways.merchant(ORIGIN)
        self.adapters: dict[PaymentProvider, Gateway] = {
            PaymentProvider.WECHAT: WechatPay(wechat_merchant(local, ORIGIN), to_bank, clock=clock),
            PaymentProvider.ALIPAY: Alipay(alipay_merchant(local, ORIGIN), to_bank, clock=clock),
        }

    @property
    def ledgers(self) -> list[Ledger]:
        """The ledgers of both gateways."""
        return [self.gateways.wechat_ledger, self.gateways.alipay_ledger]

    def open_desk(self, database: Database, wake: Callable[[], None]) -> None:
        """Send webhook events to this desk from now on."""
        self._desk = Starlette(routes=payment_webhook_routes(self.adapters, database, clock=self._clock, wake=wake))

    def close_desk(self) -> None:
        """Let connections to the desk fail, as its process is gone."""
        self._desk = None

    async def deliver(self) -> int:
        """Send every webhook event that is due. Returns the number of attempts."""
        return await self.gateways.deliver_due()

    async def _reach_desk(self, *call: Any) -> None:
        if self._desk is None or self._points.has_crashed:
            raise httpx.ConnectError("nobody there")
        await self._desk(*call)

    async def _deliver(self, asked: Awaitable[InProcessResponse]) -> InProcessResponse:
        """Deliver a webhook event; if the desk crashes meanwhile, the gateway sees a broken connection."""
        try:
            return await asked
        except (ProcessCrash, httpx.ConnectError) as problem:
            raise aiohttp.ClientConnectionError from problem

    async def _call(self, asked: Awaitable[InProcessResponse]) -> InProcessResponse:
        """Carry out a call of the desk, which may crash before it or after it has taken effect."""
        try:
            self._points.reach("before gateway")
        except ProcessCrash:
            asked.close()  # type: ignore[attr-defined]  # The call is a coroutine that never starts.
            raise
        answer = await asked
        self._points.reach("after gateway")
        return answer
