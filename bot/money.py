"""Money in fen (分, 1/100 yuan), and rates in permille: written as yuan and percent, exactly and without a float."""

import re
from decimal import Decimal

_YUAN = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)


def yuan(fen: int) -> str:
    """Write an amount as people say it: 20000 fen is "200", 20650 fen is "206.50"."""
    return to_yuan(fen).removesuffix(".00")


def to_yuan(fen: int, *, grouped: bool = False) -> str:
    """Write an amount with two decimals: 12345 fen is "123.45"; grouped: "1,234.50". ValueError for negative fen."""
    if fen < 0:
        raise ValueError("no negative amounts")
    whole, rest = divmod(fen, 100)
    return f"{whole:{',' if grouped else ''}}.{rest:02d}"


def percent(permille: int) -> str:
    """Write a rate in percent: 30 permille is "3", 25 is "2.5"."""
    whole, rest = divmod(permille, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def to_fen(yuan: str) -> int:
    """Read an amount in yuan exactly: "0.1" is 10. Raises ValueError for signs, exponents or a third decimal."""
    if not _YUAN.fullmatch(yuan):
        raise ValueError("not an amount in yuan")
    return int(Decimal(yuan).scaleb(2))
