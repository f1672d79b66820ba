"""Dates as spreadsheets write them: 2026-01-05, 2026/1/5, 2026年1月5日, 20260105, 46027, with a time or without.

A number from 20000 to 80000 is a day of Excel's calendar, whose day 1 is 1 January 1900 (and which has a 29 February
1900, so that it is counted from the day before).
"""

import re
from datetime import date, datetime, timedelta

from bot import local_time

_EXCEL_DAY_0 = date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)
_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_TIME = r"(?:[T ]\s*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?)?"
_DAY_AND_TIME = re.compile(_DAY + _TIME, re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s*(\d{2})(\d{2})(\d{2})?)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?", re.ASCII)


def parse_day(text: str) -> date | None:
    """Return the day that a cell names, with or without a time; None if it names none.

    Of a moment with a zone it is the day of the desk: programs write 1 December in China as 30 November, 16:00 UTC.
    """
    found = parse_moment(text)
    if found is None or found.tzinfo is None:
        return found.date() if found is not None else None
    try:
        return local_time.date_of(found)
    except OverflowError:  # Before the year 1 there.
        return None


def parse_month(text: str) -> str | None:
    """Return the month that a cell names as YYYY-MM, also by one of its days; None if it names none."""
    if (found := _MONTH.fullmatch(text.strip())) and 1 <= int(found[2]) <= 12:
        return f"{found[1]}-{int(found[2]):02}"
    day = parse_day(text)
    return f"{day:%Y-%m}" if day is not None else None


def parse_moment(text: str) -> datetime | None:
    """Return the moment that a cell names, with a zone only if it names one; None if it names none."""
    written = text.strip()
    try:
        if found := _DAY_AND_TIME.fullmatch(written) or _COMPACT.fullmatch(written):
            return datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
        if (found := _SERIAL.fullmatch(written)) and int(found[1]) in _EXCEL_DAYS:
            return _of_excel(float(written))
        return datetime.fromisoformat(written.upper())  # RFC 3339 allows t and z too.
    except ValueError:
        return None


def _of_excel(days: float) -> datetime:
    """Return a moment counted in days, to the second."""
    whole = int(days)
    midnight = datetime.combine(_EXCEL_DAY_0 + timedelta(days=whole), datetime.min.time())
    return midnight + timedelta(seconds=round((days - whole) * 86_400))
