"""Both local payment gateways with their ledgers, their webhook sender and the wallet app."""

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


class Gateways:
    """Both gateways. Mount `routes()`, keep `run()` running, and configure the merchant with `merchant()`.

    `pace` scales the retry schedules of the webhooks (1: the real ones), `random` draws the faults, `on_payment` is
    called with each payment in the wallet app, `http` sends the webhook events.
    """

    def __init__(
        self,
        keys: GatewayKeys,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        pace: float = 1.0,
        random: Random | None = None,
        on_payment: Callable[[dict[str, Any]], None] = lambda payment: None,
        http: aiohttp.ClientSession | None = None,
    ) -> None:
        self.keys = keys
        self.faults = GatewayFaults(random=random or Random())
        self.webhooks = WebhookSender(clock=clock, pace=pace, http=http)
        self.wechat_ledger = Ledger("wechat", clock=clock, new_code=_wechat_code, on_booked=self._report)
        self.alipay_ledger = Ledger("alipay", clock=clock, new_code=_alipay_code, on_booked=self._report)
        signatures = wechat_signatures.WechatSignatures(keys, clock=clock)
        self._wechat = wechat.WechatGateway(keys, self.wechat_ledger, self.faults, signatures, clock=clock)
        self._alipay = alipay.AlipayGateway(keys, self.alipay_ledger, self.faults, clock=clock)
        self.wallet = Wallet([self.wechat_ledger, self.alipay_ledger], self.faults, clock=clock, on_payment=on_payment)
        self._builder = WebhookBuilder(keys, self._wechat, signatures, self.webhooks, self.faults, clock=clock)

    def routes(self) -> list[BaseRoute]:
        """Return all routes, which are under /wechat-pay, /alipay and /world/wallet."""
        return [*self._wechat.routes(), *self._alipay.routes(), *self.wallet.routes()]

    def merchant(self, origin: str) -> LocalMerchant:
        """Return the merchant's settings when these routes are served at `origin`."""
        return LocalMerchant(
            wechat_pay_merchant_id=wechat_signatures.MERCHANT_ID,
            wechat_pay_app_id=wechat_signatures.APP_ID,
            wechat_pay_serial=self.keys.wechat_merchant_serial,
            wechat_pay_private_key=self.keys.wechat_merchant_key,
            wechat_pay_api_key=self.keys.wechat_api_v3_key,
            wechat_pay_url=origin.rstrip("/") + wechat_signatures.PREFIX,
            alipay_app_id=alipay_webhook.APP_ID,
            alipay_seller_id=alipay_webhook.SELLER_ID,
            alipay_private_key=self.keys.alipay_app_key,
            alipay_public_key=public_pem(self.keys.alipay_platform_key),
            alipay_url=origin.rstrip("/") + alipay.PATH,
        )

    def settle_late(self) -> None:
        """Book the late payments of orders that have ended."""
        for ledger in (self.wechat_ledger, self.alipay_ledger):
            for trade in ledger.trades.values():
                ledger.settle_late(trade)

    async def deliver_due(self) -> int:
        """Make all webhook deliveries that are due, and return how many."""
        self.settle_late()
        return await self.webhooks.deliver_due()

    async def run(self) -> None:
        """Deliver webhook events until cancelled."""
        await self.webhooks.run(idle=self.settle_late)

    async def close(self) -> None:
        """Close the connections."""
        await self.webhooks.close()

    def _report(self, trade: Trade, paid: LedgerTransaction, refund: LedgerRefund | None) -> None:
        self._builder.report(trade, paid, refund)


def _wechat_code() -> str:
    return f"weixin://wxpay/bizpayurl?pr={secrets.token_urlsafe(9)}"


def _alipay_code() -> str:
    return f"https://qr.alipay.com/bax{secrets.token_hex(11)}"
