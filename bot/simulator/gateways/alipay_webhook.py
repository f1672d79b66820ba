"""Alipay's webhook events about payments and refunds."""

import json
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.simulator.gateways.keys import sign
from bot.simulator.gateways.ledger import LedgerRefund, LedgerTransaction, Trade, to_local_time, to_yuan

APP_ID = "2021000000000109"
SELLER_ID = "2088000000000109"


def signed_fields(
    trade: Trade,
    paid: LedgerTransaction,
    refund: LedgerRefund | None,
    event_id: str,
    *,
    key: RSAPrivateKey,
    at: datetime,
    amount_fen: int,
) -> dict[str, str]:
    """Return the signed fields of an event about a payment, or about a refund if one is given."""
    total = to_yuan(amount_fen)
    whole_back = paid.refunded_fen == paid.amount_fen and refund is not None
    fields = {
        "notify_time": to_local_time(at),
        "notify_type": "trade_status_sync",
        "notify_id": event_id,
        "charset": "utf-8",
        "version": "1.0",
        "app_id": APP_ID,
        "auth_app_id": APP_ID,
        "seller_id": SELLER_ID,
        "buyer_id": f"2088{paid.payer or 0:012d}",
        "trade_no": paid.id,
        "out_trade_no": trade.number,
        "subject": trade.subject,
        "total_amount": total,
        "receipt_amount": total,
        "trade_status": "TRADE_CLOSED" if whole_back else "TRADE_SUCCESS",
        "gmt_create": to_local_time(trade.created_at),
        "gmt_payment": to_local_time(paid.paid_at),
        "fund_bill_list": json.dumps([{"amount": total, "fundChannel": "ALIPAYACCOUNT"}], separators=(",", ":")),
    }
    if refund is not None:
        back = {"refund_fee": to_yuan(paid.refunded_fen), "out_biz_no": refund.number}
        fields |= back | {"gmt_refund": f"{to_local_time(refund.at)}.000"}
    return fields | {"sign": sign(key, signed_text(fields)), "sign_type": "RSA2"}


def signed_text(fields: dict[str, str]) -> bytes:
    """Return the text of some fields that Alipay signs."""
    return "&".join(f"{name}={value}" for name, value in sorted(fields.items())).encode()
