"""Requests to a payment gateway and its reports: orders, refunds and daily bills. Amounts are integers in fen."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

CURRENCY = "CNY"
# The zone in which both providers write their times. China has had one offset all year round since 1992.
CHINA = timezone(timedelta(hours=8), "CST")

_ORDER_NUMBER = re.compile(r"[0-9A-Za-z_-]{6,32}")


class PaymentState(StrEnum):
    """The state of an order at the gateway."""

    ABSENT = "absent"  # The gateway has no such order; Alipay creates an order when its QR code is scanned.
    WAITING = "waiting"
    PAID = "paid"
    CLOSED = "closed"
    REFUNDED = "refunded"  # It was paid, and wholly or partly refunded.
    FAILED = "failed"


class GatewayRefundState(StrEnum):
    """The state of a refund at the gateway."""

    ABSENT = "absent"
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"


class BillKind(StrEnum):
    """What a row of a daily bill records."""

    PAYMENT = "payment"
    REFUND = "refund"
    UNREADABLE = "unreadable"  # A row of another business that shares the merchant's number.


@dataclass(frozen=True)
class OrderRequest:
    """An order to be registered at a gateway. Its number is stored here before the first call."""

    number: str
    amount_fen: int
    subject: str
    expires_at: datetime

    def __post_init__(self) -> None:
        """Raise ValueError for what both gateways would decline."""
        if not _ORDER_NUMBER.fullmatch(self.number):
            raise ValueError("an order number has 6 to 32 letters, digits, - or _")
        if self.amount_fen < 1:
            raise ValueError("an order is for at least one fen")
        if self.expires_at.tzinfo is None:
            raise ValueError("expires_at needs a time zone")


@dataclass(frozen=True)
class PaymentResult:
    """What the gateway reports about an order. Without a transaction nothing was paid."""

    order_number: str
    state: PaymentState
    transaction_id: str = ""
    amount_fen: int = 0
    currency: str = CURRENCY
    paid_at: datetime | None = None


@dataclass(frozen=True)
class RefundRequest:
    """A refund of one transaction, wholly or in part. A gateway executes each number once at most."""

    number: str
    order_number: str
    transaction_id: str
    amount_fen: int
    total_fen: int
    reason: str

    def __post_init__(self) -> None:
        """Raise ValueError unless the amount is between one fen and the payment."""
        if not 1 <= self.amount_fen <= self.total_fen:
            raise ValueError("a refund is for one fen at least and the payment at most")


@dataclass(frozen=True)
class RefundResult:
    """What the gateway reports about a refund."""

    number: str
    state: GatewayRefundState
    amount_fen: int = 0


@dataclass(frozen=True)
class BillRow:
    """One row of a gateway's daily bill; `refund_number` is empty for payments, amounts are never negative.

    An UNREADABLE row has its order's number only. refund_state: what had become of a refund when the bill was made.
    """

    kind: BillKind
    order_number: str
    transaction_id: str = ""
    refund_number: str = ""
    amount_fen: int = 0
    at: datetime = datetime.fromtimestamp(0, CHINA)
    refund_state: GatewayRefundState = GatewayRefundState.DONE
