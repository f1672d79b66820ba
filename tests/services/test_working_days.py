"""Working days: the official calendar, unknown years, deadlines, opening hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.services.values import working_days
from bot.services.values.working_days import Deadline

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),  # a Saturday
        (date(2025, 10, 1), False),  # National Day, a Wednesday
        (date(2025, 10, 11), True),  # a Saturday that is a working day
        (date(2020, 1, 31), False),  # the New Year holiday, extended because of the epidemic
    ],
)
def test_the_official_calendar_is_used(day: date, works: bool) -> None:
    assert working_days.is_working_day(day) is works
    assert working_days.is_certain(day)


@pytest.mark.parametrize(
    ("day", "works"),
    [(date(2050, 1, 3), True), (date(2050, 1, 2), False), (date(2052, 1, 1), False), (date(2052, 10, 3), False)],
)
def test_in_an_unknown_year_weekdays_and_fixed_holidays_count(day: date, works: bool) -> None:
    assert working_days.is_working_day(day) is works
    assert not working_days.is_certain(day)


@pytest.mark.parametrize(
    ("moment", "days", "due"),
    [
        ("2026-11-18T10:00", 1, "2026-11-19"),  # Wednesday → Thursday
        ("2026-11-20T10:00", 1, "2026-11-23"),  # Friday → Monday
        ("2026-11-21T10:00", 1, "2026-11-23"),  # Saturday → Monday
        ("2025-09-30T23:59", 1, "2025-10-09"),  # over National Day
        ("2025-09-27T12:00", 2, "2025-09-29"),  # Saturday → Sunday (a working day), then Monday
        ("2026-11-18T10:00", 15, "2026-12-09"),
        ("2026-11-18T10:00", 0, "2026-11-18"),
        ("2026-11-21T10:00", 0, "2026-11-23"),
    ],
)
def test_a_deadline_is_at_the_end_of_the_last_working_day(moment: str, days: int, due: str) -> None:
    assert working_days.due_after(local(moment), days) == Deadline(local(f"{due}T23:59:59"), certain=True)


def test_the_day_is_that_of_the_desks_time_zone() -> None:
    evening_in_greenwich = datetime(2026, 11, 18, 16, 30, tzinfo=UTC)  # already Thursday in Shanghai
    assert working_days.due_after(evening_in_greenwich, 1).at == local("2026-11-20T23:59:59")


def test_a_deadline_in_an_unknown_year_is_uncertain() -> None:
    assert working_days.due_after(local("2051-03-01T10:00"), 1) == Deadline(local("2051-03-02T23:59:59"), certain=False)


@given(st.dates(date(2004, 1, 1), date(2060, 1, 1)), st.times(), st.integers(0, 40))
def test_the_given_number_of_working_days_lies_before_the_deadline(day: date, clock: time, days: int) -> None:
    moment = datetime.combine(day, clock, SHANGHAI)
    due = working_days.due_after(moment, days).at.date()
    passed = (moment.date() + timedelta(days=one) for one in range(1, (due - moment.date()).days + 1))
    started_idle = days == 0 and not working_days.is_working_day(moment.date())
    assert sum(map(working_days.is_working_day, passed)) == days + started_idle
    assert working_days.is_working_day(due)


def test_a_moment_without_time_zone_and_negative_days_are_errors() -> None:
    with pytest.raises(ValueError, match="zone"):
        working_days.due_after(datetime(2026, 11, 18), 1)  # noqa: DTZ001 - the error itself
    with pytest.raises(ValueError, match="forwards"):
        working_days.due_after(local("2026-11-18T10:00"), -1)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-18T10:00", "2026-11-18T12:30", 2.5),
        ("2026-11-18T10:00", "2026-11-18T23:00", 7.5),  # closed after half past five
        ("2026-11-18T20:00", "2026-11-19T08:00", 0),
        ("2026-11-18T10:00", "2026-11-20T10:00", 17),
        ("2026-11-20T17:00", "2026-11-23T09:30", 1),  # over a weekend
        ("2025-09-30T16:30", "2025-10-09T10:00", 2),  # over National Day
        ("2026-11-18T12:00", "2026-11-18T11:00", 0),  # end before start
    ],
)
def test_only_opening_hours_are_counted(start: str, end: str, hours: float) -> None:
    assert working_days.time_between(local(start), local(end)) == timedelta(hours=hours)


def test_moments_in_other_time_zones_are_converted() -> None:
    start, end = local("2026-11-18T10:00").astimezone(UTC), local("2026-11-18T12:00").astimezone(UTC)
    assert working_days.time_between(start, end) == timedelta(hours=2)
    with pytest.raises(ValueError, match="without a time zone"):
        working_days.time_between(datetime(2026, 11, 18), end)  # noqa: DTZ001 - the error itself


def holidays(year: int) -> list[date]:
    """Return the fixed holidays of a year, and days for those by the lunar calendar."""
    fixed = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    lunar = [(1, 23), (1, 24), (1, 25), (1, 26), (4, 4), (6, 23), (9, 30)]
    return [date(year, month, day) for month, day in fixed + lunar]


def test_one_day_of_a_year_does_not_make_the_year_known() -> None:
    given = holidays(2050)
    working_days.use(dict.fromkeys(given[1:], False))
    assert (working_days.is_certain(given[1]), working_days.is_working_day(given[1])) == (False, False)
    assert working_days.incomplete_years() == [2050]
    working_days.use({**dict.fromkeys(given, False), date(2050, 12, 31): True})
    assert (working_days.is_certain(date(2050, 12, 31)), working_days.incomplete_years()) == (True, [])
    assert working_days.is_working_day(date(2050, 12, 31))
    working_days.use({})


@pytest.fixture
def next_year() -> Iterator[None]:
    """Set the operator's calendar for two years that are not known yet."""
    days = {date(2049, 12, 31): False, date(2050, 1, 3): False, date(2050, 1, 8): True}
    for year in (2049, 2050):
        days |= dict.fromkeys(holidays(year), False)
    working_days.use(days)
    yield
    working_days.use({})


@pytest.mark.parametrize(
    ("moment", "days", "due"),
    [
        ("2049-12-30T10:00", 1, "2049-12-31"),  # Thursday → Friday
        ("2049-12-31T10:00", 1, "2050-01-03"),  # over a New Year's Day that is a Saturday anyway
        ("2047-12-31T10:00", 1, "2048-01-02"),  # over one that is a Wednesday
    ],
)
def test_a_deadline_beyond_an_unknown_new_year_is_uncertain(moment: str, days: int, due: str) -> None:
    assert working_days.due_after(local(moment), days) == Deadline(local(f"{due}T23:59:59"), certain=False)


@pytest.mark.usefixtures("next_year")
@pytest.mark.parametrize(
    ("moment", "days", "due"),
    [
        ("2049-12-30T10:00", 1, "2050-01-04"),
        ("2050-01-07T10:00", 1, "2050-01-08"),  # a Saturday that is a working day
        ("2050-01-07T10:00", 2, "2050-01-10"),
    ],
)
def test_the_operators_calendar_overrides(moment: str, days: int, due: str) -> None:
    assert working_days.due_after(local(moment), days) == Deadline(local(f"{due}T23:59:59"), certain=True)
    assert working_days.known_until(date(2049, 6, 1)) == date(2050, 12, 31)


def test_the_calendar_is_known_until_the_end_of_the_last_known_year() -> None:
    assert working_days.known_until(date(2025, 3, 1)) >= date(2026, 12, 31)
    assert working_days.known_until(date(2049, 3, 1)) == date(2048, 12, 31)
