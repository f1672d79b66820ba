"""Parses WeChat Pay's webhooks: signed with a time, the event encrypted with the merchant's APIv3 key.

TRANSACTION.SUCCESS reports a payment, REFUND.… a refund; what is of another type is a report of an unknown kind.
"""

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field, ValidationError

from bot.adapters.payments.gateway import GatewayError
from bot.adapters.payments.http import Model, StrictModel
from bot.adapters.payments.models import PaymentState
from bot.adapters.payments.webhook_events import (
    ForgedWebhook,
    KeysUnavailable,
    MalformedWebhook,
    ProviderReport,
    RejectionReason,
    WebhookEvent,
    WrongMerchant,
    require_fresh,
)
from bot.adapters.payments.wechat.platform_keys import PlatformKeys
from bot.adapters.payments.wechat.signature import EncryptedResource, SignatureHeaders
from storage.payments.payments import PaymentProvider
from storage.payments.provider_reports import ReportKind

# WeChat Pay's trade_state.
STATES = {
    "SUCCESS": PaymentState.PAID,
    "REFUND": PaymentState.REFUNDED,
    "NOTPAY": PaymentState.WAITING,
    "USERPAYING": PaymentState.WAITING,
    "ACCEPT": PaymentState.WAITING,
    "CLOSED": PaymentState.CLOSED,
    "REVOKED": PaymentState.CLOSED,
    "PAYERROR": PaymentState.FAILED,
}


# WeChat Pay's event types of refunds.
REFUNDS = {
    "REFUND.SUCCESS": ReportKind.REFUND_DONE,
    "REFUND.ABNORMAL": ReportKind.REFUND_FAILED,
    "REFUND.CLOSED": ReportKind.REFUND_FAILED,
}
PAYMENT = "TRANSACTION.SUCCESS"
# What a payment's event with another state than paid reports.
REPORTS = {
    PaymentState.REFUNDED: ReportKind.REFUND_DONE,
    PaymentState.WAITING: ReportKind.WAITING,
    PaymentState.CLOSED: ReportKind.CLOSED,
    PaymentState.FAILED: ReportKind.CLOSED,
}
MAX_WORD = 64  # Characters of a provider's name of a state that are kept.


class _Resource(EncryptedResource):
    original_type: str = ""


class _Envelope(StrictModel):
    id: str = Field(min_length=1, max_length=36)
    event_type: str
    resource: _Resource


class WechatAmount(StrictModel):
    """The amount of an order in fen, and its currency."""

    total: int = Field(ge=1)
    currency: str = "CNY"


class WechatTransaction(StrictModel):
    """An order in WeChat Pay's webhooks and query answers. An unpaid one has no `transaction_id`."""

    appid: str
    mchid: str
    out_trade_no: str
    trade_state: str
    transaction_id: str = ""
    success_time: str | None = None
    amount: WechatAmount | None = None

    @property
    def state(self) -> PaymentState:
        """The state of the order. Raises KeyError for an undocumented trade_state."""
        return STATES[self.trade_state]

    @property
    def paid_at(self) -> datetime | None:
        """The time of the payment. Raises ValueError for a time without a zone."""
        if not self.success_time:
            return None
        moment = datetime.fromisoformat(self.success_time)
        if moment.tzinfo is None:
            raise ValueError("a time without a zone")
        return moment


class _RefundAmount(StrictModel):
    refund: int = Field(ge=1)


class _Refund(StrictModel):
    mchid: str
    out_trade_no: str
    transaction_id: str = ""
    out_refund_no: str
    amount: _RefundAmount


async def parse(
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
    *,
    keys: PlatformKeys,
    merchant_id: str,
    app_id: str,
    api_v3_key: bytes,
) -> WebhookEvent | ProviderReport:
    """Verify and parse a webhook request. Raises WebhookRejected."""
    await _require_signature(headers, body, now, keys)
    try:
        envelope = _Envelope.model_validate_json(body)
    except ValidationError:
        raise MalformedWebhook(RejectionReason.MALFORMED, "not a webhook event") from None
    if envelope.event_type in REFUNDS:
        refund = _read(_Refund, envelope, api_v3_key)
        if refund.mchid != merchant_id:
            raise WrongMerchant(RejectionReason.WRONG_MERCHANT)
        return _refund_report(envelope, refund)
    if envelope.event_type != PAYMENT or envelope.resource.original_type != "transaction":
        return _report(envelope, ReportKind.OTHER, envelope.event_type)
    paid = _read(WechatTransaction, envelope, api_v3_key)
    if (paid.mchid, paid.appid) != (merchant_id, app_id):
        raise WrongMerchant(RejectionReason.WRONG_MERCHANT)
    state = STATES.get(paid.trade_state)
    if state is PaymentState.PAID:
        return _event(envelope.id, paid)
    return _report(envelope, REPORTS[state] if state else ReportKind.OTHER, paid.trade_state, paid)


def _read(model: type[Model], envelope: _Envelope, api_v3_key: bytes) -> Model:
    try:
        return model.model_validate_json(envelope.resource.decrypt(api_v3_key))
    except ValueError:
        raise MalformedWebhook(RejectionReason.MALFORMED, "its resource cannot be read") from None


def _report(envelope: _Envelope, kind: ReportKind, word: str, order: WechatTransaction | None = None) -> ProviderReport:
    return ProviderReport(
        provider=PaymentProvider.WECHAT,
        event_id=envelope.id,
        kind=kind,
        word=word[:MAX_WORD],
        order_number=order.out_trade_no if order else "",
        transaction_id=order.transaction_id if order else "",
    )


def _refund_report(envelope: _Envelope, refund: _Refund) -> ProviderReport:
    return ProviderReport(
        provider=PaymentProvider.WECHAT,
        event_id=envelope.id,
        kind=REFUNDS[envelope.event_type],
        word=envelope.event_type,
        order_number=refund.out_trade_no,
        transaction_id=refund.transaction_id,
        refund_number=refund.out_refund_no,
        amount_fen=refund.amount.refund,
    )


async def _require_signature(headers: Mapping[str, str], body: bytes, now: datetime, keys: PlatformKeys) -> None:
    try:
        signature = SignatureHeaders.parse(headers)
    except ValueError as error:
        raise MalformedWebhook(RejectionReason.MALFORMED, str(error)) from None
    if signature.is_probe:
        raise ForgedWebhook(RejectionReason.PROBE)
    require_fresh(signature.signed_at, now)
    try:
        key = await keys.find(signature.serial)
    except GatewayError as error:
        raise KeysUnavailable(RejectionReason.KEYS_UNAVAILABLE, error.code) from error
    if key is None:
        raise ForgedWebhook(RejectionReason.UNKNOWN_SERIAL)
    if not signature.verify(key, body):
        raise ForgedWebhook(RejectionReason.SIGNATURE)


def _event(event_id: str, paid: WechatTransaction) -> WebhookEvent:
    if paid.amount is None or not paid.transaction_id:
        raise MalformedWebhook(RejectionReason.MALFORMED, "no amount or no transaction")
    try:
        paid_at = paid.paid_at
    except ValueError:
        raise MalformedWebhook(RejectionReason.MALFORMED, "an unknown time") from None
    return WebhookEvent(
        provider=PaymentProvider.WECHAT,
        event_id=event_id,
        order_number=paid.out_trade_no,
        transaction_id=paid.transaction_id,
        amount_fen=paid.amount.total,
        currency=paid.amount.currency,
        state=PaymentState.PAID,
        paid_at=paid_at,
    )
