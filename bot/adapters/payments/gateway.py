"""The protocol of a payment gateway, implemented for WeChat Pay and for Alipay.

GatewayError
├── GatewayUnavailable   the outcome is unknown: call again with the same number
│   ├── KeyUnavailable   there is an answer, but no key to verify it with
│   └── BillUnreadable   there is a bill, but not of a form that is known
└── GatewayRefused       the gateway declined: another call with the same content is declined too
    ├── MerchantRefused  it does not know us by our keys, or lacks our contract: it declines every call
    └── BillAbsent       there is no bill of that day: nothing was booked, or it is not made yet
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from bot.adapters.payments.models import (
    BillRow,
    OrderRequest,
    PaymentResult,
    PaymentState,
    RefundRequest,
    RefundResult,
)
from bot.adapters.payments.webhook_events import ProviderReport, WebhookEvent, WebhookRejected, WebhookResponse
from storage.payments.payments import PaymentProvider


class GatewayError(Exception):
    """A call to a gateway failed. `code` is the provider's error code, or one of ours."""

    def __init__(self, code: str, message: str = "") -> None:
        """Keep the code for stored rows and metrics."""
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code
        self.message = message


class GatewayUnavailable(GatewayError):
    """There is no response, or none that can be trusted: the outcome is unknown."""


class KeyUnavailable(GatewayUnavailable):
    """The provider's public key is neither configured nor can be fetched: an operator must know."""


class BillUnreadable(GatewayUnavailable):
    """A row that is the desk's cannot be read, or the whole file: an operator must know."""


class GatewayRefused(GatewayError):
    """The gateway understood the request and declined it; a repetition changes nothing."""


class MerchantRefused(GatewayRefused):
    """The gateway does not accept our signature, number or contract, whatever is asked: an operator must know."""


class BillAbsent(GatewayRefused):
    """There is no bill of that day: both providers say so of a day without business, and before the bill is made."""


class Gateway(Protocol):
    """A payment provider. Every call may raise GatewayUnavailable or GatewayRefused."""

    provider: PaymentProvider

    async def create(self, order: OrderRequest) -> str:
        """Register the order and return the text of its payment QR code. Idempotent by the order's number."""

    async def query(self, order_number: str) -> PaymentResult:
        """Return the state of the order; ABSENT if the gateway does not know it."""

    async def close(self, order_number: str) -> PaymentState:
        """Close an unpaid order. Return CLOSED, or REFUNDED if a payment had just arrived and was returned at once.

        Raises GatewayRefused with the provider's code if the order is already paid.
        """

    async def refund(self, refund: RefundRequest) -> RefundResult:
        """Refund a payment, wholly or in part. Idempotent by the refund's number."""

    async def query_refund(self, refund: RefundRequest) -> RefundResult:
        """Return the state of the refund; ABSENT if the gateway does not know it."""

    async def bill(self, day: date) -> list[BillRow]:
        """Return what the gateway booked on that day, China time. Raises BillAbsent if there is no bill of that day."""

    async def parse_webhook(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> WebhookEvent | ProviderReport:
        """Verify and parse a webhook request. Header names match in any case. Raises WebhookRejected."""

    def webhook_response(self, rejection: WebhookRejected | None = None) -> WebhookResponse:
        """Return the response to a webhook request once the event is stored, or to a rejected one."""
