"""Notices of both providers, drawn by kind and signed as they sign: each is booked, stored as a report, or refused.

A model says what must be stored. Nothing may be settled by anything but the first money of the right amount, and no
notice that the desk confirms may be without a row.
"""

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from types import SimpleNamespace
from typing import Any

from storage.payments.payments import PaymentOrder, PaymentProvider
from tests.adapters.payments.webhook_requests import Body, alipay_signed, refund_body, wechat_body, wechat_signed
from tests.fault_injection.bank import SimulatedBank
from tests.fault_injection.foreign_words import words
from tests.services.payment_builders import NOW

MOMENT = "2026-11-25 10:00:00"  # NOW, as Alipay writes it.
STRANGER = "CZ20261124000000000001"  # A number of the desk's form that is of no order here.


@dataclass
class Stores:
    """What must be stored: of each transaction its order and amount, the ids of reports, and what settles."""

    money: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    foreign: set[tuple[str, str]] = field(default_factory=set)
    reports: set[tuple[str, str]] = field(default_factory=set)
    closed: dict[str, str] = field(default_factory=dict)  # By order: the transaction that settled it, or "".


@dataclass
class Notices:
    """Draws notices about some orders, and keeps what they must lead to."""

    bank: SimulatedBank
    orders: list[PaymentOrder]
    random: Random
    must: Stores = field(default_factory=Stores)
    number: int = 0

    def draw(self) -> tuple[PaymentOrder, Body, str]:
        """Return an order, a notice to its provider's address, and whether it is a payment, a report or refused."""
        order, self.number = self.random.choice(self.orders), self.number + 1
        what = self.random.choice((self.payment, self.payment, self.report, self.refused))
        return order, *what(order)

    def payment(self, order: PaymentOrder) -> tuple[Body, str]:
        """Money: mostly the right one, or another amount, another order, another currency, or a second time."""
        amount = self.random.choice((order.amount,) * 3 + (order.amount - 1, order.amount + 1, 1, 10**10))
        number = self.random.choice((order.number,) * 6 + (STRANGER, "SHOP-1", self.random.choice(self.orders).number))
        currency = self.random.choice(("CNY",) * 9 + ("USD",))
        transaction = f"{zlib.crc32(f'{order.provider}{number}'.encode()):010}{self.random.randrange(40):018}"
        self._expect(order.provider, number, transaction, amount, currency)
        return self.body(order.provider, number, transaction, amount, currency), "payment"

    def _expect(self, provider: PaymentProvider, number: str, transaction: str, amount: int, currency: str) -> None:
        key = (provider.value, transaction)
        if currency != "CNY":
            self.must.foreign.add(key)
            return
        if key in self.must.money:
            return
        self.must.money[key] = (number, amount)
        meant = next((each for each in self.orders if (each.number, each.provider) == (number, provider)), None)
        if meant is not None:
            self.must.closed.setdefault(number, transaction if amount == meant.amount else "")

    def report(self, order: PaymentOrder) -> tuple[Body, str]:
        """What is no payment: an order that waits or is closed, a refund in any state, a kind that nobody knows."""
        self.must.reports.add((order.provider.value, f"N{self.number}"))
        if order.provider is PaymentProvider.ALIPAY:
            changes = self.random.choice(
                (
                    {"trade_status": "WAIT_BUYER_PAY"},
                    {"trade_status": "TRADE_CLOSED"},
                    {"trade_status": "TRADE_SUCCESS", "refund_fee": "0.01", "gmt_refund": MOMENT, "out_biz_no": "X"},
                    {"trade_status": "TRADE_CLOSED", "refund_fee": "200.00", "gmt_refund": MOMENT},
                    {"trade_status": words(self.random) or "?"},
                    {"notify_type": "open_app_auth_notify"},
                )
            )
            return self.alipay(order.number, **changes), "report"
        refund = self.random.choice(("REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED"))
        state = self.random.choice(("NOTPAY", "CLOSED", "PAYERROR", "?"))
        makers: list[Callable[[], Body]] = [
            partial(self._wechat_refund, refund, order.number),
            partial(self.wechat, order.number, trade_state=state),
            partial(self.wechat, order.number, event_type=f"COUPON.{words(self.random)}"),
        ]
        return self.random.choice(makers)(), "report"

    def refused(self, order: PaymentOrder) -> tuple[Body, str]:
        """A payment of another merchant, too old or of the future, or changed after it was signed."""
        about = (order.provider, order.number, f"99{self.number:026}", order.amount, "CNY")
        if self.random.random() < 0.5:
            return self.body(*about, self._other()), "refused"
        headers, body = self.body(*about)
        at = self.random.randrange(len(body))
        return (headers, body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]), "refused"

    def _other(self) -> dict[str, Any]:
        return self.random.choice(({"merchant": "other"}, {"days": 3}, {"days": -3}))

    def body(
        self,
        provider: PaymentProvider,
        number: str,
        transaction: str,
        amount: int,
        currency: str,
        odd: dict[str, Any] | None = None,
    ) -> Body:
        """Return a notice that reports a payment. odd: what makes it one to refuse."""
        odd = odd or {}
        if provider is PaymentProvider.WECHAT:
            stamp = {"timestamp": str(int(NOW.timestamp()) + 86_400 * odd["days"])} if "days" in odd else {}
            whose = {"mchid": "1900000108"} if "merchant" in odd else {}
            total = {"total": amount, "currency": currency}
            return self.wechat(number, transaction_id=transaction, amount=total, stamp=stamp, **whose)
        when = {"notify_time": f"2026-11-{25 + odd['days']} 10:00:00"} if "days" in odd else {}
        whose = {"seller_id": "2088000000000000"} if "merchant" in odd else {}
        yuan = f"{amount // 100}.{amount % 100:02}"
        about = {"trade_no": transaction, "total_amount": yuan, "trans_currency": currency}
        return self.alipay(number, **about, **when, **whose)

    def wechat(
        self,
        number: str,
        *,
        event_type: str = "TRANSACTION.SUCCESS",
        stamp: dict[str, str] | None = None,
        **changes: Any,
    ) -> Body:
        """Return a signed notice of WeChat Pay."""
        about = {"success_time": "2026-11-25T10:00:00+08:00", "attach": words(self.random)} | changes
        envelope = {"id": f"N{self.number}", "event_type": event_type, "summary": words(self.random)}
        body = wechat_body(self.bank.gateways.keys, envelope, out_trade_no=number, **about)
        changed: dict[str, Any] = stamp or {}
        return wechat_signed(self._world, body, **changed)

    def _wechat_refund(self, event: str, number: str) -> Body:
        about = {"out_trade_no": number, "out_refund_no": f"R{self.number}"}
        body = json.loads(refund_body(self.bank.gateways.keys, event, **about))
        return wechat_signed(self._world, json.dumps(body | {"id": f"N{self.number}"}).encode())

    def alipay(self, number: str, **changes: str) -> Body:
        """Return a signed notice of Alipay."""
        local = self.bank.gateways.merchant("http://bank.local")
        fields = {
            "notify_time": MOMENT, "notify_type": "trade_status_sync", "notify_id": f"N{self.number}",
            "app_id": local.alipay_app_id, "seller_id": local.alipay_seller_id, "charset": "utf-8", "version": "1.0",
            "out_trade_no": number, "trade_no": f"88{self.number:026}", "trade_status": "TRADE_SUCCESS",
            "total_amount": "200.00", "gmt_payment": MOMENT, "subject": words(self.random), "body": words(self.random),
        }  # fmt: skip
        return {}, alipay_signed(self._world, fields | changes)

    @property
    def _world(self) -> Any:
        return SimpleNamespace(gateways=self.bank.gateways, clock=lambda: NOW)
