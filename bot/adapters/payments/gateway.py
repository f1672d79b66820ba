"""Payments: what every payment gateway does for us, whichever provider stands behind it.

PaymentFailure
├── GatewayUnavailable   nobody knows what came of it: ask again with the same number
└── GatewayRefused       the gateway said no, and will say no again
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from bot.adapters.payments.models import (
    BillKind,
    BillRow,
    Order,
    Payment,
    PaymentState,
    Provider,
    Refund,
    RefundResult,
    RefundState,
)
from bot.adapters.payments.webhook_events import (
    Answer,
    ForgedNotice,
    KeysUnavailable,
    MalformedNotice,
    MismatchedNotice,
    Notice,
    NoticeReason,
    NoticeRefused,
    StaleNotice,
    WrongMerchant,
    check,
)

__all__ = [
    "Answer",
    "BillKind",
    "BillRow",
    "ForgedNotice",
    "Gateway",
    "GatewayRefused",
    "GatewayUnavailable",
    "KeysUnavailable",
    "MalformedNotice",
    "MismatchedNotice",
    "Notice",
    "NoticeReason",
    "NoticeRefused",
    "Order",
    "Payment",
    "PaymentFailure",
    "PaymentState",
    "Provider",
    "Refund",
    "RefundResult",
    "RefundState",
    "StaleNotice",
    "WrongMerchant",
    "check",
]


class PaymentFailure(Exception):
    """A call to a gateway that did not do what it should. `code` is the provider's, or ours."""

    def __init__(self, code: str, message: str = "") -> None:
        """Keep the code apart, for rows and figures."""
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code


class GatewayUnavailable(PaymentFailure):
    """No answer, or none that can be believed: the outcome is unknown."""


class GatewayRefused(PaymentFailure):
    """The gateway understood and declined. Asking again changes nothing."""


class Gateway(Protocol):
    """A payment provider. Every call may raise GatewayUnavailable or GatewayRefused."""

    provider: Provider

    async def create(self, order: Order) -> str:
        """Register the order and return the text of its payment QR; the same order again is the same payment."""

    async def query(self, order_number: str) -> Payment:
        """Ask what became of the order."""

    async def close(self, order_number: str) -> PaymentState:
        """End an unpaid order. CLOSED, or REFUNDED if money had just come and was sent straight back.

        Refused with the provider's code when it is already paid.
        """

    async def refund(self, refund: Refund) -> RefundResult:
        """Give money back; the same refund number again does nothing more."""

    async def query_refund(self, refund: Refund) -> RefundResult:
        """Ask what became of a refund."""

    async def bill(self, day: date) -> list[BillRow]:
        """Return everything the gateway booked on that day in China; empty when nothing was."""

    async def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """Believe a notice or raise NoticeRefused. Header names are matched in any case."""

    def answer(self, refusal: NoticeRefused | None = None) -> Answer:
        """Return what to send back, once the notice is stored or refused."""
