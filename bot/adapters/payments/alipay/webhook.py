"""Alipay's notices: forms signed over their sorted fields, repeated for a day until we say `success`."""

from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bot.adapters.payments.alipay.signature import is_genuine_notice, read_form
from bot.adapters.payments.models import CHINA, CURRENCY, PaymentState, Provider
from bot.adapters.payments.webhook_events import (
    ForgedNotice,
    MalformedNotice,
    Notice,
    NoticeReason,
    WrongMerchant,
    require_fresh,
)
from bot.money import to_fen

REPEATED_FOR = timedelta(hours=26)
"""Alipay repeats a notice for some 25 hours (4m, 10m, 10m, 1h, 2h, 6h, 15h), so an older one is a replay."""
STATES = {
    "WAIT_BUYER_PAY": PaymentState.WAITING,
    "TRADE_SUCCESS": PaymentState.PAID,
    "TRADE_FINISHED": PaymentState.PAID,
    "TRADE_CLOSED": PaymentState.CLOSED,
}
"""Alipay's trade_status in our words, as long as nothing was refunded."""


def read(body: bytes, now: datetime, *, key: RSAPublicKey, app_id: str, seller_id: str) -> Notice:
    """Check and read a notice; raises NoticeRefused at the first thing that is wrong."""
    fields = _genuine(body, key)
    try:
        sent_at = moment(fields["notify_time"])
    except (KeyError, ValueError):
        raise MalformedNotice(NoticeReason.MALFORMED, "no time") from None
    require_fresh(sent_at, now, before=REPEATED_FOR)
    if (fields.get("app_id"), fields.get("seller_id")) != (app_id, seller_id):
        raise WrongMerchant(NoticeReason.WRONG_MERCHANT)
    if fields.get("notify_type") != "trade_status_sync":
        raise MalformedNotice(NoticeReason.UNEXPECTED, "not about a payment")
    try:
        return _notice(fields)
    except (KeyError, ValueError):
        raise MalformedNotice(NoticeReason.MALFORMED, "a field is missing or of another form") from None


def moment(written: str) -> datetime:
    """Read a moment as Alipay writes it, in China's time."""
    return datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)


def state_of(trade_status: str, *, refunded: bool) -> PaymentState:
    """Say where a trade stands; Alipay calls a wholly refunded one closed, a partly refunded one successful."""
    state = STATES[trade_status]
    return PaymentState.REFUNDED if refunded and state is not PaymentState.WAITING else state


def _genuine(body: bytes, key: RSAPublicKey) -> dict[str, str]:
    try:
        fields = read_form(body)
    except ValueError:
        raise MalformedNotice(NoticeReason.MALFORMED, "not a form") from None
    if fields.get("sign_type") != "RSA2" or fields.get("charset", "").lower() not in ("utf-8", "utf8"):
        raise MalformedNotice(NoticeReason.MALFORMED, "not RSA2 or not UTF-8")
    if not is_genuine_notice(fields, key):
        raise ForgedNotice(NoticeReason.SIGNATURE)
    return fields


def _notice(fields: dict[str, str]) -> Notice:
    paid = fields.get("gmt_payment")
    refunded = to_fen(fields.get("refund_fee") or "0") > 0
    amount_fen = to_fen(fields["total_amount"])
    if not (amount_fen and fields["notify_id"] and fields["out_trade_no"] and fields["trade_no"]):
        raise ValueError("an empty field")
    return Notice(
        provider=Provider.ALIPAY,
        notice_id=fields["notify_id"],
        order_number=fields["out_trade_no"],
        transaction_id=fields["trade_no"],
        amount_fen=amount_fen,
        currency=fields.get("trans_currency", CURRENCY),
        state=state_of(fields["trade_status"], refunded=refunded),
        paid_at=moment(paid) if paid else None,
    )
