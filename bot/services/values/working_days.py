"""Working days by the official calendar, and when a promise of so many of them falls due.

Holidays and make-up days come from the yearly notice of the State Council, which appears late in the year before.
For a year that is not yet known, weekdays outside the holidays fixed by law count, and the answer says so. What the
operator tells of a year by `use` goes before both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import chinese_calendar

from bot import local_time

_END_OF_DAY = time(23, 59, 59)
# 全国年节及纪念日放假办法 (2024): the holidays that fall on fixed days of the sun's calendar.
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})

_told: dict[date, bool] = {}


@dataclass(frozen=True)
class Deadline:
    """A moment, aware, in the zone asked for; `certain` is False if the calendar of a year passed is not known yet."""

    at: datetime
    certain: bool


@dataclass(frozen=True)
class OpeningHours:
    """From when until when an office works, on the clock of its zone; the end no longer belongs to it."""

    opens: time = time(9)
    closes: time = time(17, 30)


def use(days: Mapping[date, bool]) -> None:
    """Take over what the operator tells: day → whether people work on it.

    A year of which he names a day is known: his other days are weekdays worked and weekends free, unless the library
    knows that year, too.
    """
    _told.clear()
    _told.update(days)
    _look_up.cache_clear()


def known_until(today: date) -> date:
    """Return the last day up to which the calendar is known without a gap; before today if this year is not."""
    year = today.year
    while is_certain(date(year, 12, 31)):
        year += 1
    return date(year - 1, 12, 31)


def is_working_day(day: date) -> bool:
    """Tell whether people work on that day."""
    return _look_up(day)[0]


def is_certain(day: date) -> bool:
    """Tell whether the official calendar of that year is known."""
    return _look_up(day)[1]


def due_after(moment: datetime, days: int) -> Deadline:
    """Return the last second of the n-th working day after the day of the moment, which itself does not count.

    With 0 days it is the end of the day itself or, if no one works then, of the next working day.

    Raises:
        ValueError: for a negative number of days, or a moment without zone.
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


def next_working_moment(moment: datetime, hours: OpeningHours = OpeningHours()) -> Deadline:
    """Return the first moment, this one or a later one, at which the office works.

    Raises:
        ValueError: for a moment without zone.
    """
    local = local_time.local(moment)
    if is_working_day(local.date()) and local.time() < hours.closes:
        opening = local_time.at(local.date(), hours.opens)
        return Deadline(max(local, opening), is_certain(local.date()))
    day, certain = local.date() + timedelta(days=1), is_certain(local.date())
    while not is_working_day(day):
        certain &= is_certain(day)
        day += timedelta(days=1)
    return Deadline(local_time.at(day, hours.opens), certain and is_certain(day))


def time_between(start: datetime, end: datetime, hours: OpeningHours = OpeningHours()) -> timedelta:
    """Return how long the office worked between two moments; nothing if the end is not the later one.

    Raises:
        ValueError: for a moment without zone.
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
    """Return whether people work on that day, and whether that is certain."""
    if day in _told:
        return _told[day], True
    try:
        return chinese_calendar.is_workday(day), True
    except NotImplementedError:
        if any(told.year == day.year for told in _told):
            return day.weekday() < 5, True
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS, False
