"""WeChat Pay's daily bill: a CSV table with rows and totals."""

from bot.simulator.gateways.ledger import Booking, LedgerRefund, LedgerTransaction, Trade, to_local_time, to_yuan

COLUMNS = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"


def build(rows: list[Booking], *, app_id: str, merchant_id: str) -> bytes:
    """Return the bill of a day."""
    lines = [COLUMNS, *(_row(*row, app_id=app_id, merchant_id=merchant_id) for row in rows)]
    paid = sum(transaction.amount_fen for _, transaction, refund in rows if refund is None)
    back = sum(refund.amount_fen for _, _, refund in rows if refund is not None)
    totals = [f"{len(rows)}.0", to_yuan(paid), to_yuan(back), "0.00", "0.00", to_yuan(paid), to_yuan(back)]
    return "\r\n".join([*lines, TOTALS, _cells(totals), ""]).encode()


def _row(trade: Trade, paid: LedgerTransaction, refund: LedgerRefund | None, *, app_id: str, merchant_id: str) -> str:
    total, back = (to_yuan(paid.amount_fen), "0.00") if refund is None else ("0.00", to_yuan(refund.amount_fen))
    head = [to_local_time(paid.paid_at if refund is None else refund.at), app_id, merchant_id, "0", ""]
    order = [paid.id, trade.number, f"o{paid.payer or 0:027d}", "NATIVE", "SUCCESS" if refund is None else "REFUND"]
    refunded = (
        [refund.id, refund.number, back, "0.00", "ORIGINAL", "SUCCESS" if refund.settled else "PROCESSING"]
        if refund
        else ["0", "0", "0.00", "0.00", "", ""]
    )
    subject = trade.subject.replace(",", " ").replace("\n", " ")
    tail = [subject, "", "0.00000", "0.00%", total, back, ""]
    return _cells([*head, *order, "OTHERS", "CNY", total, "0.00", *refunded, *tail])


def _cells(values: list[str]) -> str:
    return ",".join(f"`{value}" for value in values)
