"""Writes a table as XLSX: one sheet, a bold header that stays in view, text and amounts.

Text is stored as text, so that nothing in it becomes a formula.
"""

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AMOUNT = "#,##0.00"
TEXT = "@"
_WIDTH = 18  # Characters.
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_CELLS = re.compile("[\x00-\x1f\ufffe\uffff]")

Cell = str | Decimal


class Sheet(NamedTuple):
    """A table. name: of the sheet; characters that a sheet cannot have become spaces."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def to_xlsx(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as an XLSX file. name: of the sheet."""
    return to_book(Sheet(name, header, rows))


def to_book(*sheets: Sheet) -> bytes:
    """Return tables as an XLSX file with a sheet each."""
    from openpyxl import Workbook  # Slow to import, and seldom needed.

    book = Workbook(write_only=True)
    for sheet in sheets:
        _add(book, sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _add(book: Any, table: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", table.name)[:31])
    sheet.freeze_panes = "A2"
    for at in range(len(table.header)):
        column = sheet.column_dimensions[get_column_letter(at + 1)]
        column.width, column.number_format = _WIDTH, TEXT  # Whoever types a long number keeps its digits.
    sheet.append([_cell(sheet, value, bold=True) for value in table.header])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    made = WriteOnlyCell(sheet, value if isinstance(value, Decimal) else _NOT_IN_CELLS.sub("", value))
    made.number_format = AMOUNT if isinstance(value, Decimal) else TEXT
    if not isinstance(value, Decimal):
        made.data_type = "s"  # Also what begins with an equals sign.
    if bold:
        made.font = Font(bold=True)
    return made
