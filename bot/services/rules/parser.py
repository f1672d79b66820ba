"""Reads how an admin writes a rule: NAME VALUE [from DATE] [until DATE] why. Pure; a day is the desk's day.

Both days are meant inclusively, as notices are written: "until 1 March" holds all of that day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot import local_time
from bot.errors import Refusal
from bot.services.rules import catalogue
from bot.services.rules.catalogue import RuleProblem, RuleReason, Value
from bot.services.rules.names import RuleName
from bot.services.values import text_cleaning

FROM_WORDS = frozenset({"FROM", "SINCE", "自", "从", "起"})
UNTIL_WORDS = frozenset({"UNTIL", "TO", "至", "到", "止"})
LONGEST_WHY = 300
LONGEST_VALUE = 200
EMPTY = "-"


class UnknownRule(Refusal):
    """No rule has this name."""

    key = "refused-unknown-rule"
    offers = ("rules",)


class RuleIncomplete(Refusal):
    """Name, value and reason are all needed."""

    key = "refused-rule-incomplete"


class RuleNotANumber(Refusal):
    """The value has to be a whole number. lower, upper: its bounds."""

    key = "refused-rule-not-a-number"


class RuleOutOfBounds(Refusal):
    """The number is lower or higher than the rule may say."""

    key = "refused-rule-out-of-bounds"


class RuleNotASwitch(Refusal):
    """The value has to be on or off."""

    key = "refused-rule-not-a-switch"


class RuleNotAChoice(Refusal):
    """The value has to be one of `choices`."""

    key = "refused-rule-not-a-choice"


class RuleNotAList(Refusal):
    """The same number stands in the list twice."""

    key = "refused-rule-not-a-list"


class RuleNotUnderstood(Refusal):
    """The words cannot be read."""

    key = "refused-rule-not-understood"


class RuleDayUnreadable(Refusal):
    """What stands after from or until is no day."""

    key = "refused-rule-day-unreadable"


class RuleDayPast(Refusal):
    """A rule does not begin before today: what was decided by the old one stands."""

    key = "refused-rule-day-past"


class RuleDaysReversed(Refusal):
    """It would end before it begins."""

    key = "refused-rule-days-reversed"


class RuleWhyTooLong(Refusal):
    """The reason is longer than fits. most: characters."""

    key = "refused-rule-why-too-long"


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
class Wording:
    """A value for a rule as it was written. valid_from None: from its confirmation; valid_until: no longer then."""

    name: RuleName
    value: Value
    valid_from: datetime | None
    valid_until: datetime | None
    why: str


def read_name(text: str) -> RuleName:
    """Return the rule of this name, however its words are joined. Raises UnknownRule."""
    try:
        return RuleName(text.strip().lower().replace("-", "_"))
    except ValueError:
        raise UnknownRule(name=text[:40]) from None


def read(text: str, *, now: datetime) -> Wording:
    """Read a whole line. Raises one of the refusals above."""
    parts = text.split()
    if len(parts) < 3:
        raise RuleIncomplete
    name = read_name(parts[0])
    value = read_value(name, "" if parts[1] == EMPTY else parts[1][:LONGEST_VALUE])
    days, why = _days(parts[2:])
    if not why:
        raise RuleIncomplete
    if len(why) > LONGEST_WHY:
        raise RuleWhyTooLong(most=LONGEST_WHY)
    first, end = _bounds(days, local_time.date_of(now))
    return Wording(name, value, _midnight(first), _midnight(end), why)


def read_value(name: RuleName, text: str) -> Value:
    """Return the value a text stands for. Raises the refusal that says what is wrong with it."""
    value = catalogue.parse(name, text)
    if isinstance(value, RuleProblem):
        definition = value.definition
        choices = ", ".join(definition.choices)
        raise PROBLEMS[value.reason](lower=definition.lower, upper=definition.upper, choices=choices)
    return value


def _days(parts: list[str]) -> tuple[dict[str, date], str]:
    days: dict[str, date] = {}
    while len(parts) >= 2 and (end := _end_of(parts[0])) and end not in days:
        days[end] = _day(parts[1])
        parts = parts[2:]
    return days, " ".join(parts)


def _end_of(word: str) -> str:
    unified = text_cleaning.unify(word)
    if unified in FROM_WORDS:
        return "from"
    return "until" if unified in UNTIL_WORDS else ""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text_cleaning.unify(text))
    except ValueError:
        raise RuleDayUnreadable(day=text[:20]) from None


def _bounds(days: dict[str, date], today: date) -> tuple[date | None, date | None]:
    """Return the first day (None: today, so at once) and the first one on which it no longer holds."""
    first, last = days.get("from"), days.get("until")
    if first is not None and first < today:
        raise RuleDayPast(day=first)
    if last is not None and last < (first or today):
        raise RuleDaysReversed
    return (first if first and first > today else None), (last + timedelta(days=1) if last else None)


def _midnight(day: date | None) -> datetime | None:
    return local_time.at(day) if day else None
