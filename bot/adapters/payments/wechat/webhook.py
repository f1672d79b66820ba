"""WeChat Pay's notices: signed, stamped with the time, and sealed with the merchant's APIv3 key."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.adapters.payments.gateway import PaymentFailure
from bot.adapters.payments.models import PaymentState, Provider
from bot.adapters.payments.webhook_events import (
    ForgedNotice,
    KeysUnavailable,
    MalformedNotice,
    Notice,
    NoticeReason,
    WrongMerchant,
    require_fresh,
)
from bot.adapters.payments.wechat.platform_keys import PlatformKeys
from bot.adapters.payments.wechat.signature import Seal, Sealed

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
"""WeChat Pay's trade_state in our words."""


class _Resource(Sealed):
    original_type: str


class _Envelope(BaseModel):
    model_config = ConfigDict(strict=True)

    id: str = Field(min_length=1, max_length=36)
    event_type: str
    resource_type: str
    resource: _Resource


class Amount(BaseModel):
    """What an order is for: fen and currency."""

    model_config = ConfigDict(strict=True)

    total: int = Field(ge=1)
    currency: str = "CNY"


class Transaction(BaseModel):
    """An order as WeChat Pay tells of it, in notices and when asked. Unpaid ones have no transaction_id."""

    model_config = ConfigDict(strict=True)

    appid: str
    mchid: str
    out_trade_no: str
    trade_state: str
    transaction_id: str = ""
    success_time: str | None = None
    amount: Amount | None = None

    @property
    def state(self) -> PaymentState:
        """Where it stands. Raises KeyError for a word WeChat Pay has not documented."""
        return STATES[self.trade_state]

    @property
    def paid_at(self) -> datetime | None:
        """When it was paid. Raises ValueError for a moment without zone."""
        if not self.success_time:
            return None
        moment = datetime.fromisoformat(self.success_time)
        if moment.tzinfo is None:
            raise ValueError("a moment without zone")
        return moment


async def read(
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
    *,
    keys: PlatformKeys,
    merchant_id: str,
    app_id: str,
    api_v3_key: bytes,
) -> Notice:
    """Check and open a notice; raises NoticeRefused at the first thing that is wrong."""
    await _require_seal(headers, body, now, keys)
    try:
        envelope = _Envelope.model_validate_json(body)
    except ValidationError:
        raise MalformedNotice(NoticeReason.MALFORMED, "not a notice") from None
    if envelope.event_type != "TRANSACTION.SUCCESS" or envelope.resource.original_type != "transaction":
        raise MalformedNotice(NoticeReason.UNEXPECTED, "not about a payment")
    try:
        paid = Transaction.model_validate_json(envelope.resource.open(api_v3_key))
    except ValueError:
        raise MalformedNotice(NoticeReason.MALFORMED, "its resource cannot be read") from None
    if (paid.mchid, paid.appid) != (merchant_id, app_id):
        raise WrongMerchant(NoticeReason.WRONG_MERCHANT)
    return _notice(envelope.id, paid)


async def _require_seal(headers: Mapping[str, str], body: bytes, now: datetime, keys: PlatformKeys) -> None:
    try:
        seal = Seal.read(headers)
    except ValueError as error:
        raise MalformedNotice(NoticeReason.MALFORMED, str(error)) from None
    if seal.is_probe:
        raise ForgedNotice(NoticeReason.PROBE)
    require_fresh(seal.signed_at, now)
    try:
        key = await keys.find(seal.serial)
    except PaymentFailure as error:
        raise KeysUnavailable(error.code) from error
    if key is None:
        raise ForgedNotice(NoticeReason.UNKNOWN_SERIAL)
    if not seal.fits(key, body):
        raise ForgedNotice(NoticeReason.SIGNATURE)


def _notice(notice_id: str, paid: Transaction) -> Notice:
    if paid.amount is None or not paid.transaction_id:
        raise MalformedNotice(NoticeReason.MALFORMED, "no amount or no transaction")
    try:
        state, paid_at = paid.state, paid.paid_at
    except (KeyError, ValueError):
        raise MalformedNotice(NoticeReason.MALFORMED, "an unknown state or moment") from None
    return Notice(
        provider=Provider.WECHAT,
        notice_id=notice_id,
        order_number=paid.out_trade_no,
        transaction_id=paid.transaction_id,
        amount_fen=paid.amount.total,
        currency=paid.amount.currency,
        state=state,
        paid_at=paid_at,
    )
