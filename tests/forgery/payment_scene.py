"""The scene of forged payment webhook events: a simulated bank with open and paid orders, and makers of requests."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.adapters.payments.models import CHINA
from bot.settings import load
from bot.simulator.gateways import GatewayKeys
from bot.web.app import create_app
from bot.web.dependencies import WebDependencies
from storage.payments.payments import OrderState, PaymentOrder, PaymentProvider
from tests.adapters.payments.webhook_requests import Body, alipay_signed, wechat_body, wechat_signed
from tests.fault_injection.in_process import InProcessPool
from tests.forgery.scene import Scene
from tests.services import payment_builders
from tests.stories.payment_driver import Bank

WECHAT, ALIPAY = "/notices/wechat", "/notices/alipay"
WebhookRequest = tuple[str, Body]


@dataclass
class PaymentScene:
    """A scene with a simulated bank: one open and one paid order at each provider."""

    scene: Scene
    bank: Bank
    orders: dict[PaymentProvider, PaymentOrder]
    paid: list[WebhookRequest] = field(default_factory=list)
    sent: str = ""  # The transaction that the newest changed event reports.
    stranger: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @classmethod
    def create(cls, scene: Scene) -> "PaymentScene":
        """Open a bank and four orders, and pay two of them."""
        bank, begun = Bank(scene.app, GatewayKeys.generate(), pool=InProcessPool()), []
        for at, way in ((901, "WECHAT"), (902, "ALIPAY"), (903, "WECHAT"), (904, "ALIPAY")):
            debt = scene.app.write(partial(payment_builders.debt, at=at))
            debt = scene.app.write(partial(payment_builders.begun, owed=debt, provider=PaymentProvider[way]))
            assert debt.order is not None
            begun.append(debt.order)
        payments = cls(scene, bank, {order.provider: order for order in begun[:2]})
        payments.paid = [payments.genuine(order, number) for number, order in enumerate(begun[2:])]
        for path, body in payments.paid:
            answer = payments.send(path, body)
            assert answer[0] in (200, 204), answer
        scene.feed([])
        assert scene.app.read(lambda session: session.get_one(PaymentOrder, begun[2].id)).state is OrderState.PAID
        return payments

    @cached_property
    def web(self) -> Any:
        """The web application of the desk."""
        app = self.scene.app
        settings, gateways = load(_env_file=None), self.bank.adapters
        return create_app(WebDependencies(settings, app.database, lambda: app.now, app.desk, gateways=gateways))

    @property
    def payment_world(self) -> Any:
        """The keys and the clock, as the makers of notices want them."""
        return SimpleNamespace(gateways=self.bank.gateways, clock=lambda: self.scene.app.now)

    def genuine(self, order: PaymentOrder, number: int = 7) -> WebhookRequest:
        """Return the provider's webhook request that reports this order paid."""
        if order.provider is PaymentProvider.WECHAT:
            return WECHAT, wechat_signed(self.payment_world, self.wechat(order, number))
        return ALIPAY, ({}, alipay_signed(self.payment_world, self.alipay(order, number)))

    def wechat(self, order: PaymentOrder, number: int = 7, **changes: Any) -> bytes:
        """Return the body of WeChat Pay's webhook event with these changes."""
        about = {"out_trade_no": order.number, "transaction_id": f"42{number:026}"}
        paid = {"amount": {"total": order.amount, "currency": "CNY"}, "success_time": self.moment("T", "+08:00")}
        return wechat_body(self.bank.gateways.keys, {"id": f"N{number}"}, **(about | paid | changes))

    def alipay(self, order: PaymentOrder, number: int = 7, **changes: Any) -> dict[str, str]:
        """Return the fields of Alipay's webhook event with these changes."""
        local = self.bank.gateways.merchant(self.bank.origin)
        return {
            "notify_time": self.moment(" "), "notify_type": "trade_status_sync", "notify_id": f"A{number}",
            "app_id": local.alipay_app_id, "seller_id": local.alipay_seller_id, "charset": "utf-8",
            "version": "1.0", "out_trade_no": order.number, "trade_no": f"22{number:026}",
            "trade_status": "TRADE_SUCCESS", "total_amount": f"{order.amount / 100:.2f}",
            "gmt_payment": self.moment(" "), "sign_type": "RSA2",
        } | changes  # fmt: skip

    def moment(self, between: str, zone: str = "", **later: float) -> str:
        """Return the present time in China as the providers write it."""
        now = (self.scene.app.now + timedelta(**later)).astimezone(CHINA)
        return f"{now:%Y-%m-%d}{between}{now:%H:%M:%S}{zone}"

    def send(self, path: str, body: Body) -> tuple[int, str]:
        """Post a webhook request to the desk. Returns status and text of the response."""
        transport = httpx.ASGITransport(self.web)
        kind = "application/json" if path == WECHAT else "application/x-www-form-urlencoded"

        async def post() -> tuple[int, str]:
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
                answer = await client.post(path, content=body[1], headers={"Content-Type": kind, **body[0]})
                return answer.status_code, answer.text

        return self.scene.app.wait(post())
