"""The bank on the ground: both local gateways with their books, the way to them, and their notices' way to the desk.

The desk can die before and after each call to a gateway, and in the middle of taking
a notice: then the gateway hears nothing, and brings the notice again by its schedule.
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
from tests.fault_injection.points import Killed, Points
from tests.fault_injection.straight_http import StraightHttp

ORIGIN = "http://bank.local"


@cache
def keys() -> GatewayKeys:
    """The keys of both gateways, made once a process."""
    return GatewayKeys.generate()


class MortalBank:
    """Where the money is: what is booked here outlives every desk."""

    def __init__(self, points: Points, clock: Callable[[], datetime]) -> None:
        self._points, self._clock = points, clock
        self._desk: Starlette | None = None
        to_desk = cast(aiohttp.ClientSession, StraightHttp(self._reach_desk, self._brought))
        self.gateways = Gateways(keys(), clock=clock, random=Random(5), http=to_desk)
        app = Starlette(routes=self.gateways.routes())
        to_bank = cast(aiohttp.ClientSession, StraightHttp(app, self._asked))
        local = self.gateways.merchant(ORIGIN)
        self.adapters: dict[PaymentProvider, Gateway] = {
            PaymentProvider.WECHAT: WechatPay(wechat_merchant(local, ORIGIN), to_bank, clock=clock),
            PaymentProvider.ALIPAY: Alipay(alipay_merchant(local, ORIGIN), to_bank, clock=clock),
        }

    @property
    def ledgers(self) -> list[Ledger]:
        """The books of both gateways."""
        return [self.gateways.wechat_ledger, self.gateways.alipay_ledger]

    def open_desk(self, database: Database, wake: Callable[[], None]) -> None:
        """From now on notices are brought to this desk."""
        self._desk = Starlette(routes=payment_webhook_routes(self.adapters, database, clock=self._clock, wake=wake))

    def close_desk(self) -> None:
        """The desk is gone: nobody answers there."""
        self._desk = None

    async def deliver(self) -> int:
        """Bring every notice that is due. Returns how many attempts were made."""
        return await self.gateways.deliver_due()

    async def _reach_desk(self, *call: Any) -> None:
        if self._desk is None or self._points.is_dead:
            raise httpx.ConnectError("nobody there")
        await self._desk(*call)

    async def _brought(self, asked: Awaitable[httpx.Response]) -> httpx.Response:
        """A notice on its way: when the desk dies over it, the gateway sees a connection break."""
        try:
            return await asked
        except (Killed, httpx.ConnectError) as problem:
            raise aiohttp.ClientConnectionError from problem

    async def _asked(self, asked: Awaitable[httpx.Response]) -> httpx.Response:
        """A call of the desk, which may die before it or after it has taken effect."""
        try:
            self._points.reach("before gateway")
        except Killed:
            asked.close()  # type: ignore[attr-defined]  # The call is a coroutine that never starts.
            raise
        answer = await asked
        self._points.reach("after gateway")
        return answer
