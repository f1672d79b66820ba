"""Moments in texts: without their year only if it is clear, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.texts import texts

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "chinese", "english"),
    [
        (NOW + timedelta(days=2), "11月27日 10:00", "27 Nov 10:00"),
        (NOW - timedelta(days=299), "1月30日 10:00", "30 Jan 10:00"),
        (NOW - timedelta(days=301), "2026年1月28日 10:00", "28 Jan 2026 10:00"),
        (NOW + timedelta(days=365), "2027年11月25日 10:00", "25 Nov 2027 10:00"),
        (NOW + timedelta(days=37), "2027年1月1日 10:00", "1 Jan 2027 10:00"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "2027年1月1日 00:00", "1 Jan 2027 00:00"),
    ],
)
def test_a_moment_far_away_or_in_another_year_shows_its_year(at: datetime, chinese: str, english: str) -> None:
    assert [texts(language).at(NOW).moment(at) for language in ("zh-CN", "en")] == [chinese, english]


def test_a_moment_shows_its_year_where_nobody_knows_when_it_is_read() -> None:
    assert texts("en").moment(NOW) == "25 Nov 2026 10:00"


@pytest.mark.parametrize("name", ["due", "until", "happened", "decided", "paid", "revoked"])
def test_a_deadline_or_record_shows_its_year(name: str) -> None:
    at = NOW + timedelta(days=2) * (1 if name in ("due", "until") else -1)
    shown = "27 Nov 2026 10:00" if at > NOW else "23 Nov 2026 10:00"
    assert texts("en").at(NOW).moment(at, name) == shown


def test_a_deadline_hours_away_shows_no_year() -> None:
    assert texts("zh-CN").at(NOW).moment(NOW + timedelta(minutes=30), "until") == "11月25日 10:30"
