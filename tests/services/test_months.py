"""Months: parsing, arithmetic, comparison."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from bot.services.values.months import Month

MONTHS = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))


@given(MONTHS, st.integers(-600, 600))
def test_months_added_to_a_month_are_the_months_since_it(month: Month, months: int) -> None:
    assert month.plus(months).since(month) == months
    assert (month.plus(months) > month) == (months > 0)


@given(MONTHS)
def test_a_month_is_parsed_as_it_is_written(month: Month) -> None:
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize("text", ["2024-13", "2024-00", "2024-5", "202405", "2024-05-01", "0000-01", "٢٠٢٤-05", ""])
def test_other_formats_are_rejected(text: str) -> None:
    with pytest.raises(ValueError, match="2024-05"):
        Month.parse(text)


def test_the_last_day_of_february_in_leap_years() -> None:
    assert Month(2024, 2).last_day() == date(2024, 2, 29)
    assert Month(2023, 2).last_day() == date(2023, 2, 28)
    assert Month.of(date(2024, 2, 29)).first_day() == date(2024, 2, 1)
