"""Numbers of penalty decisions (决定书编号): fifteen digits and a check character.

Digits 1–6 name the authority, 7 the kind of document, 8–15 the serial. How the check character is found differs
by province: the rule of an authority is chosen by name, and the last nine digits modulo eleven where none is named.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from stdnum.iso7064 import mod_11_2

from bot.services.values import text_cleaning
from bot.services.values.problem import Problem

SIMPLE_PROCEDURE = "1"  # The kind of document (digit 7) of a decision by the simple procedure.

# From the fifteen digits to the check character, 0–9 or X.
CheckRule = Callable[[str], str]


class DecisionReason(StrEnum):
    """What can be wrong with a typed decision number."""

    EMPTY = "empty"
    CHARACTER = "character"
    LENGTH = "length"
    CHECK_CHARACTER = "check_character"


DecisionProblem = Problem[DecisionReason]


def last_nine(digits: str) -> str:
    """Return the last nine digits modulo 11, ten as X: the usual rule."""
    return _modulo_11(int(digits[-9:]))


def all_fifteen(digits: str) -> str:
    """Return all fifteen digits modulo 11, ten as X."""
    return _modulo_11(int(digits))


DEFAULT_RULE = "last-nine"
# The rules by their names in the dated rules.
RULES: dict[str, CheckRule] = {
    DEFAULT_RULE: last_nine,
    "all-fifteen": all_fifteen,
    "iso-7064": mod_11_2.calc_check_digit,
}


def parse_overrides(text: str) -> dict[str, str] | None:
    """Parse `45=all-fifteen 450900=iso-7064` (beginning of an authority code = rule). None for anything else."""
    pairs = [part.partition("=") for part in text.replace(",", " ").split()]
    if any(not _is_digits(start) or len(start) > 6 or name not in RULES for start, _, name in pairs):
        return None
    return {start: name for start, _, name in pairs}


def rule_for(authority_code: str, overrides: Mapping[str, str]) -> CheckRule:
    """Return the check rule of an authority: that of the longest prefix of its code among the overrides."""
    starts = [start for start in overrides if authority_code.startswith(start)]
    return RULES[overrides[max(starts, key=len)] if starts else DEFAULT_RULE]


def make(authority_code: str, kind: str, serial: int, rule: CheckRule = last_nine) -> str:
    """Return the number of a decision.

    Raises:
        ValueError: if a part does not have its number of digits; the serial has at most eight.
    """
    digits = f"{authority_code}{kind}{serial:08d}"
    if len(authority_code) != 6 or len(kind) != 1 or len(digits) != 15 or not _is_digits(digits):
        raise ValueError(f"No decision number of authority {authority_code!r}, kind {kind!r}, serial {serial}.")
    return digits + rule(digits)


def normalise(text: str) -> str:
    """Return the number as it is stored: half width, upper case X, without spaces and dashes."""
    return text_cleaning.compact(text)


def check(text: str, rule: CheckRule = last_nine) -> DecisionProblem | None:
    """Return the first thing wrong with a decision number, or None."""
    number = normalise(text)
    if not number:
        return DecisionProblem(DecisionReason.EMPTY)
    for position, character in enumerate(number, start=1):
        if not _is_digits(character) and (character, position) != ("X", 16):
            return DecisionProblem(DecisionReason.CHARACTER, character, position)
    if len(number) != 16:
        return DecisionProblem(DecisionReason.LENGTH)
    if number[-1] != rule(number[:-1]):
        return DecisionProblem(DecisionReason.CHECK_CHARACTER, number[-1], 16)
    return None


def _modulo_11(number: int) -> str:
    return "0123456789X"[number % 11]


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
