"""Late fees: the days around each limit, in the desk's time zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.services.violations import late_fees
from bot.services.violations.late_fees import DailyAmount, FeeTerms

SHANGHAI = ZoneInfo("Asia/Shanghai")
DECIDED = datetime(2026, 3, 1, 10, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "fen"),
    [
        *((0, 0), (1, 0), (14, 0), (15, 0), (16, 600), (17, 1_200), (18, 1_800)),
        *((47, 19_200), (48, 19_800), (49, 20_000), (50, 20_000), (4000, 20_000)),
    ],
)
def test_the_late_fee_of_200_yuan_on_each_day_after_the_decision(day: int, fen: int) -> None:
    assert late_fees.fee_at(20_000, DECIDED, DECIDED + timedelta(days=day)) == fen


@pytest.mark.parametrize("fine", [5_000, 10_000, 15_000, 20_000, 200_000])
def test_the_late_fee_reaches_the_fine_on_overdue_day_34(fine: int) -> None:
    assert late_fees.days_until_capped() == 34
    assert late_fees.fee(fine, 33) == fine * 99 // 100
    assert late_fees.fee(fine, 34) == fine


@given(st.integers(0, 5_000), st.integers(-40, 400))
def test_the_late_fee_of_whole_yuan_is_in_whole_fen(yuan: int, overdue: int) -> None:
    exact = min(yuan * 100, yuan * 3 * max(0, overdue))
    assert late_fees.fee(yuan * 100, overdue) == exact


@given(st.integers(0, 10**7), st.integers(0, 60), st.integers(0, 1000))
def test_the_late_fee_never_falls_and_never_exceeds_the_fine(fine: int, overdue: int, permille: int) -> None:
    terms = FeeTerms(permille_a_day=permille)
    today, tomorrow = late_fees.fee(fine, overdue, terms), late_fees.fee(fine, overdue + 1, terms)
    assert 0 <= today <= tomorrow <= fine


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        ("2024-02-20T12:00", date(2024, 3, 6)),  # February of a leap year
        ("2023-02-20T12:00", date(2023, 3, 7)),
        ("2026-12-20T12:00", date(2027, 1, 4)),
        ("2026-03-01T00:00", date(2026, 3, 16)),
        ("2026-03-01T23:59:59", date(2026, 3, 16)),
    ],
)
def test_the_last_day_without_a_late_fee(decided: str, last: date) -> None:
    moment = datetime.fromisoformat(decided).replace(tzinfo=SHANGHAI)
    assert late_fees.pay_by(moment) == last
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), SHANGHAI)
    assert late_fees.overdue_days(moment, midnight - timedelta(seconds=1)) == 0
    assert late_fees.overdue_days(moment, midnight) == 1


def test_days_change_at_midnight_in_the_desks_time_zone() -> None:
    decided = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)  # already 1 March in Shanghai
    assert late_fees.pay_by(decided) == date(2026, 3, 16)
    assert late_fees.overdue_days(decided, datetime(2026, 3, 16, 15, 59, 59, tzinfo=UTC)) == 0
    assert late_fees.overdue_days(decided, datetime(2026, 3, 16, 16, 0, tzinfo=UTC)) == 1


def test_nothing_is_overdue_before_the_decision() -> None:
    assert late_fees.overdue_days(DECIDED, DECIDED - timedelta(days=90)) == 0


def test_the_preview_ends_when_the_late_fee_stops_growing() -> None:
    days = late_fees.preview(20_000, DECIDED)
    assert len(days) == 35
    assert days[0] == DailyAmount(date(2026, 3, 16), 0, 0, 20_000)
    assert days[1] == DailyAmount(date(2026, 3, 17), 1, 600, 20_600)
    assert days[33] == DailyAmount(date(2026, 4, 18), 33, 19_800, 39_800)
    assert days[34] == DailyAmount(date(2026, 4, 19), 34, 20_000, 40_000)


def test_without_a_rate_the_preview_is_one_day() -> None:
    terms = FeeTerms(permille_a_day=0)
    assert late_fees.days_until_capped(terms) is None
    assert late_fees.preview(20_000, DECIDED, terms) == (DailyAmount(date(2026, 3, 16), 0, 0, 20_000),)


def test_a_moment_without_time_zone_and_a_negative_fine_are_errors() -> None:
    with pytest.raises(ValueError, match="zone"):
        late_fees.pay_by(datetime(2026, 3, 1))  # noqa: DTZ001 - the error itself
    with pytest.raises(ValueError, match="negative"):
        late_fees.fee(-1, 20)
