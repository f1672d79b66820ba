"""Webhook events of payment providers: verified reports of payments and of all else, and why a request is rejected.

WebhookRejected
├── ForgedWebhook       signature, probe, unknown_serial
├── StaleWebhook        stale
├── WrongMerchant       wrong_merchant
├── MalformedWebhook    malformed
├── KeysUnavailable     keys_unavailable: the provider is asked to send the event again
└── MismatchedWebhook   wrong_state
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.adapters.payments.models import PaymentState
from storage.payments.payments import PaymentProvider
from storage.payments.provider_reports import ReportKind

# How far the time of a signature may differ from ours (WeChat Pay API v3, verification of signatures).
MAX_CLOCK_DIFFERENCE = timedelta(seconds=300)


class RejectionReason(StrEnum):
    """Why a webhook request is rejected."""

    SIGNATURE = "signature"
    PROBE = "probe"
    UNKNOWN_SERIAL = "unknown_serial"
    STALE = "stale"
    WRONG_MERCHANT = "wrong_merchant"
    MALFORMED = "malformed"
    KEYS_UNAVAILABLE = "keys_unavailable"
    WRONG_STATE = "wrong_state"


@dataclass(frozen=True)
class WebhookEvent:
    """What a provider reports, its signature verified. Order and amount are compared when it is settled.

    `event_id` is the provider's id of the event: the same in every repetition.
    """

    provider: PaymentProvider
    event_id: str
    order_number: str
    transaction_id: str
    amount_fen: int
    currency: str
    state: PaymentState
    paid_at: datetime | None


@dataclass(frozen=True)
class ProviderReport:
    """What a provider reports beside payments, its signature verified: unpaid orders, refunds, kinds that are unknown.

    refund_number: ours, or the provider's own for a refund made on its console. amount_fen: what came back; at Alipay
    the sum of this and all earlier refunds of the payment. word: the provider's name of the event or state.
    """

    provider: PaymentProvider
    event_id: str
    kind: ReportKind
    word: str
    order_number: str = ""
    transaction_id: str = ""
    refund_number: str = ""
    amount_fen: int = 0


@dataclass(frozen=True)
class WebhookResponse:
    """The HTTP response to a webhook request."""

    status: int
    media_type: str
    body: str


class WebhookRejected(Exception):
    """The request is rejected and changes nothing. `status` is the HTTP status of the response."""

    status = 400

    def __init__(self, reason: RejectionReason, detail: str = "") -> None:
        """Keep the reason. The detail is logged and must not contain secrets."""
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class ForgedWebhook(WebhookRejected):
    """The signature is not the provider's."""

    status = 401


class StaleWebhook(WebhookRejected):
    """The request was signed too long ago, or in the future."""

    status = 401


class WrongMerchant(WebhookRejected):
    """The request is authentic, but about another merchant."""

    status = 403


class MalformedWebhook(WebhookRejected):
    """The request has not the provider's format."""


class KeysUnavailable(WebhookRejected):
    """The provider's public keys cannot be fetched at the moment."""

    status = 503


class MismatchedWebhook(WebhookRejected):
    """The request is authentic, but reports no payment."""

    status = 409


def require_fresh(signed_at: datetime, now: datetime, *, max_age: timedelta = MAX_CLOCK_DIFFERENCE) -> None:
    """Raise StaleWebhook if the signature is older than `max_age`, or further in the future than clocks differ."""
    if not -MAX_CLOCK_DIFFERENCE <= now - signed_at <= max_age:
        raise StaleWebhook(RejectionReason.STALE)
