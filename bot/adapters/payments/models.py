"""Payment orders: what is to be paid, and what a gateway says became of it. Money is fen, a whole number."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

CURRENCY = "CNY"
CHINA = timezone(timedelta(hours=8), "CST")
"""The zone both providers write their times in; China has kept one all year round since 1992."""

_ORDER_NUMBER = re.compile(r"[0-9A-Za-z_-]{6,32}")


class Provider(StrEnum):
    """Who moves the money."""

    WECHAT = "wechat"
    ALIPAY = "alipay"


class PaymentState(StrEnum):
    """Where a payment stands at the gateway."""

    ABSENT = "absent"
    """The gateway has no such order; Alipay first hears of one when its code is scanned."""
    WAITING = "waiting"
    PAID = "paid"
    CLOSED = "closed"
    REFUNDED = "refunded"
    """It was paid, and some or all of it has gone back."""
    FAILED = "failed"


class RefundState(StrEnum):
    """Where a refund stands at the gateway."""

    ABSENT = "absent"
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"


class BillKind(StrEnum):
    """What a line of the gateway's daily bill records."""

    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True)
class Order:
    """What is to be paid. The number is ours and stored before the first call."""

    number: str
    amount_fen: int
    subject: str
    expires_at: datetime

    def __post_init__(self) -> None:
        """Refuse what both gateways would refuse, before any money hangs on it."""
        if not _ORDER_NUMBER.fullmatch(self.number):
            raise ValueError("an order number has 6 to 32 letters, digits, - or _")
        if self.amount_fen < 1:
            raise ValueError("an order is for at least one fen")
        if self.expires_at.tzinfo is None:
            raise ValueError("expires_at needs a time zone")


@dataclass(frozen=True)
class Payment:
    """What the gateway says of one order when asked. Without a transaction nothing was paid."""

    order_number: str
    state: PaymentState
    transaction_id: str = ""
    amount_fen: int = 0
    currency: str = CURRENCY
    paid_at: datetime | None = None


@dataclass(frozen=True)
class Refund:
    """Money to be given back, of one transaction. The same number is never paid back twice."""

    number: str
    order_number: str
    transaction_id: str
    amount_fen: int
    total_fen: int
    reason: str

    def __post_init__(self) -> None:
        """Refuse to give back nothing, or more than came in."""
        if not 1 <= self.amount_fen <= self.total_fen:
            raise ValueError("a refund is for one fen at least and the payment at most")


@dataclass(frozen=True)
class RefundResult:
    """What came of a refund so far."""

    number: str
    state: RefundState
    amount_fen: int = 0


@dataclass(frozen=True)
class BillRow:
    """One line of the gateway's bill of a day; refund_number is empty on payments, amounts are never negative."""

    kind: BillKind
    order_number: str
    transaction_id: str
    refund_number: str
    amount_fen: int
    at: datetime
