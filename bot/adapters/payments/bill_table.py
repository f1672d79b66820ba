"""Tables of daily bills: text that other businesses of the merchant choose, such as names of goods, disturbs no row.

Providers neither quote nor escape such text. A name may contain commas, quotes, line breaks and any separator of
Unicode, so records begin where only a record begins, and surplus cells belong to the name.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.adapters.payments.models import BillKind, BillRow
from storage.payments import payments, refunds

Cells = dict[str, str]


@dataclass(frozen=True)
class BillTable:
    """The form of one kind of bill.

    begins: what a record begins with, at the start of a line. free_text: the column that takes surplus cells.
    order_number: the column that says whose row it is. read: one record; None for what is no payment and no refund;
    raises KeyError for a missing column, ValueError for a cell of another form.
    """

    begins: str
    separator: str
    free_text: str
    order_number: str
    read: Callable[[Cells], BillRow | None]

    def parse(self, names: Sequence[str], body: str) -> list[BillRow]:
        """Return the rows. One that cannot be read is UNREADABLE if it is another business's.

        Raises ValueError for one of ours, and for a missing column.
        """
        required = {self.free_text, self.order_number} - set(names)
        if required:
            raise ValueError(f"a column is missing: {', '.join(sorted(required))}")
        return [row for record in self._records(body) if (row := self._row(names, record)) is not None]

    def _records(self, body: str) -> Iterator[str]:
        starts = [found.end() for found in re.finditer(rf"(?:\A|\n)(?={self.begins})", body)]
        for start, end in pairwise([*starts, len(body)]):
            yield body[start:end].rstrip("\r\n")

    def _row(self, names: Sequence[str], record: str) -> BillRow | None:
        cells = self._cells(names, record)
        try:
            return self.read(cells)
        except KeyError as missing:
            raise ValueError(f"a column is missing: {missing.args[0]}") from None
        except ValueError:
            number = cells[self.order_number]
            if payments.is_order_number(number) or _mentions_ours(record):
                raise ValueError("a row of the desk's cannot be read") from None
            return BillRow(BillKind.UNREADABLE, number)

    def _cells(self, names: Sequence[str], record: str) -> Cells:
        """Return the cells by their columns. Missing ones at the end are empty."""
        values, at = record.split(self.separator), list(names).index(self.free_text)
        surplus = len(values) - len(names)
        if surplus > 0:
            name = self.separator.join(values[at : at + surplus + 1])
            values = [*values[:at], name, *values[at + surplus + 1 :]]
        values += [""] * -surplus
        return {name: value.strip() for name, value in zip(names, values, strict=True)}


def _mentions_ours(record: str) -> bool:
    return any(re.search(rf"\b{prefix}\d{{8}}", record) for prefix in (payments.NUMBER_PREFIX, refunds.PREFIX))


def require_total(rows: Sequence[BillRow], total: int | None) -> None:
    """Raise ValueError if there are more rows than the bill counts itself: a name that contains a row is none."""
    if total is not None and len(rows) > total:
        raise ValueError("there are more rows than the bill says")
