"""Engine numbers: validation of the typed six characters."""

import pytest

from bot.services.values import engine_numbers
from bot.services.values.engine_numbers import EngineProblem, EngineReason


@pytest.mark.parametrize("typed", ["123456", "A1B2C3", "a1b2c3", " 12-34 56 ", "１２３４５６"])
def test_six_letters_and_digits_are_valid(typed: str) -> None:
    assert engine_numbers.check(typed) is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", EngineProblem(EngineReason.EMPTY)),
        (" - ", EngineProblem(EngineReason.EMPTY)),
        ("12345", EngineProblem(EngineReason.TOO_SHORT)),
        ("LJ4A1-2345678", EngineProblem(EngineReason.TOO_LONG, suggestion="345678")),
        ("12А456", EngineProblem(EngineReason.LOOKS_LIKE, "А", 3, "A")),
        ("12😀456", EngineProblem(EngineReason.CHARACTER, "😀", 3)),
        ("一二三四五六", EngineProblem(EngineReason.CHARACTER, "一", 1)),
    ],
)
def test_each_mistake_has_its_own_reason(typed: str, problem: EngineProblem) -> None:
    assert engine_numbers.check(typed) == problem


def test_the_last_six_of_a_shorter_number_are_all_of_it() -> None:
    assert engine_numbers.last_six("ab-12") == "AB12"
