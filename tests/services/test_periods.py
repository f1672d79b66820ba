"""The days that cashiers type."""

from datetime import UTC, date, datetime

import pytest

from bot.services.payments import periods
from bot.services.payments.periods import Period

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)
DEFAULT = Period(TODAY, TODAY)


def parsed(text: str, most: int = 31) -> Period:
    return periods.parse(text.split(), default=DEFAULT, most=most, until=TODAY, command="ledger")


def test_one_day_two_days_and_none() -> None:
    assert parsed("") is DEFAULT
    assert parsed("2026-11-01") == Period(date(2026, 11, 1), date(2026, 11, 1))
    assert parsed("2026-11-01 2026-11-25") == Period(date(2026, 11, 1), TODAY)
    assert parsed("２０２６-１１-０１") == parsed("2026-11-01")
    assert (periods.month(NOW), periods.yesterday(NOW).until) == (Period(date(2026, 11, 1), TODAY), date(2026, 11, 24))


@pytest.mark.parametrize(
    "text",
    ["x", "2026-11-31", "2026-11-26", "2026-11-02 2026-11-01", "2019-12-31", "2026-11-01 2026-11-02 2026-11-03", "0"],
)
def test_other_words_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(periods.PeriodUnreadable) as refused:
        parsed(text)
    assert refused.value.values["example"] == "/ledger 2026-11-01 2026-11-25"


def test_a_period_has_a_limit() -> None:
    assert len(parsed("2026-10-26 2026-11-25").days()) == 31
    with pytest.raises(periods.PeriodTooLong):
        parsed("2026-10-25 2026-11-25")
