"""Parses Alipay's daily bill (trade): a ZIP of CSV files in GBK, comment lines with `#`, refunds as negative yuan."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime

from bot.adapters.payments.models import CHINA, BillKind, BillRow
from bot.money import to_fen

MAX_UNPACKED_BYTES = 256 * 1024 * 1024


def parse(packed: bytes) -> list[BillRow]:
    """Return the rows of payments and refunds. Raises ValueError."""
    rows: list[BillRow] = []
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            for entry in archive.infolist():
                if entry.file_size > MAX_UNPACKED_BYTES:
                    raise ValueError("the bill is too large")
                rows += _rows(archive.read(entry).decode("gb18030"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ValueError("not a zip") from error
    return rows


def _rows(text: str) -> Iterator[BillRow]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    table = csv.DictReader(lines)
    # The archive also contains the day's totals, a table with other columns.
    if "支付宝交易号" not in (table.fieldnames or []):
        return
    for cells in table:
        yield _row({name.strip(): (value or "").strip() for name, value in cells.items() if name})


def _row(cells: dict[str, str]) -> BillRow:
    try:
        is_refund = cells["业务类型"] == "退款"
        return BillRow(
            kind=BillKind.REFUND if is_refund else BillKind.PAYMENT,
            order_number=cells["商户订单号"],
            transaction_id=cells["支付宝交易号"],
            refund_number=cells["退款批次号/请求号"] if is_refund else "",
            amount_fen=to_fen(cells["订单金额（元）"].removeprefix("-" if is_refund else "")),
            at=datetime.strptime(cells["完成时间"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA),
        )
    except KeyError as error:
        raise ValueError("a column is missing") from error
