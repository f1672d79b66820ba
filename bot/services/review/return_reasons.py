"""Why a case is returned: listed reasons, one or several, and the reviewer's own words."""

import re
from collections.abc import Iterable
from enum import StrEnum

from bot.errors import Refusal
from bot.services.values.text_cleaning import display_safe

MAX_CHARACTERS = 200


class ReturnReason(StrEnum):
    """Why a case is returned to the applicant, as stored and as named in the text catalogue."""

    ANOTHERS_DOCUMENT = "anothers-document"
    ANOTHER_PERSON = "another-person"
    ILLEGIBLE = "illegible"
    ALTERED = "altered"
    OTHER = "other"


REASONS_BY_NUMBER = {
    "1": ReturnReason.ANOTHERS_DOCUMENT,
    "2": ReturnReason.ANOTHER_PERSON,
    "3": ReturnReason.ILLEGIBLE,
}
TYPED_REASONS = {**REASONS_BY_NUMBER, "other": ReturnReason.OTHER, "其他": ReturnReason.OTHER}
_BETWEEN = re.compile(r"[,，、;；+]+")


class InvalidReason(Refusal, key="refused-bad-reason", offers=("queue",)):
    """The reasons to return are some of 1, 2, 3, other."""


class WordsMissing(Refusal, key="refused-words-missing"):
    """A case returned for no listed reason needs one in a few words. most: characters."""


def parse_reasons(typed: str) -> list[ReturnReason]:
    """Parse one or several reasons as reviewers type them, `1` or `1,3`. Raises InvalidReason."""
    found = [TYPED_REASONS.get(each) for each in _BETWEEN.split(typed.strip().lower())]
    if None in found:
        raise InvalidReason
    return [each for each in found if each is not None]


def parse_words(words: str) -> str:
    """Return a reviewer's own words as they are stored, or none. Raises WordsMissing if they are too long."""
    said = display_safe(" ".join(words.split()))
    if len(said) > MAX_CHARACTERS:
        raise WordsMissing(most=MAX_CHARACTERS)
    return said


def codes(why: Iterable[ReturnReason]) -> str:
    """Return reasons as they are stored, separated by blanks: the listed ones, or `other` if there is none."""
    listed = [each.value for each in ReturnReason if each in why and each is not ReturnReason.OTHER]
    return " ".join(listed) or ReturnReason.OTHER.value
