"""Parses the daily bill of WeChat Pay (tradebill): CSV, a grave accent before each value, amounts in yuan."""

import csv
from collections.abc import Iterator
from datetime import datetime

from bot.adapters.payments.models import CHINA, BillKind, BillRow
from bot.money import to_fen


def parse(text: str) -> list[BillRow]:
    """Return the rows of payments and refunds, without the totals at the end. Raises ValueError."""
    lines = text.lstrip("\ufeff").splitlines()
    if not lines:
        raise ValueError("an empty bill")
    names = lines[0].split(",")
    return list(_rows(names, lines[1:]))


def _rows(names: list[str], lines: list[str]) -> Iterator[BillRow]:
    for line in lines:
        if not line.startswith("`"):
            return  # The header of the totals.
        values = [value.lstrip("`") for value in next(csv.reader([line]))]
        try:
            yield _row(dict(zip(names, values, strict=False)))
        except KeyError as error:
            raise ValueError("a column is missing") from error


def _row(cells: dict[str, str]) -> BillRow:
    is_refund = cells["交易状态"] == "REFUND"
    return BillRow(
        kind=BillKind.REFUND if is_refund else BillKind.PAYMENT,
        order_number=cells["商户订单号"],
        transaction_id=cells["微信订单号"],
        refund_number=cells["商户退款单号"] if is_refund else "",
        amount_fen=to_fen(cells["申请退款金额"] if is_refund else cells["订单金额"]),
        at=datetime.strptime(cells["交易时间"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA),
    )
