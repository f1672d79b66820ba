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
from bot.adapters.pictures.digit_lines import DigitLine
from tests.adapters.pictures.handwriting import holding, sheet, typed
from tests.adapters.pictures.portraits import COLLINS, HOPPER, face, jpeg, turned

SHOWN = ChallengeResult(ChallengeOutcome.SHOWN)


def cannot_tell(reason: ChallengeReason) -> ChallengeResult:
    return ChallengeResult(ChallengeOutcome.CANNOT_TELL, reason)


def unsure(reason: ChallengeReason) -> ChallengeResult:
    return ChallengeResult(ChallengeOutcome.UNSURE, reason)


def test_a_challenge_is_four_digits_that_handwriting_distinguishes() -> None:
    asked = {new_challenge() for _ in range(300)}
    assert all(len(digits) == LENGTH and set(digits) <= set(ALPHABET) for digits in asked)
    assert len(asked) > 200


@pytest.mark.parametrize(
    ("person", "digits", "seed"), [(COLLINS, "6482", 0), (HOPPER, "9532", 1), (COLLINS, "3295", 2), (HOPPER, "4985", 3)]
)
def test_handwritten_digits_are_read(person: str, digits: str, seed: int) -> None:
    assert check_challenge(holding(person, digits, seed), digits) == SHOWN


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_photo_in_any_turn_is_read(turns: int) -> None:
    assert check_challenge(turned(holding(COLLINS, "6482", 0), turns), "6482") == SHOWN


def test_other_digits_are_for_people() -> None:
    assert check_challenge(holding(COLLINS, "6482", 4), "6489") == unsure(ChallengeReason.WRONG_DIGITS)


@pytest.mark.parametrize("on_paper", [True, False])
def test_typed_digits_are_for_people(on_paper: bool) -> None:
    assert check_challenge(typed(COLLINS, "6482", on_paper=on_paper), "6482") == unsure(ChallengeReason.TYPED)


def test_a_face_without_digits_is_unclear() -> None:
    assert check_challenge(jpeg(face(COLLINS)), "6482") == cannot_tell(ChallengeReason.NO_DIGITS)


def test_digits_without_a_face_are_unclear() -> None:
    import random

    room = Image.new("RGB", (900, 700), (90, 100, 110))
    paper = sheet("6482", random.Random(0))
    room.paste(paper, (200, 200), paper)
    assert check_challenge(jpeg(room), "6482") == cannot_tell(ChallengeReason.NO_FACE)


def line(likelihood: float, likeliest: str = "6482", is_typed: bool | None = False) -> DigitLine:
    return DigitLine(likelihood, likeliest, is_typed)


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        ([line(0.99)], SHOWN),
        ([line(0.02, "6432")], SHOWN),
        ([line(0.0, ""), line(0.9)], SHOWN),
        ([line(0.0, "2846"), line(0.9)], SHOWN),
        ([line(0.9, is_typed=True), line(0.9)], SHOWN),
        ([line(0.9, is_typed=True)], unsure(ChallengeReason.TYPED)),
        ([line(0.9, is_typed=None)], unsure(ChallengeReason.ILLEGIBLE)),
        ([line(0.019, "6432")], unsure(ChallengeReason.WRONG_DIGITS)),
        ([line(0.0, "648")], unsure(ChallengeReason.ILLEGIBLE)),
        ([line(0.0, "64822")], unsure(ChallengeReason.ILLEGIBLE)),
        ([line(0.0, "64")], cannot_tell(ChallengeReason.NO_DIGITS)),
        ([], cannot_tell(ChallengeReason.NO_DIGITS)),
    ],
)
def test_only_handwritten_digits_that_are_likely_the_asked_ones_count(
    lines: list[DigitLine], verdict: ChallengeResult
) -> None:
    assert check_lines(lines) == verdict
