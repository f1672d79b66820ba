"""What the definition of a dated rule consists of: its unit, default and bounds, and what can be wrong with a text."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

RuleValue = int | bool | str | tuple[int, ...]


class RuleUnit(StrEnum):
    """The unit or the kind of a value."""

    COUNT = "count"
    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    HOUR_OF_DAY = "hour_of_day"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"
    PERMILLE = "permille"
    FEN = "fen"
    POINTS = "points"
    DAY_LIST = "day_list"
    SWITCH = "switch"
    CHOICE = "choice"
    WORDS = "words"


@dataclass(frozen=True)
class RuleDefinition:
    """The default and the allowed values of a rule: inclusive bounds for numbers and lists, choices for a choice.

    For rules in words: validator says whether a text is allowed (None: every text), example is a text that is.
    """

    default: RuleValue
    unit: RuleUnit
    lower: int = 0
    upper: int = 0
    choices: tuple[str, ...] = ()
    validator: Callable[[str], bool] | None = None
    example: str = ""


class RuleReason(StrEnum):
    """Why a text is not a value of a rule."""

    NOT_A_NUMBER = "not_a_number"
    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"
    NOT_A_SWITCH = "not_a_switch"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_LIST = "not_a_list"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True)
class RuleProblem:
    """Why a text is not a value of a rule, with the bounds and choices to name."""

    reason: RuleReason
    definition: RuleDefinition
