"""Liveness check: four random digits, handwritten on paper and held beside the face, so that no old picture passes.

Digits instead of a gesture: an old picture matches one of three gestures by chance, but these digits once in 2,401
times, and a reviewer can compare what was asked with what is shown. 0, 1 and 7 are not used because handwriting makes
them similar. What the OCR cannot read is decided by a reviewer.
"""

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from bot.adapters.pictures import faces, ocr

ALPHABET = "2345689"
LENGTH = 4
MIN_CONFIDENCE = 0.8


class ChallengeOutcome(StrEnum):
    """Whether the picture shows the digits."""

    SHOWN = "shown"
    WRONG = "wrong"
    CANNOT_TELL = "cannot_tell"


class ChallengeReason(StrEnum):
    """Why the outcome is CANNOT_TELL."""

    NOT_AVAILABLE = "not_available"
    NO_FACE = "no_face"
    NO_DIGITS = "no_digits"
    ILLEGIBLE = "illegible"


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
    """Look for the digits and a face in a sanitised picture; WRONG only if other digits are clearly legible."""
    if not is_available():
        return _cannot_tell(ChallengeReason.NOT_AVAILABLE)
    if not faces.prominent_faces(faces.decode(selfie)[0]):
        return _cannot_tell(ChallengeReason.NO_FACE)
    lines = ocr.read_lines(selfie)
    return check_lines([(line.text, line.confidence) for line in lines], asked)


def check_lines(lines: list[tuple[str, float]], asked: str) -> ChallengeResult:
    """Compare lines of text, each with the confidence of the OCR (0 to 1), with the requested digits."""
    numbers = [(_digits(text), confidence) for text, confidence in lines]
    if any(number == asked and confidence >= MIN_CONFIDENCE for number, confidence in numbers):
        return ChallengeResult(ChallengeOutcome.SHOWN)
    if any(len(number) == LENGTH and confidence >= MIN_CONFIDENCE for number, confidence in numbers):
        return ChallengeResult(ChallengeOutcome.WRONG)
    found = any(number for number, _ in numbers)
    return _cannot_tell(ChallengeReason.ILLEGIBLE if found else ChallengeReason.NO_DIGITS)


def _digits(text: str) -> str:
    """Return the digits of a line that contains nothing else but spaces and punctuation between them, else ""."""
    bare = re.sub(r"[\s.·,-]", "", text)
    return bare if bare.isascii() and bare.isdigit() else ""


def _cannot_tell(reason: ChallengeReason) -> ChallengeResult:
    return ChallengeResult(ChallengeOutcome.CANNOT_TELL, reason)
