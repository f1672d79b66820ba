"""Liveness check: four random digits, handwritten on paper and held beside the face, so that no old picture passes.

Digits instead of a gesture: an old picture matches one of three gestures by chance, but these digits once in 2,401
times, and a reviewer can compare what was asked with what is shown. 0, 1 and 7 are not used because handwriting makes
them similar. Other digits, typed ones and what cannot be read are for people: a machine that misreads handwriting
costs nobody a try.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.adapters.pictures import faces, ocr
from bot.adapters.pictures.digit_lines import DigitLine, read_digits
from bot.adapters.pictures.face_detection import decode, find_upright

ALPHABET = "2345689"
LENGTH = 4
# Lines of other digits reach it once in several thousand; of handwritten lines of MNIST 3 in 100 stay below it.
MIN_LIKELIHOOD = 0.02
# Lines with fewer digits are labels, patterns and names.
MIN_READ = 3


class ChallengeOutcome(StrEnum):
    """Whether the picture shows the digits, handwritten. UNSURE is for people; without digits a new photo may help."""

    SHOWN = "shown"
    UNSURE = "unsure"
    CANNOT_TELL = "cannot_tell"


class ChallengeReason(StrEnum):
    """Why the outcome is not SHOWN."""

    NOT_AVAILABLE = "not_available"
    NO_FACE = "no_face"
    NO_DIGITS = "no_digits"
    WRONG_DIGITS = "wrong_digits"
    ILLEGIBLE = "illegible"
    TYPED = "typed_digits"


@dataclass(frozen=True)
class ChallengeResult:
    """Whether the requested digits are in the picture beside a face, or why that cannot be determined."""

    outcome: ChallengeOutcome
    reason: ChallengeReason | None = None


def new_challenge() -> str:
    """Return four unpredictable digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_available() -> bool:
    """Return whether a challenge can be checked in this process."""
    return ocr.is_available() and faces.is_available()


def check_challenge(selfie: bytes, asked: str) -> ChallengeResult:
    """Look for the digits and a face in a sanitised picture, in each of four turns."""
    if not is_available():
        return ChallengeResult(ChallengeOutcome.CANNOT_TELL, ChallengeReason.NOT_AVAILABLE)
    found = find_upright(decode(selfie)[0])
    if found is None:
        return ChallengeResult(ChallengeOutcome.CANNOT_TELL, ChallengeReason.NO_FACE)
    results = []
    for more in range(4):
        lines = ocr.crop_lines(selfie, turns=(found.turns + more) % 4)
        results.append(check_lines([read_digits(line, asked, ALPHABET) for line in lines]))
        if results[-1].outcome is ChallengeOutcome.SHOWN or results[-1].reason is ChallengeReason.TYPED:
            return results[-1]
    return next((each for each in results if each.outcome is ChallengeOutcome.UNSURE), results[0])


def check_lines(lines: Sequence[DigitLine]) -> ChallengeResult:
    """Return what these lines of one picture show."""
    asked = [line for line in lines if line.likelihood >= MIN_LIKELIHOOD]
    if any(line.is_typed is False for line in asked):
        return ChallengeResult(ChallengeOutcome.SHOWN)
    if asked:
        typed = any(line.is_typed for line in asked)
        return _unsure(ChallengeReason.TYPED if typed else ChallengeReason.ILLEGIBLE)
    lengths = [len(line.likeliest) for line in lines]
    if LENGTH in lengths:
        return _unsure(ChallengeReason.WRONG_DIGITS)
    if any(length >= MIN_READ for length in lengths):
        return _unsure(ChallengeReason.ILLEGIBLE)
    return ChallengeResult(ChallengeOutcome.CANNOT_TELL, ChallengeReason.NO_DIGITS)


def _unsure(reason: ChallengeReason) -> ChallengeResult:
    return ChallengeResult(ChallengeOutcome.UNSURE, reason)
