"""A rule written in one line: its name, its value, perhaps its days, and always why."""

from datetime import UTC, datetime

import pytest

from bot.services.rules import parser
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
def test_a_line_without_all_its_parts_is_no_rule(line: str) -> None:
    with pytest.raises(parser.RuleIncomplete):
        parser.parse_rule(line, now=NOW)


def test_a_whole_line_says_everything() -> None:
    read = parser.parse_rule("code-tries 4 until 2026-12-31 too many guesses", now=NOW)
    assert (read.name, read.value, read.why, read.valid_from) == (RuleName.CODE_TRIES, 4, "too many guesses", None)
    assert read.valid_until == datetime(2026, 12, 31, 16, tzinfo=UTC)


def test_the_reason_is_as_long_as_a_note() -> None:
    longest = "x" * parser.MAX_REASON_LENGTH
    assert parser.parse_rule(f"code_tries 4 {longest}", now=NOW).why == longest
    with pytest.raises(parser.RuleWhyTooLong):
        parser.parse_rule(f"code_tries 4 {longest}x", now=NOW)
