"""Periods of days that cashiers type: nothing, one day, or the first and the last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.errors import Refusal
from bot.services.payments import bill_days
from bot.services.values import text_cleaning

FIRST = date(2020, 1, 1)
MOST_DAYS_COMPARED = 31  # At once.


class PeriodUnreadable(Refusal, key="refused-period-unreadable", offers=("refund",)):
    """The days are not readable, or the last one lies before the first, or a day is out of range.

    example: a command with a period; since, until: the first and the last day that may be named.
    """


class PeriodTooLong(Refusal, key="refused-period-too-long", offers=("refund",)):
    """The period has too many days. most: how many it may have."""


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included."""

    since: date
    until: date

    @property
    def span(self) -> tuple[datetime, datetime]:
        """When the first day begins, and when the last one is over."""
        return bill_days.at(self.since), bill_days.at(self.until + timedelta(days=1))

    def days(self) -> list[date]:
        """Return every day."""
        return [self.since + timedelta(days=each) for each in range((self.until - self.since).days + 1)]


def month(now: datetime) -> Period:
    """Return the current month up to today."""
    today = bill_days.date_of(now)
    return Period(today.replace(day=1), today)


def yesterday(now: datetime) -> Period:
    """Return the day before today."""
    day = bill_days.date_of(now) - timedelta(days=1)
    return Period(day, day)


def parse(words: Sequence[str], *, default: Period, most: int, until: date, command: str) -> Period:
    """Return the period of one or two typed days. until: the last day that may be named; command: that takes them.

    Raises PeriodUnreadable or PeriodTooLong.
    """
    if not words:
        return default
    example = f"/{command} {until.replace(day=1)} {until}"
    try:
        days = [date.fromisoformat(text_cleaning.unify(word)) for word in words]
    except ValueError:
        raise PeriodUnreadable(example=example, since=FIRST, until=until) from None
    period = Period(days[0], days[-1])
    if len(days) > 2 or not FIRST <= period.since <= period.until <= until:
        raise PeriodUnreadable(example=example, since=FIRST, until=until)
    if len(period.days()) > most:
        raise PeriodTooLong(most=most)
    return period
