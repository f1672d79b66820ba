"""Parses Alipay's daily bills: a ZIP of CSV files in GBK with comment lines (`#`), amounts in yuan.

`trade` lists payments, and refunds as negative amounts; `signcustomer` lists movements on the account, where a refund
has no number of ours. The archive also contains the day's totals.
"""

import io
import re
import zipfile
from datetime import datetime

from bot.adapters.payments.bill_table import BillTable, Cells, require_total
from bot.adapters.payments.models import CHINA, BillKind, BillRow
from bot.money import to_fen

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
_NUMBER = r"\d{16,40}\t?,"
_TOTAL_COLUMNS = ("交易订单总笔数", "退款订单总笔数")


def parse(packed: bytes) -> list[BillRow]:
    """Return the rows of payments and refunds. Raises ValueError."""
    texts = []
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                raise ValueError("the bill is too large")
            # What cannot be decoded is in names that nobody here uses; numbers, amounts and moments are ASCII.
            texts = [archive.read(entry).decode("gb18030", "replace") for entry in entries]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ValueError("not a zip") from error
    rows, tables = [], 0
    for text in texts:
        for mark, table in TABLES.items():
            heading = re.search(rf"(?:\A|\n)({mark}\t?,[^\n]*)\n", text.replace("\r\n", "\n"))
            if heading:
                names = [name.strip() for name in heading[1].split(",")]
                rows += table.parse(names, _body(text.replace("\r\n", "\n")[heading.end() :]))
                tables += 1
    if texts and not tables:
        raise ValueError("no table of payments in the bill")
    require_total(rows, _total(texts))
    return rows


def _body(text: str) -> str:
    """Return the rows of a table, before the comment that ends it."""
    body, mark, _ = text.rpartition("\n#----")
    return body if mark else re.sub(r"\A#.*", "", text, flags=re.DOTALL)


def _total(texts: list[str]) -> int | None:
    """Return the day's number of rows: the largest of the totals, of which one is that of all shops."""
    found = []
    for text in texts:
        lines = [[cell.strip() for cell in line.split(",")] for line in text.replace("\r\n", "\n").split("\n")]
        heading = next((line for line in lines if _TOTAL_COLUMNS[0] in line), None)
        columns = [heading.index(name) for name in _TOTAL_COLUMNS if name in heading] if heading else []
        for line in lines:
            counts = [line[at] for at in columns if at < len(line)]
            if columns and len(counts) == len(columns) and all(count.isdecimal() for count in counts):
                found.append(sum(map(int, counts)))
    return max(found, default=None)


def _read_trade(cells: Cells) -> BillRow:
    is_refund = cells["业务类型"] == "退款"
    return BillRow(
        kind=BillKind.REFUND if is_refund else BillKind.PAYMENT,
        order_number=cells["商户订单号"],
        transaction_id=cells["支付宝交易号"],
        refund_number=cells["退款批次号/请求号"] if is_refund else "",
        amount_fen=to_fen(cells["订单金额（元）"].removeprefix("-" if is_refund else "")),
        at=_moment(cells["完成时间"]),
    )


def _read_account(cells: Cells) -> BillRow | None:
    if cells["业务类型"] not in ("在线支付", "交易付款"):
        return None
    return BillRow(
        kind=BillKind.PAYMENT,
        order_number=cells["商户订单号"],
        transaction_id=cells["业务流水号"],
        refund_number="",
        amount_fen=to_fen(cells["收入金额（+元）"].removeprefix("+")),
        at=_moment(cells["发生时间"]),
    )


def _moment(written: str) -> datetime:
    return datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)


# The first column of each kind of table.
TABLES = {
    "支付宝交易号": BillTable(_NUMBER, ",", "商品名称", "商户订单号", _read_trade),
    "账务流水号": BillTable(_NUMBER, ",", "商品名称", "商户订单号", _read_account),
}
