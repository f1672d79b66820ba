"""Both local gateways over one clock, with their books, their courier and everybody's wallet."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

import aiohttp
from starlette.routing import BaseRoute

from bot.simulator.gateways import alipay, alipay_webhook, wechat, wechat_signatures
from bot.simulator.gateways.faults import GatewayFaults
from bot.simulator.gateways.keys import GatewayKeys, LocalMerchant, public_pem
from bot.simulator.gateways.ledger import Ledger, LedgerRefund, LedgerTransaction, Trade
from bot.simulator.gateways.wallet import Wallet
from bot.simulator.gateways.webhook_builder import WebhookBuilder
from bot.simulator.gateways.webhook_delivery import WebhookSender


def _now() -> datetime:
    return datetime.now(UTC)


class Gateways:
    """The world of money. Mount `routes()`, keep `run()` running, and configure the desk with `merchant()`.

    `pace` scales the providers' schedules of repeated notices, 1 being the real
    ones; `tell` hears of every payment that somebody makes; `http` is how notices go.
    """

    def __init__(
        self,
        keys: GatewayKeys,
        *,
        clock: Callable[[], datetime] = _now,
        pace: float = 1.0,
        dice: Random | None = None,
        tell: Callable[[dict[str, Any]], None] = lambda payment: None,
        http: aiohttp.ClientSession | None = None,
    ) -> None:
        self.keys = keys
        self.faults = GatewayFaults(dice=dice or Random())
        self.courier = WebhookSender(clock=clock, pace=pace, http=http)
        self.wechat_ledger = Ledger("wechat", clock=clock, new_code=_wechat_code, booked=self._booked)
        self.alipay_ledger = Ledger("alipay", clock=clock, new_code=_alipay_code, booked=self._booked)
        signatures = wechat_signatures.WechatSignatures(keys, clock=clock)
        self._wechat = wechat.WechatGateway(keys, self.wechat_ledger, self.faults, signatures, clock=clock)
        self._alipay = alipay.AlipayGateway(keys, self.alipay_ledger, self.faults, clock=clock)
        self.wallet = Wallet([self.wechat_ledger, self.alipay_ledger], self.faults, clock=clock, tell=tell)
        self._announcer = WebhookBuilder(keys, self._wechat, signatures, self.courier, self.faults, clock=clock)

    def routes(self) -> list[BaseRoute]:
        """Everything under /wechat-pay, /alipay and /world/wallet."""
        return [*self._wechat.routes(), *self._alipay.routes(), *self.wallet.routes()]

    def merchant(self, origin: str) -> LocalMerchant:
        """Return what the desk must be set to when these routes are served at `origin`."""
        return LocalMerchant(
            wechat_merchant_id=wechat_signatures.MERCHANT_ID,
            wechat_app_id=wechat_signatures.APP_ID,
            wechat_serial=self.keys.wechat_merchant_serial,
            wechat_private_key=self.keys.wechat_merchant_key,
            wechat_api_v3_key=self.keys.wechat_api_v3_key,
            wechat_base_url=origin.rstrip("/") + wechat_signatures.PREFIX,
            alipay_app_id=alipay_webhook.APP_ID,
            alipay_seller_id=alipay_webhook.SELLER_ID,
            alipay_private_key=self.keys.alipay_app_key,
            alipay_public_key=public_pem(self.keys.alipay_platform_key),
            alipay_gateway_url=origin.rstrip("/") + alipay.PATH,
        )

    def settle_late(self) -> None:
        """Book the money of slow payers whose orders have ended meanwhile."""
        for ledger in (self.wechat_ledger, self.alipay_ledger):
            for trade in ledger.trades.values():
                ledger.settle_late(trade)

    async def deliver_due(self) -> int:
        """Bring every notice that is due; return how many attempts were made."""
        self.settle_late()
        return await self.courier.deliver_due()

    async def run(self) -> None:
        """Bring notices until cancelled."""
        await self.courier.run(idle=self.settle_late)

    async def close(self) -> None:
        """Close the connections to the desk."""
        await self.courier.close()

    def _booked(self, trade: Trade, paid: LedgerTransaction, refund: LedgerRefund | None) -> None:
        self._announcer.announce(trade, paid, refund)


def _wechat_code() -> str:
    return f"weixin://wxpay/bizpayurl?pr={secrets.token_urlsafe(9)}"


def _alipay_code() -> str:
    return f"https://qr.alipay.com/bax{secrets.token_hex(11)}"
