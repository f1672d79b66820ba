"""Engine numbers: validates the last six characters that a person types."""

from enum import StrEnum

from bot.services.values import text_cleaning
from bot.services.values.problem import Problem

TYPED = 6  # A person types so many of the last characters.


class EngineReason(StrEnum):
    """What can be wrong with the typed end of an engine number."""

    EMPTY = "empty"
    LOOKS_LIKE = "looks_like"
    CHARACTER = "character"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    ANSWER = "answer"


EngineProblem = Problem[EngineReason]


def normalise(text: str) -> str:
    """Return the number upper case, half width, without spaces, dots and dashes."""
    return text_cleaning.compact(text)


def last_six(text: str) -> str:
    """Return the last six characters of the normalised number, or all of a shorter one."""
    return normalise(text)[-TYPED:]


def check(text: str) -> EngineProblem | None:
    """Return the first thing wrong with the typed six characters, or None. The register is not asked."""
    number = normalise(text)
    if not number:
        return EngineProblem(EngineReason.EMPTY)
    for position, character in enumerate(number, start=1):
        if not text_cleaning.is_plain(character):
            likely = text_cleaning.lookalike(character)
            reason = EngineReason.LOOKS_LIKE if likely else EngineReason.CHARACTER
            return EngineProblem(reason, character, position, likely)
    if len(number) < TYPED:
        return EngineProblem(EngineReason.TOO_SHORT)
    return EngineProblem(EngineReason.TOO_LONG, suggestion=number[-TYPED:]) if len(number) > TYPED else None
