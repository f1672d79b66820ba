"""The clock of the models: it jumps forwards, often to the edges of limits, and a little backwards."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from hypothesis import strategies as st

from bot import local_time

START = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # Ten in the morning in Shanghai.
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def midnight(now: datetime) -> datetime:
    """Return the start of the day in Shanghai."""
    return local_time.at(local_time.date_of(now))


def new_year(now: datetime) -> datetime:
    """Return the start of the year in Shanghai."""
    return midnight(now).replace(month=1, day=1)


def _later(now: datetime, by: timedelta) -> datetime:
    return now + by


def _end_of_day(now: datetime) -> datetime:
    return midnight(now) + DAY - SECOND


def _end_of_year(now: datetime) -> datetime:
    return new_year(new_year(now) + 370 * DAY) - SECOND


def _months(now: datetime) -> datetime:
    return now + 40 * DAY


Jump = Callable[[datetime], datetime]
SMALL: dict[str, Jump] = {
    str(by): partial(_later, by=by) for by in (MINUTE, SECOND, 6 * MINUTE, 31 * MINUTE, HOUR, 12 * HOUR)
}
LARGE: dict[str, Jump] = {
    **{str(by): partial(_later, by=by) for by in (DAY, 2 * DAY, 3 * DAY, 17 * DAY)},
    "months": _months,
    "to the end of the day": _end_of_day,
    "to the end of the year": _end_of_year,
}
BACK: dict[str, Jump] = {f"back by {by}": partial(_later, by=-by) for by in (MINUTE, HOUR)}
JUMPS = {**SMALL, **LARGE, **BACK}
NAMES = st.sampled_from([*SMALL, *SMALL, *LARGE, *BACK, *BACK])
