"""Liveness: four random digits, written by hand on paper and held beside the face, so that no old picture will do.

Digits rather than a turn of the head: a replayed picture meets one gesture in three by chance and these digits once
in 2,401 times, and what was asked and what is seen can both be shown to a reviewer. 0, 1 and 7 are left out: hands
write them alike. Reading is by machine where it can be; what it cannot read goes to people, never against anyone.
"""

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from bot.adapters.pictures import faces, ocr

ALPHABET = "2345689"
LENGTH = 4
SURE = 0.8


class ChallengeOutcome(StrEnum):
    """Whether the picture answers the challenge."""

    SHOWN = "shown"
    WRONG = "wrong"
    CANNOT_TELL = "cannot_tell"


class ChallengeReason(StrEnum):
    """Why it cannot be told."""

    NOT_AVAILABLE = "not_available"
    NO_FACE = "no_face"
    NO_DIGITS = "no_digits"
    ILLEGIBLE = "illegible"


@dataclass(frozen=True)
class ChallengeResult:
    """Whether the digits asked for are in the picture beside a face, or why that cannot be told."""

    shown: ChallengeOutcome
    reason: ChallengeReason | None = None


def challenge() -> str:
    """Four digits that nobody can know before they are asked for."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def available() -> bool:
    """Whether the desk can check a challenge by itself."""
    return ocr.available() and faces.available()


def check_challenge(selfie: bytes, asked: str) -> ChallengeResult:
    """Look for the digits in a clean picture, and for a face; wrong only if other digits are plainly written."""
    if not available():
        return _cannot_tell(ChallengeReason.NOT_AVAILABLE)
    if not faces.prominent(faces.decoded(selfie)[0]):
        return _cannot_tell(ChallengeReason.NO_FACE)
    lines = ocr.read_lines(selfie)
    return judged([(line.text, line.sureness) for line in lines], asked)


def judged(lines: list[tuple[str, float]], asked: str) -> ChallengeResult:
    """What the lines read, each with how sure the reader is (0 to 1), say about the digits asked for."""
    numbers = [(_digits(text), sureness) for text, sureness in lines]
    if any(number == asked and sureness >= SURE for number, sureness in numbers):
        return ChallengeResult(ChallengeOutcome.SHOWN)
    if any(len(number) == LENGTH and sureness >= SURE for number, sureness in numbers):
        return ChallengeResult(ChallengeOutcome.WRONG)
    found = any(number for number, _ in numbers)
    return _cannot_tell(ChallengeReason.ILLEGIBLE if found else ChallengeReason.NO_DIGITS)


def _digits(text: str) -> str:
    """The line's digits if it holds nothing else but spaces and dots, as between digits written one by one."""
    bare = re.sub(r"[\s.·,-]", "", text)
    return bare if bare.isascii() and bare.isdigit() else ""


def _cannot_tell(reason: ChallengeReason) -> ChallengeResult:
    return ChallengeResult(ChallengeOutcome.CANNOT_TELL, reason)
