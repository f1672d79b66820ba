"""Alipay, face to face: the desk precreates, Alipay answers with a QR text, the payer scans it.

Alipay knows no order before somebody scans its code, so an order that it has
never heard of may still be paid until the code runs out or is cancelled.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime

import aiohttp
from pydantic import BaseModel, ConfigDict, Field

from bot.adapters.payments.alipay import bill as alipay_bill
from bot.adapters.payments.alipay import webhook
from bot.adapters.payments.alipay.client import TIMEOUT_SECONDS, AlipayCalls, AlipayMerchant
from bot.adapters.payments.gateway import GatewayRefused, GatewayUnavailable
from bot.adapters.payments.http import understood
from bot.adapters.payments.models import (
    CURRENCY,
    BillRow,
    Order,
    Payment,
    PaymentState,
    Provider,
    Refund,
    RefundResult,
    RefundState,
)
from bot.adapters.payments.webhook_events import Answer, Notice, NoticeRefused
from bot.money import to_fen, to_yuan

UNKNOWN_TRADE = "ACQ.TRADE_NOT_EXIST"
NO_BILL = frozenset({"isp.bill_not_exist", "BILL_NOT_EXIST"})
LONGEST_SUBJECT = 128
LONGEST_REASON = 128


class _Created(BaseModel):
    model_config = ConfigDict(strict=True)

    out_trade_no: str
    qr_code: str = Field(min_length=1)


class _Trade(BaseModel):
    model_config = ConfigDict(strict=True)

    out_trade_no: str
    trade_no: str
    trade_status: str
    total_amount: str
    send_pay_date: str = ""


class _Cancelled(BaseModel):
    model_config = ConfigDict(strict=True)

    action: str = ""


class _Refunded(BaseModel):
    model_config = ConfigDict(strict=True)

    out_trade_no: str
    trade_no: str
    fund_change: str = "N"


class _RefundFound(BaseModel):
    model_config = ConfigDict(strict=True)

    out_request_no: str = ""
    refund_amount: str = "0"
    refund_status: str = "REFUND_SUCCESS"


class _BillFile(BaseModel):
    model_config = ConfigDict(strict=True)

    bill_download_url: str


class Alipay:
    """A `Gateway` over Alipay's open platform."""

    provider = Provider.ALIPAY

    def __init__(
        self,
        merchant: AlipayMerchant,
        http: aiohttp.ClientSession,
        *,
        clock: Callable[[], datetime],
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._merchant = merchant
        self._clock = clock
        self._calls = AlipayCalls(merchant, http, clock=clock, timeout=timeout)

    async def create(self, order: Order) -> str:
        """Register the order and return its qr_code."""
        minutes = max(1, math.ceil((order.expires_at - self._clock()).total_seconds() / 60))
        answer = await self._calls.call(
            "alipay.trade.precreate",
            {
                "out_trade_no": order.number,
                "total_amount": to_yuan(order.amount_fen),
                "subject": order.subject[:LONGEST_SUBJECT],
                "timeout_express": f"{minutes}m",
            },
            notify_url=self._merchant.notify_url,
        )
        created = understood(_Created, answer)
        if created.out_trade_no != order.number:
            raise GatewayUnavailable("ANSWER", "it speaks of another order")
        return created.qr_code

    async def query(self, order_number: str) -> Payment:
        """Ask what became of the order."""
        try:
            answer = await self._calls.call("alipay.trade.query", {"out_trade_no": order_number})
        except GatewayRefused as refusal:
            if refusal.code == UNKNOWN_TRADE:
                return Payment(order_number, PaymentState.ABSENT)
            raise
        return _payment(order_number, understood(_Trade, answer))

    async def close(self, order_number: str) -> PaymentState:
        """End an unpaid order; one that was never scanned is cancelled, so that its code dies too."""
        try:
            await self._calls.call("alipay.trade.close", {"out_trade_no": order_number})
        except GatewayRefused as refusal:
            if refusal.code != UNKNOWN_TRADE:
                raise
            return await self._cancel(order_number)
        return PaymentState.CLOSED

    async def _cancel(self, order_number: str) -> PaymentState:
        answer = await self._calls.call("alipay.trade.cancel", {"out_trade_no": order_number})
        was_paid = understood(_Cancelled, answer).action == "refund"
        return PaymentState.REFUNDED if was_paid else PaymentState.CLOSED

    async def refund(self, refund: Refund) -> RefundResult:
        """Give money of one transaction back. No change of funds means: ask what came of it."""
        answer = await self._calls.call(
            "alipay.trade.refund",
            {
                "trade_no": refund.transaction_id,
                "refund_amount": to_yuan(refund.amount_fen),
                "out_request_no": refund.number,
                "refund_reason": refund.reason[:LONGEST_REASON],
            },
        )
        done = understood(_Refunded, answer)
        if (done.trade_no, done.out_trade_no) != (refund.transaction_id, refund.order_number):
            raise GatewayUnavailable("ANSWER", "it speaks of another trade")
        state = RefundState.DONE if done.fund_change == "Y" else RefundState.PROCESSING
        return RefundResult(refund.number, state, refund.amount_fen)

    async def query_refund(self, refund: Refund) -> RefundResult:
        """Ask what became of a refund; Alipay answers of an unknown one with nothing."""
        content = {"trade_no": refund.transaction_id, "out_request_no": refund.number}
        try:
            answer = await self._calls.call("alipay.trade.fastpay.refund.query", content)
        except GatewayRefused as refusal:
            if refusal.code == UNKNOWN_TRADE:
                return RefundResult(refund.number, RefundState.ABSENT)
            raise
        return _refund_result(refund, understood(_RefundFound, answer))

    async def bill(self, day: date) -> list[BillRow]:
        """Return what Alipay booked on that day; it is ready at 10 on the next."""
        content = {"bill_type": "trade", "bill_date": day.isoformat()}
        try:
            answer = await self._calls.call("alipay.data.dataservice.bill.downloadurl.query", content)
        except GatewayRefused as refusal:
            if refusal.code in NO_BILL:
                return []
            raise
        packed = await self._calls.download(understood(_BillFile, answer).bill_download_url)
        try:
            return alipay_bill.read(packed)
        except ValueError as error:
            raise GatewayUnavailable("BILL", str(error)) from None

    async def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """Believe a notice or raise NoticeRefused; nothing in its headers counts."""
        return webhook.read(
            body,
            now,
            key=self._calls.public_key,
            app_id=self._merchant.app_id,
            seller_id=self._merchant.seller_id,
        )

    def answer(self, refusal: NoticeRefused | None = None) -> Answer:
        """`success` and nothing else for a notice that is stored; Alipay repeats after any other word."""
        if refusal is None:
            return Answer(200, "text/plain", "success")
        return Answer(refusal.status, "text/plain", "fail")


def _payment(order_number: str, trade: _Trade) -> Payment:
    if trade.out_trade_no != order_number:
        raise GatewayUnavailable("ANSWER", "it speaks of another order")
    # A closed trade that was paid has been refunded; of a partial refund this answer says nothing.
    refunded = trade.trade_status == "TRADE_CLOSED" and bool(trade.send_pay_date)
    try:
        return Payment(
            order_number=order_number,
            state=webhook.state_of(trade.trade_status, refunded=refunded),
            transaction_id=trade.trade_no,
            amount_fen=to_fen(trade.total_amount),
            currency=CURRENCY,
            paid_at=webhook.moment(trade.send_pay_date) if trade.send_pay_date else None,
        )
    except (KeyError, ValueError):
        raise GatewayUnavailable("ANSWER", "an unknown state, amount or moment") from None


def _refund_result(refund: Refund, found: _RefundFound) -> RefundResult:
    if not found.out_request_no:
        return RefundResult(refund.number, RefundState.ABSENT)
    try:
        amount_fen = to_fen(found.refund_amount)
    except ValueError:
        raise GatewayUnavailable("ANSWER", "an unknown amount") from None
    done = found.refund_status == "REFUND_SUCCESS"
    return RefundResult(refund.number, RefundState.DONE if done else RefundState.PROCESSING, amount_fen)
