"""The gateway of Alipay (当面付, alipay.trade.precreate): Alipay returns the text of a QR code that the payer scans.

Alipay creates an order when its QR code is scanned, so an order that it does not know may still be paid until the
code expires or is cancelled.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime

import aiohttp
from pydantic import Field

from bot.adapters.payments.alipay import bill, webhook
from bot.adapters.payments.alipay.client import AlipayClient, AlipayMerchant
from bot.adapters.payments.gateway import BillAbsent, BillUnreadable, GatewayUnavailable
from bot.adapters.payments.http import TIMEOUT_SECONDS, StrictModel, none_if_refused, validated
from bot.adapters.payments.models import (
    CURRENCY,
    BillRow,
    GatewayRefundState,
    OrderRequest,
    PaymentResult,
    PaymentState,
    RefundRequest,
    RefundResult,
)
from bot.adapters.payments.webhook_events import ProviderReport, WebhookEvent, WebhookRejected, WebhookResponse
from bot.money import to_fen, to_yuan
from storage.payments.payments import PaymentProvider

UNKNOWN_TRADE = frozenset({"ACQ.TRADE_NOT_EXIST"})
NO_BILL = frozenset({"isp.bill_not_exist", "BILL_NOT_EXIST"})
MAX_SUBJECT = 128
MAX_REASON = 128


class _Created(StrictModel):
    out_trade_no: str
    qr_code: str = Field(min_length=1)


class _Trade(StrictModel):
    out_trade_no: str
    trade_no: str
    trade_status: str
    total_amount: str
    send_pay_date: str = ""


class _Cancelled(StrictModel):
    action: str = ""


class _Refunded(StrictModel):
    out_trade_no: str
    trade_no: str
    fund_change: str = "N"
    refund_fee: str = ""


class _RefundFound(StrictModel):
    out_request_no: str = ""
    refund_amount: str = ""
    refund_status: str = "REFUND_SUCCESS"


class _BillFile(StrictModel):
    bill_download_url: str


class Alipay:
    """Implements `Gateway` with the API of Alipay's open platform."""

    provider = PaymentProvider.ALIPAY

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
        self._client = AlipayClient(merchant, http, clock=clock, timeout=timeout)

    async def create(self, order: OrderRequest) -> str:
        """Register the order and return its `qr_code`."""
        minutes = max(1, math.ceil((order.expires_at - self._clock()).total_seconds() / 60))
        answer = await self._client.call(
            "alipay.trade.precreate",
            {
                "out_trade_no": order.number,
                "total_amount": to_yuan(order.amount_fen),
                "subject": order.subject[:MAX_SUBJECT],
                "timeout_express": f"{minutes}m",
            },
            notify_url=self._merchant.notify_url,
        )
        created = validated(_Created, answer)
        if created.out_trade_no != order.number:
            raise GatewayUnavailable("ANSWER", "it is about another order")
        return created.qr_code

    async def query(self, order_number: str) -> PaymentResult:
        """Return the state of the order."""
        call = self._client.call("alipay.trade.query", {"out_trade_no": order_number})
        answer = await none_if_refused(call, UNKNOWN_TRADE)
        if answer is None:
            return PaymentResult(order_number, PaymentState.ABSENT)
        return _payment(order_number, validated(_Trade, answer))

    async def close(self, order_number: str) -> PaymentState:
        """Close an unpaid order; one that was never scanned is cancelled, which makes its QR code invalid too."""
        call = self._client.call("alipay.trade.close", {"out_trade_no": order_number})
        closed = await none_if_refused(call, UNKNOWN_TRADE)
        return PaymentState.CLOSED if closed is not None else await self._cancel(order_number)

    async def _cancel(self, order_number: str) -> PaymentState:
        answer = await self._client.call("alipay.trade.cancel", {"out_trade_no": order_number})
        was_paid = validated(_Cancelled, answer).action == "refund"
        return PaymentState.REFUNDED if was_paid else PaymentState.CLOSED

    async def refund(self, refund: RefundRequest) -> RefundResult:
        """Refund a payment; without a change of funds in the answer the refund must be queried."""
        answer = await self._client.call(
            "alipay.trade.refund",
            {
                "trade_no": refund.transaction_id,
                "refund_amount": to_yuan(refund.amount_fen),
                "out_request_no": refund.number,
                "refund_reason": refund.reason[:MAX_REASON],
            },
        )
        done = validated(_Refunded, answer)
        if (done.trade_no, done.out_trade_no) != (refund.transaction_id, refund.order_number):
            raise GatewayUnavailable("ANSWER", "it is about another trade")
        is_done = done.fund_change == "Y" and _covers(refund, done)
        state = GatewayRefundState.DONE if is_done else GatewayRefundState.PROCESSING
        return RefundResult(refund.number, state, refund.amount_fen)

    async def query_refund(self, refund: RefundRequest) -> RefundResult:
        """Return the state of a refund; Alipay's answer about an unknown one is empty."""
        content = {"trade_no": refund.transaction_id, "out_request_no": refund.number}
        call = self._client.call("alipay.trade.fastpay.refund.query", content)
        answer = await none_if_refused(call, UNKNOWN_TRADE)
        if answer is None:
            return RefundResult(refund.number, GatewayRefundState.ABSENT)
        return _refund_result(refund, validated(_RefundFound, answer))

    async def bill(self, day: date) -> list[BillRow]:
        """Return what Alipay booked on that day; available from 10:00 on the next day."""
        content = {"bill_type": "trade", "bill_date": day.isoformat()}
        call = self._client.call("alipay.data.dataservice.bill.downloadurl.query", content)
        answer = await none_if_refused(call, NO_BILL)
        if answer is None:
            raise BillAbsent("NO_BILL")
        packed = await self._client.download(validated(_BillFile, answer).bill_download_url)
        try:
            return bill.parse(packed)
        except ValueError as error:
            raise BillUnreadable("BILL", str(error)) from None

    async def parse_webhook(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> WebhookEvent | ProviderReport:
        """Verify and parse a webhook request; its headers are not used. Raises WebhookRejected."""
        return webhook.parse(
            body,
            now,
            key=self._client.public_key,
            app_id=self._merchant.app_id,
            seller_id=self._merchant.seller_id,
        )

    def webhook_response(self, rejection: WebhookRejected | None = None) -> WebhookResponse:
        """Return `success` for a stored event; Alipay repeats the event after any other body."""
        if rejection is None:
            return WebhookResponse(200, "text/plain", "success")
        return WebhookResponse(rejection.status, "text/plain", "fail")


def _payment(order_number: str, trade: _Trade) -> PaymentResult:
    if trade.out_trade_no != order_number:
        raise GatewayUnavailable("ANSWER", "it is about another order")
    # A closed trade that was paid has been refunded; a partial refund is not part of this answer.
    refunded = trade.trade_status == "TRADE_CLOSED" and bool(trade.send_pay_date)
    try:
        return PaymentResult(
            order_number=order_number,
            state=webhook.state_of(trade.trade_status, refunded=refunded),
            transaction_id=trade.trade_no,
            amount_fen=to_fen(trade.total_amount),
            currency=CURRENCY,
            paid_at=webhook.parse_time(trade.send_pay_date) if trade.send_pay_date else None,
        )
    except (KeyError, ValueError):
        raise GatewayUnavailable("ANSWER", "an unknown state, amount or time") from None


def _covers(refund: RefundRequest, done: _Refunded) -> bool:
    """Return whether as much has gone back of the trade as this refund, which the answer counts in."""
    try:
        return to_fen(done.refund_fee) >= refund.amount_fen
    except ValueError:
        return False


def _refund_result(refund: RefundRequest, found: _RefundFound) -> RefundResult:
    if not found.out_request_no:
        return RefundResult(refund.number, GatewayRefundState.ABSENT)
    try:
        amount_fen = to_fen(found.refund_amount) if found.refund_amount else refund.amount_fen
    except ValueError:
        raise GatewayUnavailable("ANSWER", "an unknown amount") from None
    done = found.refund_status == "REFUND_SUCCESS"
    return RefundResult(refund.number, GatewayRefundState.DONE if done else GatewayRefundState.PROCESSING, amount_fen)
