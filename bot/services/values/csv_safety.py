"""CSV files that are safe in spreadsheets: readable by Excel, and without formulas (CSV injection).

Source: OWASP, CSV Injection. A cell that begins like a formula, also in full width, gets an apostrophe before it, which
spreadsheets do not show.
"""

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV in UTF-8 with byte order mark (for Excel); every cell is quoted and escaped."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([escape(one) for one in header])
    writer.writerows([escape(one) for one in row] for row in rows)
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def escape(value: object) -> str:
    """Return a value as the text of a cell. Text that looks like a formula gets an apostrophe; numbers stay numbers."""
    if value is None:
        return ""
    text = str(value).replace("\x00", "")
    return f"'{text}" if _is_formula(text) and not isinstance(value, int | float) else text


def unescape(cell: str) -> str:
    """Return the value of a cell that `escape` made."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell[1:]) else cell


def _is_formula(text: str) -> bool:
    return text.lstrip(" '").startswith(_FORMULA)
