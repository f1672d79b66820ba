"""CSV for spreadsheets: opened in Excel as it is, and no cell of it can be a formula.

Source: OWASP, CSV injection. A cell that begins like a formula, in full width too, is
given an apostrophe, which spreadsheets do not show.
"""

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as UTF-8 with the mark by which Excel knows it; every cell is quoted and harmless."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([escape(one) for one in header])
    writer.writerows([escape(one) for one in row] for row in rows)
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def escape(value: object) -> str:
    """Return a value as a cell: None is empty, a number is itself, what looks like a formula gets an apostrophe."""
    if value is None:
        return ""
    text = str(value).replace("\x00", "")
    return f"'{text}" if _is_formula(text) and not isinstance(value, int | float) else text


def unescape(cell: str) -> str:
    """Return what a cell of ours held: the apostrophe that made it harmless is not part of it."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell[1:]) else cell


def _is_formula(text: str) -> bool:
    return text.lstrip(" '").startswith(_FORMULA)
