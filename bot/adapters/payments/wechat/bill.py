"""Parses WeChat Pay's daily bills: CSV, a grave accent before each value, amounts in yuan, totals at the end.

The trade bill of all orders, of paid ones and of refunds, with and without its last three columns, and the fund-flow
bill, which also lists withdrawals and fees. Each may be packed with gzip.
"""

import re
import zlib
from datetime import datetime

from bot.adapters.payments.bill_table import BillTable, Cells, require_total
from bot.adapters.payments.models import CHINA, BillKind, BillRow, GatewayRefundState
from bot.money import to_fen

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
_MOMENT = r"`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,`"
_TOTALS = re.compile(r"(?:\A|\n)(?:总交易单数|资金流水总笔数)[^\n]*\n`(\d+)(?:\.0*)?[,\s]", re.ASCII)
# 退款状态: WeChat Pay lists a refund on the day on which it was begun, and does not change that bill later.
_REFUND_STATES = {
    "": GatewayRefundState.DONE,
    "SUCCESS": GatewayRefundState.DONE,
    "FAIL": GatewayRefundState.FAILED,
    "CHANGE": GatewayRefundState.FAILED,
}
_GZIP = b"\x1f\x8b"


def unpacked(body: bytes, *, limit: int = MAX_UNPACKED_BYTES) -> bytes:
    """Return a bill without its gzip, if it has one. Raises ValueError for a broken or too large one."""
    if not body.startswith(_GZIP):
        return body
    try:
        unpacking = zlib.decompressobj(wbits=31)
        plain = unpacking.decompress(body, limit)
    except zlib.error as error:
        raise ValueError("not gzip") from error
    if not unpacking.eof:
        raise ValueError("the bill is too large, or cut")
    return plain


def parse(text: str) -> list[BillRow]:
    """Return the rows of payments and refunds, without the totals at the end. Raises ValueError."""
    heading, _, rest = text.lstrip("\ufeff").partition("\n")
    if not heading.strip():
        raise ValueError("an empty bill")
    names = [name.strip() for name in heading.split(",")]
    totals = list(_TOTALS.finditer("\n" + rest))
    body = ("\n" + rest)[: totals[-1].start()] if totals else rest
    rows = (FUNDS if "收支类型" in names else TRADES).parse(names, body.lstrip("\n").removeprefix("\ufeff"))
    require_total(rows, int(totals[-1][1]) if totals else None)
    return rows


def _read_trade(cells: Cells) -> BillRow:
    is_refund = cells["交易状态"] == "REFUND"
    amount = _refunded(cells) if is_refund else _paid(cells)
    return BillRow(
        kind=BillKind.REFUND if is_refund else BillKind.PAYMENT,
        order_number=cells["商户订单号"],
        transaction_id=cells["微信订单号"],
        refund_number=cells["商户退款单号"] if is_refund else "",
        amount_fen=to_fen(amount),
        at=_moment(cells["交易时间"]),
        refund_state=_refund_state(cells) if is_refund else GatewayRefundState.DONE,
    )


def _refund_state(cells: Cells) -> GatewayRefundState:
    """Return what had become of a refund: of one that is neither done nor failed the gateway has to be asked."""
    return _REFUND_STATES.get(cells.get("退款状态", ""), GatewayRefundState.PROCESSING)


def _paid(cells: Cells) -> str:
    """Return the order's amount. A bill of 24 columns has none but what is settled; an old one calls it 总金额."""
    return next((cells[name] for name in ("订单金额", "总金额") if name in cells), "") or cells["应结订单金额"]


def _refunded(cells: Cells) -> str:
    return cells["申请退款金额"] if "申请退款金额" in cells else cells["退款金额"]


def _read_funds(cells: Cells) -> BillRow | None:
    """Read a movement on the merchant's account; its voucher number is ours, of an order or a refund."""
    kinds = {("交易", "收入"): BillKind.PAYMENT, ("退款", "支出"): BillKind.REFUND}
    kind = kinds.get((cells["业务类型"], cells["收支类型"]))
    if kind is None:
        return None
    voucher, is_refund = cells["业务凭证号"], kind is BillKind.REFUND
    return BillRow(
        kind=kind,
        order_number="" if is_refund else voucher,
        transaction_id=cells["微信支付业务单号"],
        refund_number=voucher if is_refund else "",
        amount_fen=to_fen(cells["收支金额(元)"] if "收支金额(元)" in cells else cells["收支金额（元）"]),
        at=_moment(cells["记账时间"]),
    )


def _moment(written: str) -> datetime:
    return datetime.strptime(written.lstrip("`"), "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)


TRADES = BillTable(_MOMENT, ",`", "商品名称", "商户订单号", _read_trade)
FUNDS = BillTable(_MOMENT, ",`", "备注", "业务凭证号", _read_funds)
