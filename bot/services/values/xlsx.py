"""Writes a table as XLSX: one sheet, a bold header that stays in view, text and amounts.

Text is stored as text, so that nothing in it becomes a formula.
"""

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AMOUNT = "#,##0.00"
_WIDTH = 18  # Characters.
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_CELLS = re.compile("[\x00-\x1f\ufffe\uffff]")

Cell = str | Decimal


def to_xlsx(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as an XLSX file. name: of the sheet; characters that a sheet cannot have become spaces."""
    from openpyxl import Workbook  # Slow to import, and seldom needed.
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", name)[:31])
    sheet.freeze_panes = "A2"
    for at in range(len(header)):
        sheet.column_dimensions[get_column_letter(at + 1)].width = _WIDTH

    def cell(value: Cell, *, bold: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value if isinstance(value, Decimal) else _NOT_IN_CELLS.sub("", value))
        if isinstance(value, Decimal):
            made.number_format = AMOUNT
        else:
            made.data_type = "s"  # Also what begins with an equals sign.
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(value, bold=True) for value in header])
    for row in rows:
        sheet.append([cell(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
