"""Notices: a provider's own word that money has moved, and the reasons not to believe one.

NoticeRefused
├── ForgedNotice         signature, probe, unknown_serial
├── StaleNotice          stale
├── WrongMerchant        wrong_merchant
├── MalformedNotice      malformed, unexpected
├── KeysUnavailable      keys_unavailable: not the notice's fault, so let it come again
└── MismatchedNotice     wrong_order, wrong_amount, wrong_currency, wrong_state
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.adapters.payments.models import CURRENCY, Order, PaymentState, Provider

FRESH_FOR = timedelta(seconds=300)
"""How far a signed moment may lie from ours (WeChat Pay APIv3, signature verification)."""


class NoticeReason(StrEnum):
    """Why a notice was not believed."""

    SIGNATURE = "signature"
    PROBE = "probe"
    UNKNOWN_SERIAL = "unknown_serial"
    STALE = "stale"
    WRONG_MERCHANT = "wrong_merchant"
    MALFORMED = "malformed"
    UNEXPECTED = "unexpected"
    KEYS_UNAVAILABLE = "keys_unavailable"
    WRONG_ORDER = "wrong_order"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_CURRENCY = "wrong_currency"
    WRONG_STATE = "wrong_state"


@dataclass(frozen=True)
class Notice:
    """A provider's own word, its signature checked. Whether it fits an order is for `check` to say."""

    provider: Provider
    notice_id: str
    order_number: str
    transaction_id: str
    amount_fen: int
    currency: str
    state: PaymentState
    paid_at: datetime | None


@dataclass(frozen=True)
class Answer:
    """What the provider gets back for a notice."""

    status: int
    media_type: str
    body: str


class NoticeRefused(Exception):
    """A notice that changes nothing here. `status` is what the provider gets to see."""

    status = 400

    def __init__(self, reason: NoticeReason, detail: str = "") -> None:
        """Keep the reason; the detail goes to the log and never holds a secret."""
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


class ForgedNotice(NoticeRefused):
    """Nobody we know has signed this."""

    status = 401


class StaleNotice(NoticeRefused):
    """Signed too long ago, or in the future."""

    status = 401


class WrongMerchant(NoticeRefused):
    """Rightly signed, but another merchant's."""

    status = 403


class MalformedNotice(NoticeRefused):
    """Not in the provider's form, or of a kind we never asked for."""


class KeysUnavailable(NoticeRefused):
    """The provider's keys could not be fetched just now."""

    status = 503

    def __init__(self, detail: str = "") -> None:
        """There is but one reason."""
        super().__init__(NoticeReason.KEYS_UNAVAILABLE, detail)


class MismatchedNotice(NoticeRefused):
    """Genuine, but not what our order says."""

    status = 409


def check(notice: Notice, order: Order) -> None:
    """See that a genuine notice pays exactly this order, or raise MismatchedNotice."""
    if notice.order_number != order.number:
        raise MismatchedNotice(NoticeReason.WRONG_ORDER)
    if notice.currency != CURRENCY:
        raise MismatchedNotice(NoticeReason.WRONG_CURRENCY)
    if notice.amount_fen != order.amount_fen:
        raise MismatchedNotice(NoticeReason.WRONG_AMOUNT)
    if notice.state is not PaymentState.PAID:
        raise MismatchedNotice(NoticeReason.WRONG_STATE)


def require_fresh(signed_at: datetime, now: datetime, *, before: timedelta = FRESH_FOR) -> None:
    """See that a moment lies at most `before` in the past and not beyond a clock's drift in the future."""
    if not -FRESH_FOR <= now - signed_at <= before:
        raise StaleNotice(NoticeReason.STALE)
