"""Calendar months (2024-05), in which the validity of certificates is counted."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple, Self


class Month(NamedTuple):
    """A month of a year; comparable."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse `2024-05`.

        Raises:
            ValueError: for anything else.
        """
        if not (found := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)) or found[1] == "0000":
            raise ValueError(f"A month is written like 2024-05, not {text!r}.")
        return cls(int(found[1]), int(found[2]))

    def plus(self, months: int) -> Self:
        """Return the month this many months later; earlier for a negative number."""
        years, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return type(self)(years, month + 1)

    def since(self, earlier: "Month") -> int:
        """Return the number of months from another month to this one."""
        return (self.year - earlier.year) * 12 + self.month - earlier.month

    def first_day(self) -> date:
        """Return its first day."""
        return date(self.year, self.month, 1)

    def last_day(self) -> date:
        """Return its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
