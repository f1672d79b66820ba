"""Working days by the official calendar, and deadlines counted in them.

Holidays and make-up days come from the yearly notice of the State Council, published late in the year before. For a
year that is not known yet, weekdays outside the holidays fixed by law count, and the deadline is marked as uncertain.
Days that the operator sets with `use` override both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import chinese_calendar

from bot import local_time

_END_OF_DAY = time(23, 59, 59)
# 全国年节及纪念日放假办法 (2024): the holidays on fixed days of the solar calendar, and the number of all of a year.
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
HOLIDAYS_A_YEAR = 13

_overrides: dict[date, bool] = {}


@dataclass(frozen=True)
class Deadline:
    """A moment in the desk's time zone. certain: whether the calendar of every year counted is known."""

    at: datetime
    certain: bool


@dataclass(frozen=True)
class OpeningHours:
    """The opening hours of an office by local time; `closes` is no longer part of them."""

    opens: time = time(9)
    closes: time = time(17, 30)


def use(days: Mapping[date, bool]) -> None:
    """Replace the operator's calendar: day → whether it is a working day.

    A year counts as known if all its holidays are among the days; its other days are then working days if weekdays.
    Days of other years override what the library or the week says.
    """
    _overrides.clear()
    _overrides.update(days)
    _look_up.cache_clear()


def incomplete_years() -> list[int]:
    """Return the years of which the operator's calendar has days, but not all holidays, and the library none."""
    return [year for year in sorted({day.year for day in _overrides}) if not is_certain(date(year, 12, 31))]


def known_until(today: date) -> date:
    """Return the last day up to which the calendar is known without a gap; before today if this year is unknown."""
    year = today.year
    while is_certain(date(year, 12, 31)):
        year += 1
    return date(year - 1, 12, 31)


def is_working_day(day: date) -> bool:
    """Return whether this is a working day."""
    return _look_up(day)[0]


def is_certain(day: date) -> bool:
    """Return whether the official calendar of this year is known."""
    return _look_up(day)[1]


def due_after(moment: datetime, days: int) -> Deadline:
    """Return the last second of the n-th working day after the day of the moment, which does not count.

    With 0 days it is the end of that day or, if it is not a working day, of the next one.

    Raises:
        ValueError: for a negative number of days, or a moment without a time zone.
    """
    if days < 0:
        raise ValueError(f"Working days are counted forwards, not {days}.")
    day = local_time.date_of(moment)
    certain = is_certain(day)
    left = days + (days == 0 and not is_working_day(day))
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
        certain &= is_certain(day)
    return Deadline(local_time.at(day, _END_OF_DAY), certain)


def next_end(now: datetime) -> datetime:
    """Return the next end of a working day after this moment."""
    today = due_after(now, 0).at
    return today if today > now else due_after(now, 1).at


def time_between(start: datetime, end: datetime, hours: OpeningHours = OpeningHours()) -> timedelta:
    """Return the opening hours between two moments; zero if the end is not the later one.

    Raises:
        ValueError: for a moment without a time zone.
    """
    begins, ends = local_time.local(start), local_time.local(end)
    day, worked = begins.date(), timedelta()
    while day <= ends.date():
        opens, closes = local_time.at(day, hours.opens), local_time.at(day, hours.closes)
        if is_working_day(day):
            worked += max(min(ends, closes) - max(begins, opens), timedelta())
        day += timedelta(days=1)
    return worked


@lru_cache(maxsize=4096)
def _look_up(day: date) -> tuple[bool, bool]:
    """Return whether this is a working day, and whether that is certain."""
    try:
        works, certain = chinese_calendar.is_workday(day), True
    except NotImplementedError:
        certain = _has_all_holidays(day.year)
        works = day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS
    return _overrides.get(day, works), certain


def _has_all_holidays(year: int) -> bool:
    """Return whether the operator's calendar has the holidays of a whole year, and not only one of them."""
    off = {(day.month, day.day) for day, works in _overrides.items() if day.year == year and not works}
    return off >= _FIXED_HOLIDAYS and len(off) >= HOLIDAYS_A_YEAR
