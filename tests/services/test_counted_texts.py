"""Numbers in texts: one of a thing, several, and limits of zero."""

import pytest

from bot.cards.staff.rules import value_text
from bot.services.rules import durations
from bot.services.rules.definitions import RuleUnit
from bot.services.rules.names import RuleName
from bot.texts import counted, period, texts


@pytest.mark.parametrize(
    ("number", "noun", "written"),
    [
        (0, "day", "0 days"),
        (1, "day", "1 day"),
        ("1", "try", "1 try"),
        (2, "try", "2 tries"),
        (1_826, "day", "1,826 days"),
    ],
)
def test_an_english_noun_follows_its_number(number: int | str, noun: str, written: str) -> None:
    assert counted(number, noun) == written


@pytest.mark.parametrize("key", ["refused-user-full", "refused-vehicle-full", "refused-organisation-full"])
@pytest.mark.parametrize(("language", "stopped"), [("en", "At the moment"), ("zh-CN", "目前")])
def test_a_limit_of_zero_reads_as_a_stop(key: str, language: str, stopped: str) -> None:
    assert texts(language)(key, limit=0).startswith(stopped)
    assert not texts(language)(key, limit=1).startswith(stopped)


@pytest.mark.parametrize("key", ["refused-day-quota", "refused-year-quota"])
def test_a_quota_of_zero_reads_as_a_stop(key: str) -> None:
    assert (
        texts("en")(key, limit=0, until="x")
        == "At the moment we do not take applications to file a car. See /rules for when this changes."
    )
    assert "1 application a" in texts("en")(key, limit=1, until="x")


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        (1, "1 天", "1 day"),
        (364, "364 天", "364 days"),
        (365, "1 年", "1 year"),
        (368, "368 天", "368 days"),
        (730, "2 年", "2 years"),
        (1_826, "5 年", "5 years"),
        (3_653, "10 年", "10 years"),
        (3_600, "3600 天", "3,600 days"),
    ],
)
def test_whole_years_are_said_as_years(days: int, chinese: str, english: str) -> None:
    assert (period(days, "zh-CN"), period(days, "en")) == (chinese, english)


@pytest.mark.parametrize(
    ("count", "unit", "shown"),
    [
        (60, RuleUnit.SECONDS, (60, "seconds")),
        (300, RuleUnit.SECONDS, (5, "minutes")),
        (7_200, RuleUnit.SECONDS, (2, "hours")),
        (90, RuleUnit.MINUTES, (90, "minutes")),
        (72, RuleUnit.HOURS, (72, "hours")),
        (168, RuleUnit.HOURS, (7, "days")),
        (365, RuleUnit.DAYS, (1, "long-years")),
        (18, RuleUnit.YEARS, (18, "years")),
        (5, RuleUnit.WORKING_DAYS, (5, "working-days")),
    ],
)
def test_rules_are_shown_in_the_largest_unit(count: int, unit: RuleUnit, shown: tuple[int, str]) -> None:
    assert durations.readable(count, unit) == shown


@pytest.mark.parametrize(("language", "shown"), [("zh-CN", "5 年"), ("en", "5 years")])
def test_readers_of_rules_read_years_and_staff_what_they_type(language: str, shown: str) -> None:
    name = RuleName.RECORD_DAYS
    assert value_text(name, 1_826, texts(language), as_typed=False) == shown
    assert "826" in value_text(name, 1_826, texts(language))
