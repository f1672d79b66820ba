"""Both local payment gateways with their ledgers, their webhook sender and the wallet app."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

import aiohttp
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.gateways import alipay, alipay_webhook, wechat, wechat_signatures
from bot.simulator.gateways.faults import GatewayFaults
from bot.simulator.gateways.keys import GatewayKeys, LocalMerchant, public_pem
from bot.simulator.gateways.ledger import Ledger, LedgerRefund, LedgerTransaction, Trade
from bot.simulator.gateways.wallet import Wallet
from bot.simulator.gateways.webhook_builder import CONSOLE, WebhookBuilder
from bot.simulator.gateways.webhook_delivery import WebhookSender
from bot.simulator.gateways.wechat_signatures import KeyMode


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
        self.signatures = signatures = wechat_signatures.WechatSignatures(keys, clock=clock)
        self._wechat = wechat.WechatGateway(keys, self.wechat_ledger, self.faults, signatures, clock=clock)
        self._alipay = alipay.AlipayGateway(keys, self.alipay_ledger, self.faults, clock=clock)
        self.wallet = Wallet([self.wechat_ledger, self.alipay_ledger], self.faults, clock=clock, on_payment=on_payment)
        self._builder = WebhookBuilder(keys, self._wechat, signatures, self.webhooks, self.faults, clock=clock)

    def routes(self) -> list[BaseRoute]:
        """Return all routes, which are under /wechat-pay, /alipay and /world/wallet."""
        keys = Route("/world/wallet/wechat-keys", self._switch_keys, methods=["GET", "POST"])
        return [*self._wechat.routes(), *self._alipay.routes(), *self.wallet.routes(), keys]

    async def _switch_keys(self, request: Request) -> Response:
        """Return what WeChat Pay signs with; a POST of {"mode": …} switches it while the desk runs."""
        if request.method == "POST":
            try:
                self.signatures.mode = KeyMode((await request.json())["mode"])
            except (ValueError, TypeError, KeyError):
                return JSONResponse({"error": f"The mode is one of {', '.join(KeyMode)}."}, 400)
        return JSONResponse({"mode": self.signatures.mode})

    def merchant(self, origin: str) -> LocalMerchant:
        """Return the merchant's settings when these routes are served at `origin`."""
        return LocalMerchant(
            wechat_pay_merchant_id=wechat_signatures.MERCHANT_ID,
            wechat_pay_app_id=wechat_signatures.APP_ID,
            wechat_pay_serial=self.keys.wechat_merchant_serial,
            wechat_pay_private_key=self.keys.wechat_merchant_key,
            wechat_pay_api_key=self.keys.wechat_api_v3_key,
            wechat_pay_public_key_id=self.keys.wechat_public_key_id,
            wechat_pay_public_key=public_pem(self.keys.wechat_public_key),
            wechat_pay_url=origin.rstrip("/") + wechat_signatures.PREFIX,
            alipay_app_id=alipay_webhook.APP_ID,
            alipay_seller_id=alipay_webhook.SELLER_ID,
            alipay_private_key=self.keys.alipay_app_key,
            alipay_public_key=public_pem(self.keys.alipay_platform_key),
            alipay_url=origin.rstrip("/") + alipay.PATH,
        )

    def refund_on_console(self, number: str, amount_fen: int) -> str:
        """Refund an order as an operator does on the provider's console. Returns the refund's number."""
        ledger = self.wechat_ledger if number in self.wechat_ledger.trades else self.alipay_ledger
        trade, refund_number = ledger.trades[number], f"{CONSOLE}{secrets.token_hex(6)}"
        ledger.refund(trade, trade.transactions[0].id, refund_number, amount_fen, "console")
        return refund_number

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
