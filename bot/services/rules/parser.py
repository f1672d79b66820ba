"""Parses the arguments of /rule: NAME VALUE [from DATE] [until DATE] REASON.

A value with blanks stands in quotation marks; lists of days and lists of words are also written with commas. Days are
in the desk's time zone. Both are inclusive, as in regulations: "until 1 March" includes that day.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot import local_time, money
from bot.errors import Refusal
from bot.services.rules import catalogue
from bot.services.rules.definitions import RuleProblem, RuleReason, RuleUnit, RuleValue
from bot.services.rules.names import RuleName
from bot.services.values import text_cleaning

FROM_WORDS = frozenset({"FROM", "SINCE", "自", "从", "起"})
UNTIL_WORDS = frozenset({"UNTIL", "TO", "至", "到", "止"})
MAX_REASON_LENGTH = 300
MAX_VALUE_LENGTH = 200
FIRST_YEAR, LAST_YEAR = 2000, 2999
EMPTY = "-"
_LISTS = (RuleUnit.DAY_LIST, RuleUnit.WORDS)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\b", re.ASCII)
_GROUP = re.compile(r"(?<=\d),(?=\d{3}(?!\d))", re.ASCII)  # Between thousands: 1,000, and not 1,5.
_LINE = re.compile(r"\s*(?P<name>\S+)\s+(?:[\"“”](?P<quoted>[^\"“”]*)[\"“”]|(?P<word>\S+))\s+(?P<rest>\S.*)", re.DOTALL)


class UnknownRule(Refusal, key="refused-unknown-rule", offers=("rules",)):
    """No rule has this name."""


class RuleIncomplete(Refusal, key="refused-rule-incomplete"):
    """Name, value and reason are all needed."""


class RuleNotANumber(Refusal, key="refused-rule-not-a-number"):
    """The value must be a whole number. lower, upper: its bounds."""


class RuleNotAnAmount(Refusal, key="refused-rule-not-an-amount"):
    """The value must be an amount in yuan. lower, upper: its bounds."""


class RuleOutOfBounds(Refusal, key="refused-rule-out-of-bounds"):
    """The number is out of bounds."""


class RuleNotASwitch(Refusal, key="refused-rule-not-a-switch"):
    """The value must be on or off."""


class RuleNotAChoice(Refusal, key="refused-rule-not-a-choice"):
    """The value must be one of `choices`."""


class RuleNotAList(Refusal, key="refused-rule-not-a-list"):
    """A number occurs twice in the list."""


class RuleNotUnderstood(Refusal, key="refused-rule-not-understood"):
    """The text cannot be parsed."""


class RuleDayUnreadable(Refusal, key="refused-rule-day-unreadable"):
    """The word after from or until is not a date."""


class RuleDayOutOfRange(Refusal, key="refused-rule-day-out-of-range"):
    """The day is in a year that no rule can have. day: as typed."""


class RuleDayPast(Refusal, key="refused-rule-day-past"):
    """A rule cannot begin before today: decisions by the old value are not changed."""


class RuleValueUnquoted(Refusal, key="refused-rule-value-unquoted"):
    """Words follow a list as if they belonged to it. rest: the first of them."""


class RuleDayUnnamed(Refusal, key="refused-rule-day-unnamed"):
    """A date stands where the reason begins: it would be no day of the rule. day: as typed."""


class RuleDaysReversed(Refusal, key="refused-rule-days-reversed"):
    """The period would end before it begins."""


class RuleWhyTooLong(Refusal, key="refused-rule-why-too-long"):
    """The reason is too long. most: characters."""


PROBLEMS: dict[RuleReason, type[Refusal]] = {
    RuleReason.NOT_A_NUMBER: RuleNotANumber,
    RuleReason.TOO_LOW: RuleOutOfBounds,
    RuleReason.TOO_HIGH: RuleOutOfBounds,
    RuleReason.NOT_A_SWITCH: RuleNotASwitch,
    RuleReason.NOT_A_CHOICE: RuleNotAChoice,
    RuleReason.NOT_A_LIST: RuleNotAList,
    RuleReason.NOT_UNDERSTOOD: RuleNotUnderstood,
}


@dataclass(frozen=True)
class ParsedRule:
    """A value for a rule as typed. valid_from None: from its confirmation on; valid_until: exclusive."""

    name: RuleName
    value: RuleValue
    valid_from: datetime | None
    valid_until: datetime | None
    why: str


def parse_name(text: str) -> RuleName:
    """Return the rule of this name, in any case and joined by - or _; amounts also without _fen. Raises UnknownRule."""
    try:
        return RuleName.parse(text)
    except ValueError:
        raise UnknownRule(name=text[:40]) from None


def parse_rule(text: str, *, now: datetime) -> ParsedRule:
    """Parse a whole line. Raises one of the refusals above."""
    line = _LINE.fullmatch(text)
    if line is None:
        raise RuleIncomplete
    name, rest = parse_name(line["name"]), line["rest"].split()
    value = parse_value(name, in_fen(line["name"], _value_text(name, line)))
    if line["quoted"] is None and _continues(name, rest[0]):
        raise RuleValueUnquoted(rest=rest[0][:20])
    days, why = _days(rest)
    if not why:
        raise RuleIncomplete
    if _DAY.match(text_cleaning.unify(why)):
        raise RuleDayUnnamed(day=why[:10])
    if len(why) > MAX_REASON_LENGTH:
        raise RuleWhyTooLong(most=MAX_REASON_LENGTH)
    first, end = _bounds(days, local_time.date_of(now))
    return ParsedRule(name, value, _midnight(first), _midnight(end), why)


def _value_text(name: RuleName, line: re.Match[str]) -> str:
    """Return the text of a value: one word of the line or quoted. In a list of words, commas stand for blanks."""
    text = (line["quoted"] if line["word"] is None else line["word"])[:MAX_VALUE_LENGTH]
    if text == EMPTY:
        return ""
    return re.sub("[,，、;；]", " ", text) if catalogue.DEFINITIONS[name].unit is RuleUnit.WORDS else text


def _continues(name: RuleName, word: str) -> bool:
    """Return whether a word after a list reads like more of the list, so that its place is not clear."""
    if catalogue.DEFINITIONS[name].unit not in _LISTS:
        return False
    return not isinstance(catalogue.parse(name, word), RuleProblem)


def parse_value(name: RuleName, text: str) -> RuleValue:
    """Return the value of a text. Raises the refusal that says what is wrong with it."""
    value = catalogue.parse(name, text)
    if isinstance(value, RuleProblem):
        definition = value.definition
        if definition.unit is RuleUnit.FEN:
            raise RuleNotAnAmount(lower=money.yuan(definition.lower), upper=money.yuan(definition.upper))
        choices = ", ".join(definition.choices)
        raise PROBLEMS[value.reason](lower=definition.lower, upper=definition.upper, choices=choices)
    return value


def in_fen(typed_name: str, text: str) -> str:
    """Return the text of an amount in fen, in which it is stored: with a name without _fen it is typed in yuan."""
    if catalogue.DEFINITIONS[parse_name(typed_name)].unit is not RuleUnit.FEN or typed_name.lower().endswith("fen"):
        return text
    amount = re.sub("元|yuan|[¥￥]", "", text_cleaning.unify(text), flags=re.IGNORECASE).strip().replace("，", ",")
    try:
        return str(money.to_fen(_GROUP.sub("", amount)))
    except ValueError:
        return text  # No number in fen either, or out of bounds.


def _days(parts: list[str]) -> tuple[dict[str, date], str]:
    days: dict[str, date] = {}
    while len(parts) >= 2 and (end := _end_of(parts[0])) and end not in days:
        days[end] = parse_day(parts[1])
        parts = parts[2:]
    return days, " ".join(parts)


def _end_of(word: str) -> str:
    unified = text_cleaning.unify(word)
    if unified in FROM_WORDS:
        return "from"
    return "until" if unified in UNTIL_WORDS else ""


def parse_day(text: str) -> date:
    """Return the day of a text such as 2026-12-01. Raises RuleDayUnreadable or RuleDayOutOfRange."""
    try:
        day = date.fromisoformat(text_cleaning.unify(text))
    except ValueError:
        raise RuleDayUnreadable(day=text[:20]) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RuleDayOutOfRange(day=text[:20], first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return day


def _bounds(days: dict[str, date], today: date) -> tuple[date | None, date | None]:
    """Return the first day (None: today, so at once), and the first day on which it is no longer in force."""
    first, last = days.get("from"), days.get("until")
    if first is not None and first < today:
        raise RuleDayPast(day=first)
    if last is not None and last < (first or today):
        raise RuleDaysReversed
    return (first if first and first > today else None), (last + timedelta(days=1) if last else None)


def _midnight(day: date | None) -> datetime | None:
    return local_time.at(day) if day else None
