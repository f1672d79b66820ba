"""Liveness check: the requested digits must be in the picture beside a face."""

import pytest
from PIL import Image

from bot.adapters.pictures.digit_challenge import (
    ALPHABET,
    LENGTH,
    ChallengeOutcome,
    ChallengeReason,
    ChallengeResult,
    check_challenge,
    check_lines,
    new_challenge,
)
from tests.adapters.pictures.handwriting import holding, sheet
from tests.adapters.pictures.portraits import COLLINS, HOPPER, face, jpeg

SHOWN, WRONG = ChallengeResult(ChallengeOutcome.SHOWN), ChallengeResult(ChallengeOutcome.WRONG)


def cannot_tell(reason: ChallengeReason) -> ChallengeResult:
    return ChallengeResult(ChallengeOutcome.CANNOT_TELL, reason)


def test_a_challenge_is_four_digits_that_handwriting_distinguishes() -> None:
    asked = {new_challenge() for _ in range(300)}
    assert all(len(digits) == LENGTH and set(digits) <= set(ALPHABET) for digits in asked)
    assert len(asked) > 200


@pytest.mark.parametrize(
    ("person", "digits", "seed"), [(COLLINS, "6482", 0), (HOPPER, "9532", 1), (COLLINS, "3295", 2), (HOPPER, "4985", 3)]
)
def test_handwritten_digits_are_read(person: str, digits: str, seed: int) -> None:
    assert check_challenge(holding(person, digits, seed), digits) == SHOWN


def test_other_digits_are_wrong() -> None:
    assert check_challenge(holding(COLLINS, "6482", 4), "6489") == WRONG


def test_a_face_without_digits_is_unclear() -> None:
    assert check_challenge(jpeg(face(COLLINS)), "6482") == cannot_tell(ChallengeReason.NO_DIGITS)


def test_digits_without_a_face_are_unclear() -> None:
    import random

    room = Image.new("RGB", (900, 700), (90, 100, 110))
    paper = sheet("6482", random.Random(0))
    room.paste(paper, (200, 200), paper)
    assert check_challenge(jpeg(room), "6482") == cannot_tell(ChallengeReason.NO_FACE)


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        ([("6482", 0.99)], SHOWN),
        ([("6 4 8 2", 0.9)], SHOWN),
        ([("6.4-8,2", 0.9)], SHOWN),
        ([("EXIT", 0.99), ("6482", 0.95)], SHOWN),
        ([("2846", 0.99), ("6482", 0.95)], SHOWN),
        ([("2846", 0.99)], WRONG),
        ([("6482", 0.5)], cannot_tell(ChallengeReason.ILLEGIBLE)),
        ([("648", 0.99)], cannot_tell(ChallengeReason.ILLEGIBLE)),
        ([("64821", 0.99)], cannot_tell(ChallengeReason.ILLEGIBLE)),
        ([("tel 6482", 0.99)], cannot_tell(ChallengeReason.NO_DIGITS)),
        ([("６４８２", 0.99)], cannot_tell(ChallengeReason.NO_DIGITS)),
        ([], cannot_tell(ChallengeReason.NO_DIGITS)),
    ],
)
def test_only_a_complete_reading_with_high_confidence_counts(
    lines: list[tuple[str, float]], verdict: ChallengeResult
) -> None:
    assert check_lines(lines, "6482") == verdict
