"""Engine numbers: validation of the typed six characters."""

import pytest
from hypothesis import given, strategies as st

from bot.services.values import engine_numbers
from bot.services.values.engine_numbers import EngineProblem, EngineReason


@pytest.mark.parametrize(
    "typed", ["123456", "A1B2C3", "a1b2c3", " 12-34 56 ", "１２３４５６", "12345", "7", "12/34*56"]
)
def test_up_to_six_letters_and_digits_are_valid(typed: str) -> None:
    assert engine_numbers.check(typed) is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", EngineProblem(EngineReason.EMPTY)),
        (" - ", EngineProblem(EngineReason.EMPTY)),
        ("*/ ", EngineProblem(EngineReason.EMPTY)),
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


@pytest.mark.parametrize(
    ("stamped", "vin", "compared"),
    [
        ("LJ4A1/2345*678", "", "345678"),
        ("12 34", "LSVAM4187C2184841", "1234"),
        ("", "LSVAM4187C2184841", "184841"),
        ("*", "LSVAM4187C2184841", "184841"),
        ("发动机 A7", "", "A7"),
        ("", "", ""),
    ],
)
def test_the_end_of_the_vin_counts_where_there_is_no_engine_number(stamped: str, vin: str, compared: str) -> None:
    assert engine_numbers.compared(stamped, vin) == compared


@pytest.mark.parametrize(
    ("written", "stored"),
    [("ca4 /１２*3", "CA4 /12*3"), ("无", ""), ("—", ""), ("/", ""), ("N/A", ""), ("***", ""), (" 7  8 ", "7 8")],
)
def test_a_number_of_the_register_stays_as_it_is_stamped(written: str, stored: str) -> None:
    assert engine_numbers.as_stamped(written) == stored


@given(st.text("ABC123 /*-·无", max_size=12), st.text("ABC123 -", max_size=18))
def test_whoever_types_what_is_stamped_is_right(stamped: str, vin: str) -> None:
    typed = engine_numbers.compared(engine_numbers.as_stamped(stamped), vin)
    letters = [one for one in stamped if one in "ABC123"] or [one for one in vin if one in "ABC123"]
    assert typed == "".join(letters)[-6:]
    assert not typed or engine_numbers.check(typed) is None


def test_a_letter_of_another_script_is_found() -> None:
    assert engine_numbers.look_alike("12А456") == "А"
    assert engine_numbers.look_alike("一汽 12A") == ""
