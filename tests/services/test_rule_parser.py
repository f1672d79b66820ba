"""Parsing a rule: its name, its value, its days, the reason."""

from datetime import UTC, datetime

import pytest

from bot.services.rules import parser
from bot.services.rules.catalogue import DEFINITIONS
from bot.services.rules.names import RuleName

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "",
        " ",
        "code_tries",
        "code_tries 4",
        "code_tries 4 from 2026-12-01",
        "code_tries 4 from 2026-12-01 until 2026-12-31",
    ],
)
def test_an_incomplete_line_is_refused(line: str) -> None:
    with pytest.raises(parser.RuleIncomplete):
        parser.parse_rule(line, now=NOW)


def test_a_complete_line_is_parsed() -> None:
    read = parser.parse_rule("code-tries 4 until 2026-12-31 too many guesses", now=NOW)
    assert (read.name, read.value, read.why, read.valid_from) == (RuleName.CODE_TRIES, 4, "too many guesses", None)
    assert read.valid_until == datetime(2026, 12, 31, 16, tzinfo=UTC)


def test_the_reason_has_a_maximum_length() -> None:
    longest = "x" * parser.MAX_REASON_LENGTH
    assert parser.parse_rule(f"code_tries 4 {longest}", now=NOW).why == longest
    with pytest.raises(parser.RuleWhyTooLong):
        parser.parse_rule(f"code_tries 4 {longest}x", now=NOW)


def test_a_list_of_words_is_typed_as_one_word_with_commas() -> None:
    read = parser.parse_rule("check_rules 45=all-fifteen，450900=iso-7064 the province counts so", now=NOW)
    assert (read.value, read.why) == (DEFINITIONS[RuleName.CHECK_RULES].example, "the province counts so")


@pytest.mark.parametrize(
    "line", ['payment_reminder_days "10 14" by notice', "payment_reminder_days “10、14” by notice"]
)
def test_a_value_with_blanks_stands_in_quotation_marks(line: str) -> None:
    read = parser.parse_rule(line, now=NOW)
    assert (read.value, read.why) == ((10, 14), "by notice")


@pytest.mark.parametrize(
    "line",
    ["payment_reminder_days 10 14 by notice", "check_rules 45=all-fifteen 450900=iso-7064 the province counts so"],
)
def test_a_list_with_blanks_is_not_cut(line: str) -> None:
    with pytest.raises(parser.RuleValueUnquoted):
        parser.parse_rule(line, now=NOW)


def test_a_reason_that_begins_with_a_number_is_a_reason_after_quotation_marks() -> None:
    assert parser.parse_rule('payment_reminder_days "10" 14 days are too late', now=NOW).why == "14 days are too late"


@pytest.mark.parametrize("day", ["9999-12-31", "3000-01-01", "0001-01-01"])
def test_a_year_that_no_rule_can_have_is_refused(day: str) -> None:
    with pytest.raises(parser.RuleDayOutOfRange):
        parser.parse_rule(f"code_tries 4 until {day} for good", now=NOW)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("fine_limit 200", 20_000),
        ("fine_limit 206.50", 20_650),
        ("Fine-Limit ¥200", 20_000),
        ("fine_limit 200元", 20_000),
        ("fine_limit 1,000", 100_000),
        ("fine_limit 1，000.50", 100_050),
        ("fine_limit_fen 20000", 20_000),
    ],
)
def test_an_amount_is_typed_in_yuan_unless_the_name_says_fen(typed: str, fen: int) -> None:
    read = parser.parse_rule(f"{typed} by notice", now=NOW)
    assert (read.name, read.value) == (RuleName.FINE_LIMIT_FEN, fen)


@pytest.mark.parametrize("amount", ["20000", "12345678901", "-1", "2.005", "much", "1,5", "1,0000", ",200"])
def test_an_amount_out_of_bounds_is_refused_in_yuan(amount: str) -> None:
    with pytest.raises(parser.RuleNotAnAmount) as refused:
        parser.parse_rule(f"fine_limit {amount} by notice", now=NOW)
    assert refused.value.values == {"lower": "0", "upper": "10000"}


def test_only_amounts_are_named_by_their_unit() -> None:
    with pytest.raises(parser.UnknownRule):
        parser.parse_name("code_tries_fen")


@pytest.mark.parametrize("days", ["2026-12-05", "2026-12-05 2026-12-31", "until 2026-12-31 2026-12-05", "2026-12-05,"])
def test_a_day_without_its_word_does_not_become_part_of_the_reason(days: str) -> None:
    with pytest.raises(parser.RuleDayUnnamed):
        parser.parse_rule(f"code_tries 4 {days} by notice", now=NOW)


def test_a_reason_may_contain_a_date() -> None:
    assert parser.parse_rule("code_tries 4 notice of 2026-12-05", now=NOW).why == "notice of 2026-12-05"
