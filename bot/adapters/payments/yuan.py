"""Yuan: the decimal strings some providers write money in, turned into fen and back without a float."""

import re
from decimal import Decimal

_YUAN = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)


def to_yuan(fen: int) -> str:
    """Write fen as yuan with two decimals: 12345 is "123.45"."""
    if fen < 0:
        raise ValueError("no negative amounts")
    return f"{fen // 100}.{fen % 100:02d}"


def to_fen(yuan: str) -> int:
    """Read yuan exactly: "0.1" is 10. Raises ValueError for signs, exponents or a third decimal."""
    if not _YUAN.fullmatch(yuan):
        raise ValueError("not an amount in yuan")
    return int(Decimal(yuan).scaleb(2))
