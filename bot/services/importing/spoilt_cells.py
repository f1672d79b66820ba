"""Cells of which a spreadsheet has made something else: an error, `####`, a date, a truth value, a shorter number.

What somebody has typed there cannot be known any more, so it is told and never guessed.
"""

import re

from bot.services.importing.rows import CellFault

_ERROR = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|GETTING_DATA)|Err:\d{3}", re.ASCII)
_TOO_NARROW = re.compile(r"#{2,}")
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
# What is written for 3-12, 5/2034, 12:30 or MAR12 that somebody has typed.
_DATE = re.compile(
    r"(?:19|20)\d\d([-/])\d{1,2}\1\d{1,2}(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?|\d{1,2}:\d\d(?::\d\d)?"
    rf"|\d{{1,2}}月\d{{1,2}}日|\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}}-(?:{_MONTHS})|(?:{_MONTHS})-\d\d",
    re.ASCII,
)
_TRUTH = frozenset({"TRUE", "FALSE", "yes", "no"})  # The last two: how readers of workbooks give them.
_JANUARY_OR_OCTOBER = re.compile(r"\d{4}\.1", re.ASCII)


def displayed(cell: str) -> CellFault | None:
    """Return the fault of a cell that holds what was displayed in the place of its value, None if it does not."""
    shown = cell.strip()
    if _ERROR.fullmatch(shown):
        return CellFault("cell-error", cell=shown)
    return CellFault("too-narrow") if _TOO_NARROW.fullmatch(shown) else None


def require_no_date(cell: str) -> None:
    """Refuse a date, a time or a truth value in the place of a number or a marking. Raises CellFault."""
    written = cell.strip()
    if _DATE.fullmatch(written) or written in _TRUTH:
        raise CellFault("became-date", cell=written)


def require_whole_month(cell: str) -> None:
    """Refuse a month that was kept as a number: 2027.10 is 2027.1 then. Raises CellFault."""
    if _JANUARY_OR_OCTOBER.fullmatch(cell.strip()):
        raise CellFault("month-cut", cell=cell.strip())
