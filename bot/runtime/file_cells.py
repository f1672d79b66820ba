"""Cells of files as spreadsheets leave them: texts, numbers and dates become the text that somebody has typed.

What a spreadsheet has destroyed, such as the last digits of a long number, is a fault of its cell and never guessed.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal

from bot.services.importing import spoilt_cells
from bot.services.importing.rows import CellFault
from bot.services.values import csv_safety

# Spreadsheets keep fifteen digits of a number.
EXACT = 10**15
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d{2,3}", re.ASCII)
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_TEXT_NUMBER = re.compile(r"'(?=[\d+])")


def from_text(cell: str) -> str | CellFault:
    """Return the value of a cell of a CSV file, without what makes spreadsheets take it for text."""
    if fault := spoilt_cells.displayed(cell):
        return fault
    value = csv_safety.unescape(cell)
    if value[:1] == "\t" or value[-1:] == "\t":
        value = value.strip("\t")
    value = _TEXT_NUMBER.sub("", _FORMULA_TEXT.sub(r"\1", value), count=1) if value[:1] in "='" else value
    if _SCIENTIFIC.fullmatch(value.strip()):
        return CellFault("scientific", cell=value.strip())
    return value


def from_value(value: object) -> str | CellFault:
    """Return the value of a cell of a workbook as text: days in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(str(value)))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return from_text(str(value))


def _number(value: Decimal) -> str | CellFault:
    if abs(value) >= EXACT:
        return CellFault("digits-lost", cell=f"{value:.5E}")
    return str(int(value)) if value == int(value) else f"{value:f}"
