"""The simulated gateways on a real port, and a receiver of their webhooks."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.payments.alipay.client import AlipayMerchant
from bot.adapters.payments.alipay.gateway import Alipay
from bot.adapters.payments.gateway import Gateway, GatewayUnavailable
from bot.adapters.payments.models import OrderRequest
from bot.adapters.payments.webhook_events import ProviderReport, WebhookEvent, WebhookRejected
from bot.adapters.payments.wechat.client import WechatMerchant
from bot.adapters.payments.wechat.gateway import WechatPay
from bot.simulator.gateways import Gateways, LocalMerchant


class GatewayClock:
    """A clock that is moved by the test only."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class PaymentWebhookReceiver:
    """Receives webhooks: keeps accepted payments, reports of all else, rejections, and every request."""

    clock: GatewayClock
    gateways: dict[str, Gateway] = field(default_factory=dict)
    accepted: list[WebhookEvent] = field(default_factory=list)
    reports: list[ProviderReport] = field(default_factory=list)
    rejected: list[WebhookRejected] = field(default_factory=list)
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    is_down: bool = False
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, request: Request) -> Response:
        gateway = self.gateways[request.path_params["provider"]]
        body = await request.body()
        if self.is_down:
            return Response(status_code=503)
        self.received.append((gateway.provider, dict(request.headers), body))
        try:
            event = await gateway.parse_webhook(request.headers, body, self.clock())
            if isinstance(event, ProviderReport):
                self.reports.append(event)
            else:
                self.accepted.append(event)
        except WebhookRejected as refusal:
            self.rejected.append(refusal)
            answer = gateway.webhook_response(refusal)
        else:
            answer = gateway.webhook_response()
        self.heard.set()
        return Response(answer.body, answer.status, media_type=answer.media_type)


@dataclass
class PaymentWorld:
    """The gateways, their clients and the receiver."""

    clock: GatewayClock
    gateways: Gateways
    receiver: PaymentWebhookReceiver
    origin: str
    http: aiohttp.ClientSession
    merchant: LocalMerchant
    wechat: WechatPay
    alipay: Alipay

    def order(self, number: str = "CZ20260302000001", amount_fen: int = 20_000) -> OrderRequest:
        return OrderRequest(number, amount_fen, "违法罚款 桂A12345", self.clock() + timedelta(minutes=30))

    async def pay(
        self,
        gateway: Gateway,
        outcome: str = "pay",
        *,
        number: str = "CZ20260302000001",
        amount_fen: int = 20_000,
    ) -> OrderRequest:
        """Create an order and pay it; its webhooks wait for `gateways.deliver_due()`."""
        made = self.order(number, amount_fen)
        self.gateways.wallet.pay(await gateway.create(made), outcome, person=7)
        return made


async def code_of(doing: Awaitable[object]) -> str:
    """Return the code of the GatewayUnavailable that the call raises."""
    with pytest.raises(GatewayUnavailable) as failed:
        await doing
    return failed.value.code


def wechat_merchant(local: LocalMerchant, origin: str, **changes: str) -> WechatMerchant:
    """Return the WeChat Pay settings of the simulated gateway, with changes."""
    settings = {
        "merchant_id": local.wechat_pay_merchant_id,
        "app_id": local.wechat_pay_app_id,
        "serial": local.wechat_pay_serial,
        "notify_url": f"{origin}/notices/wechat",
        "private_key": local.wechat_pay_private_key,
        "api_v3_key": local.wechat_pay_api_key,
        "base_url": local.wechat_pay_url,
    }
    return WechatMerchant(**(settings | changes))


def alipay_merchant(local: LocalMerchant, origin: str, **changes: str) -> AlipayMerchant:
    """Return the Alipay settings of the simulated gateway, with changes."""
    settings = {
        "app_id": local.alipay_app_id,
        "seller_id": local.alipay_seller_id,
        "notify_url": f"{origin}/notices/alipay",
        "private_key": local.alipay_private_key,
        "alipay_public_key": local.alipay_public_key,
        "gateway_url": local.alipay_url,
    }
    return AlipayMerchant(**(settings | changes))
