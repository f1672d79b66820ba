"""Engine numbers: how they are stamped and stored, and the few characters by which a vehicle is recognised.

Registers hold them as stamped: of any length, with blanks, `/` or `*`, or none at all, as of a trailer. What a person
types is compared with the last six letters and digits, with all of them if there are fewer, and with the end of the
VIN where there is no engine number.
"""

from enum import StrEnum

from bot.services.values import text_cleaning
from bot.services.values.problem import Problem

COMPARED = 6  # So many of the last letters and digits are compared.
# What registers write where there is no number, without what is no letter, digit or Chinese character.
_NONE = frozenset({"", "无", "无发动机", "无发动机号", "无号", "没有", "NONE", "NULL", "NA", "NIL"})

_STAMPED = frozenset("/*#+()\\:&=<>★")  # Stand between letters and digits, or at the ends.


class EngineReason(StrEnum):
    """What can be wrong with the typed end of an engine number."""

    EMPTY = "empty"
    LOOKS_LIKE = "looks_like"
    CHARACTER = "character"
    TOO_LONG = "too_long"
    ANSWER = "answer"
    NO_DIGIT = "no_digit"


EngineProblem = Problem[EngineReason]


def as_stamped(text: str) -> str:
    """Return a number of the register as it is stored: half width, upper case, single blanks. Empty if it is none."""
    number = " ".join(text_cleaning.unify(text).split())
    return "" if "".join(one for one in number if one.isalnum()) in _NONE else number


def normalise(text: str) -> str:
    """Return the letters and digits of a number, upper case and half width."""
    return "".join(one for one in text_cleaning.compact(text) if one.isalnum())


def compared(engine_number: str, vin: str) -> str:
    """Return what a person has to type of a vehicle: the last letters and digits of its engine number or VIN.

    Empty if it has neither: then nothing that is typed is right.
    """
    return _end(engine_number) or _end(vin)


def last_six(text: str) -> str:
    """Return the last six letters and digits, or all if there are fewer."""
    return _end(text)


def check(text: str) -> EngineProblem | None:
    """Return the first thing wrong with what a person typed, or None. The register is not asked."""
    number = normalise(text)
    for position, character in enumerate(text_cleaning.compact(text), start=1):
        if not text_cleaning.is_plain(character) and character not in _STAMPED:
            likely = text_cleaning.lookalike(character)
            reason = EngineReason.LOOKS_LIKE if likely else EngineReason.CHARACTER
            return EngineProblem(reason, character, position, likely)
    if not number:
        return EngineProblem(EngineReason.EMPTY)
    return EngineProblem(EngineReason.TOO_LONG, suggestion=number[-COMPARED:]) if len(number) > COMPARED else None


def corrected(text: str) -> str:
    """Return the end of a number with the Latin letters and digits that its look-alikes stand for."""
    return _end("".join(text_cleaning.lookalike(one) or one for one in text_cleaning.compact(text)))


def look_alike(engine_number: str) -> str:
    """Return the first character that looks like a Latin letter or a digit and is none. Empty if there is none."""
    found = (one for one in normalise(engine_number) if not text_cleaning.is_plain(one))
    return next((one for one in found if text_cleaning.lookalike(one)), "")


def _end(text: str) -> str:
    return "".join(one for one in text_cleaning.compact(text) if text_cleaning.is_plain(one))[-COMPARED:]
