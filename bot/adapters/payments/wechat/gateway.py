"""The gateway of WeChat Pay (Native 支付): WeChat Pay returns a `code_url`, the text of a QR code that the payer scans.

It verifies that an answer is about our merchant and the order asked about.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from urllib.parse import quote, urlencode

import aiohttp
from pydantic import Field

from bot.adapters.payments.gateway import BillAbsent, BillUnreadable, GatewayUnavailable
from bot.adapters.payments.http import TIMEOUT_SECONDS, Json, StrictModel, none_if_refused, validated
from bot.adapters.payments.models import (
    CHINA,
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
from bot.adapters.payments.wechat import bill, webhook
from bot.adapters.payments.wechat.client import WechatClient, WechatMerchant
from storage.payments.payments import PaymentProvider

# WeChat Pay's status of a refund.
REFUND_STATES = {
    "SUCCESS": GatewayRefundState.DONE,
    "PROCESSING": GatewayRefundState.PROCESSING,
    "CLOSED": GatewayRefundState.FAILED,
    "ABNORMAL": GatewayRefundState.FAILED,
}
UNKNOWN_ORDER = frozenset({"ORDER_NOT_EXIST", "ORDERNOTEXIST"})
UNKNOWN_REFUND = frozenset({"RESOURCE_NOT_EXISTS", "RESOURCE_NOT_EXIST"})
ALREADY_CLOSED = frozenset({"ORDER_CLOSED", "ORDERCLOSED"})
NO_BILL = frozenset({"NO_STATEMENT_EXIST"})
MAX_SUBJECT = 127
MAX_REASON = 80


class _Created(StrictModel):
    code_url: str = Field(min_length=1, max_length=512)


class _RefundAmount(StrictModel):
    refund: int


class _Refunded(StrictModel):
    out_refund_no: str
    out_trade_no: str
    status: str
    amount: _RefundAmount


class _BillFile(StrictModel):
    hash_type: str
    hash_value: str
    download_url: str


class WechatPay:
    """Implements `Gateway` with WeChat Pay API v3."""

    provider = PaymentProvider.WECHAT

    def __init__(
        self,
        merchant: WechatMerchant,
        http: aiohttp.ClientSession,
        *,
        clock: Callable[[], datetime],
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._merchant = merchant
        self._client = WechatClient(merchant, http, clock=clock, timeout=timeout)

    async def create(self, order: OrderRequest) -> str:
        """Register the order and return its `code_url`."""
        answer = await self._client.post(
            "/v3/pay/transactions/native",
            {
                "appid": self._merchant.app_id,
                "mchid": self._merchant.merchant_id,
                "description": order.subject[:MAX_SUBJECT],
                "out_trade_no": order.number,
                "time_expire": order.expires_at.astimezone(CHINA).isoformat(timespec="seconds"),
                "notify_url": self._merchant.notify_url,
                "amount": {"total": order.amount_fen, "currency": CURRENCY},
            },
        )
        return validated(_Created, answer).code_url

    async def query(self, order_number: str) -> PaymentResult:
        """Return the state of the order."""
        query = urlencode({"mchid": self._merchant.merchant_id})
        call = self._client.get(f"/v3/pay/transactions/out-trade-no/{quote(order_number)}?{query}")
        answer = await none_if_refused(call, UNKNOWN_ORDER)
        if answer is None:
            return PaymentResult(order_number, PaymentState.ABSENT)
        return self._payment(order_number, validated(webhook.WechatTransaction, answer))

    def _payment(self, order_number: str, found: webhook.WechatTransaction) -> PaymentResult:
        if (found.mchid, found.out_trade_no) != (self._merchant.merchant_id, order_number):
            raise GatewayUnavailable("ANSWER", "it is about another order")
        try:
            state, paid_at = found.state, found.paid_at
        except (KeyError, ValueError):
            raise GatewayUnavailable("ANSWER", "an unknown state or time") from None
        if state is PaymentState.REFUNDED:
            state = PaymentState.PAID  # Of any part. The payment is booked; what went back is told by its refunds.
        if state is PaymentState.PAID and (found.amount is None or not found.transaction_id):
            raise GatewayUnavailable("ANSWER", "paid, but no amount or no transaction")
        return PaymentResult(
            order_number=order_number,
            state=state,
            transaction_id=found.transaction_id,
            amount_fen=found.amount.total if found.amount else 0,
            currency=found.amount.currency if found.amount else CURRENCY,
            paid_at=paid_at,
        )

    async def close(self, order_number: str) -> PaymentState:
        """Close an unpaid order."""
        path = f"/v3/pay/transactions/out-trade-no/{quote(order_number)}/close"
        call = self._client.post(path, {"mchid": self._merchant.merchant_id})
        await none_if_refused(call, UNKNOWN_ORDER | ALREADY_CLOSED)
        return PaymentState.CLOSED

    async def refund(self, refund: RefundRequest) -> RefundResult:
        """Refund a payment."""
        answer = await self._client.post(
            "/v3/refund/domestic/refunds",
            {
                "transaction_id": refund.transaction_id,
                "out_refund_no": refund.number,
                "reason": refund.reason[:MAX_REASON],
                "amount": {"refund": refund.amount_fen, "total": refund.total_fen, "currency": CURRENCY},
            },
        )
        return _refund_result(refund, answer)

    async def query_refund(self, refund: RefundRequest) -> RefundResult:
        """Return the state of a refund."""
        call = self._client.get(f"/v3/refund/domestic/refunds/{quote(refund.number)}")
        answer = await none_if_refused(call, UNKNOWN_REFUND)
        if answer is None:
            return RefundResult(refund.number, GatewayRefundState.ABSENT)
        return _refund_result(refund, answer)

    async def bill(self, day: date) -> list[BillRow]:
        """Return what WeChat Pay booked on that day; available from 10:00 on the next day."""
        query = urlencode({"bill_date": day.isoformat(), "bill_type": "ALL"})
        answer = await none_if_refused(self._client.get(f"/v3/bill/tradebill?{query}"), NO_BILL)
        if answer is None:
            raise BillAbsent("NO_BILL")
        file = validated(_BillFile, answer)
        packed = await self._client.download(file.download_url)
        try:
            body = bill.unpacked(packed)
            # SHA-1 is WeChat Pay's choice; the hash, of the file without gzip, came in a signed answer.
            found = hashlib.sha1(body, usedforsecurity=False).hexdigest()
            if file.hash_type != "SHA1" or found != file.hash_value.lower():
                raise ValueError("the file is not the one announced")
            # What cannot be decoded is in names that nobody here uses.
            return bill.parse(body.decode(errors="replace"))
        except ValueError as error:
            raise BillUnreadable("BILL", str(error)) from None

    async def parse_webhook(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> WebhookEvent | ProviderReport:
        """Verify, decrypt and parse a webhook request. Raises WebhookRejected."""
        return await webhook.parse(
            headers,
            body,
            now,
            keys=self._client.keys,
            merchant_id=self._merchant.merchant_id,
            app_id=self._merchant.app_id,
            api_v3_key=self._merchant.api_v3_key.encode(),
        )

    def webhook_response(self, rejection: WebhookRejected | None = None) -> WebhookResponse:
        """Return 204 for a stored event; for a rejected request its status, and nothing that helps a forger."""
        if rejection is None:
            return WebhookResponse(204, "application/json", "")
        return WebhookResponse(rejection.status, "application/json", '{"code":"FAIL","message":"refused"}')


def _refund_result(refund: RefundRequest, answer: Json) -> RefundResult:
    done = validated(_Refunded, answer)
    if (done.out_refund_no, done.out_trade_no) != (refund.number, refund.order_number):
        raise GatewayUnavailable("ANSWER", "it is about another refund")
    if done.status not in REFUND_STATES:
        raise GatewayUnavailable("ANSWER", "an unknown state of a refund")
    return RefundResult(refund.number, REFUND_STATES[done.status], done.amount.refund)
