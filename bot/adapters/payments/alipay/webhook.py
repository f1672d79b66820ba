"""Parses Alipay's webhooks: forms, signed over the sorted fields, repeated for a day until we respond `success`.

TRADE_SUCCESS and TRADE_FINISHED without a refund report a payment. Everything else is a report: an order that waits or
was closed unpaid, a refund, also from Alipay's console, and what is of a kind that this version does not know.
"""

from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bot.adapters.payments.alipay.signature import is_valid_webhook, parse_form
from bot.adapters.payments.models import CHINA, CURRENCY, PaymentState
from bot.adapters.payments.webhook_events import (
    ForgedWebhook,
    MalformedWebhook,
    ProviderReport,
    RejectionReason,
    WebhookEvent,
    WrongMerchant,
    require_fresh,
)
from bot.money import to_fen
from storage.payments.payments import PaymentProvider
from storage.payments.provider_reports import ReportKind

# Alipay repeats an event for 25 hours (after 4m, 10m, 10m, 1h, 2h, 6h, 15h); an older one is a replay.
MAX_EVENT_AGE = timedelta(hours=26)
# Alipay's trade_status, if nothing was refunded.
STATES = {
    "WAIT_BUYER_PAY": PaymentState.WAITING,
    "TRADE_SUCCESS": PaymentState.PAID,
    "TRADE_FINISHED": PaymentState.PAID,
    "TRADE_CLOSED": PaymentState.CLOSED,
}
REPORTS = {
    PaymentState.WAITING: ReportKind.WAITING,
    PaymentState.CLOSED: ReportKind.CLOSED,
    PaymentState.REFUNDED: ReportKind.REFUND_DONE,
}
REFUND_FIELDS = ("refund_fee", "gmt_refund")
MAX_WORD = 64  # Characters of a provider's name of a state that are kept.


def parse(
    body: bytes, now: datetime, *, key: RSAPublicKey, app_id: str, seller_id: str
) -> WebhookEvent | ProviderReport:
    """Verify and parse a webhook request. Raises WebhookRejected."""
    fields = _verified_fields(body, key)
    try:
        sent_at = parse_time(fields["notify_time"])
    except (KeyError, ValueError):
        raise MalformedWebhook(RejectionReason.MALFORMED, "no time") from None
    require_fresh(sent_at, now, max_age=MAX_EVENT_AGE)
    is_trade = fields.get("notify_type") == "trade_status_sync"
    if fields.get("app_id") != app_id or (is_trade and fields.get("seller_id") != seller_id):
        raise WrongMerchant(RejectionReason.WRONG_MERCHANT)
    try:
        return _parsed(fields) if is_trade else _report(fields, ReportKind.OTHER, fields.get("notify_type", ""))
    except (KeyError, ValueError):
        raise MalformedWebhook(RejectionReason.MALFORMED, "a field is missing or of another form") from None


def parse_time(written: str) -> datetime:
    """Parse a time as Alipay writes it, in China's zone. Raises ValueError."""
    return datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)


def state_of(trade_status: str, *, refunded: bool) -> PaymentState:
    """Return the state of a trade. Alipay reports a refunded trade as closed (wholly) or successful (partly).

    Raises KeyError for an undocumented status.
    """
    state = STATES[trade_status]
    return PaymentState.REFUNDED if refunded and state is not PaymentState.WAITING else state


def _verified_fields(body: bytes, key: RSAPublicKey) -> dict[str, str]:
    try:
        fields = parse_form(body)
    except ValueError:
        raise MalformedWebhook(RejectionReason.MALFORMED, "not a form") from None
    if fields.get("sign_type") != "RSA2" or fields.get("charset", "").lower() not in ("utf-8", "utf8"):
        raise MalformedWebhook(RejectionReason.MALFORMED, "not RSA2 or not UTF-8")
    if not is_valid_webhook(fields, key):
        raise ForgedWebhook(RejectionReason.SIGNATURE)
    return fields


def _parsed(fields: dict[str, str]) -> WebhookEvent | ProviderReport:
    status = fields["trade_status"]
    if status not in STATES:
        return _report(fields, ReportKind.OTHER, status)
    state = state_of(status, refunded=any(fields.get(name) for name in REFUND_FIELDS))
    return _event(fields) if state is PaymentState.PAID else _report(fields, REPORTS[state], status)


def _report(fields: dict[str, str], kind: ReportKind, word: str) -> ProviderReport:
    if not fields["notify_id"]:
        raise ValueError("an empty field")
    return ProviderReport(
        provider=PaymentProvider.ALIPAY,
        event_id=fields["notify_id"],
        kind=kind,
        word=word[:MAX_WORD],
        order_number=fields.get("out_trade_no", ""),
        transaction_id=fields.get("trade_no", ""),
        refund_number=fields.get("out_biz_no", "") if kind is ReportKind.REFUND_DONE else "",
        amount_fen=to_fen(fields.get("refund_fee") or "0"),
    )


def _event(fields: dict[str, str]) -> WebhookEvent:
    paid = fields.get("gmt_payment")
    amount_fen = to_fen(fields["total_amount"])
    if not (amount_fen and fields["notify_id"] and fields["out_trade_no"] and fields["trade_no"]):
        raise ValueError("an empty field")
    return WebhookEvent(
        provider=PaymentProvider.ALIPAY,
        event_id=fields["notify_id"],
        order_number=fields["out_trade_no"],
        transaction_id=fields["trade_no"],
        amount_fen=amount_fen,
        currency=fields.get("trans_currency", CURRENCY),
        state=PaymentState.PAID,
        paid_at=parse_time(paid) if paid else None,
    )
