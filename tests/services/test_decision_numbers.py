"""Decision numbers: making, validation, and the check rule of the authority."""

import pytest
from hypothesis import given, strategies as st

from bot.services.values import decision_numbers
from bot.services.values.decision_numbers import DecisionProblem, DecisionReason


@pytest.mark.parametrize(
    ("serial", "number"),
    [(0, "4509031000000001"), (1, "4509031000000012"), (12345678, "4509031123456785"), (9, "450903100000009X")],
)
def test_the_usual_check_character_is_the_last_nine_digits_modulo_eleven(serial: int, number: str) -> None:
    assert decision_numbers.make("450903", "1", serial) == number
    assert "0123456789X".index(number[-1]) == int(number[6:15]) % 11


@given(
    st.integers(0, 999_999),
    st.integers(0, 9),
    st.integers(0, 99_999_999),
    st.sampled_from(sorted(decision_numbers.RULES)),
)
def test_a_generated_decision_number_is_valid(authority: int, kind: int, serial: int, name: str) -> None:
    rule = decision_numbers.RULES[name]
    number = decision_numbers.make(f"{authority:06d}", str(kind), serial, rule)
    assert len(number) == 16
    assert decision_numbers.check(number, rule) is None
    assert decision_numbers.check(f" {number[:6]}-{number[6:].lower()} ", rule) is None


@given(st.integers(0, 99_999_999), st.integers(6, 15), st.integers(1, 9))
def test_a_wrong_digit_in_the_last_nine_is_detected(serial: int, place: int, shift: int) -> None:
    number = decision_numbers.make("450903", "1", serial)
    old = "0123456789X".index(number[place])
    wrong = number[:place] + str((old + shift) % 10) + number[place + 1 :]
    assert (decision_numbers.check(wrong) is None) == (wrong == number)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", DecisionProblem(DecisionReason.EMPTY)),
        ("450903100000001", DecisionProblem(DecisionReason.LENGTH)),
        ("45090310000000122", DecisionProblem(DecisionReason.LENGTH)),
        ("45090X1000000012", DecisionProblem(DecisionReason.CHARACTER, "X", 6)),
        ("450903100000009Х", DecisionProblem(DecisionReason.CHARACTER, "Х", 16)),
        ("450903١000000012", DecisionProblem(DecisionReason.CHARACTER, "١", 7)),
        ("4509031000000013", DecisionProblem(DecisionReason.CHECK_CHARACTER, "3", 16)),
    ],
)
def test_each_mistake_has_its_own_reason(typed: str, problem: DecisionProblem) -> None:
    assert decision_numbers.check(typed) == problem


@pytest.mark.parametrize(
    ("authority", "name"),
    [("450903", "iso-7064"), ("450100", "all-fifteen"), ("451200", "all-fifteen"), ("440100", "last-nine")],
)
def test_the_longest_prefix_of_the_authority_selects_the_rule(authority: str, name: str) -> None:
    overrides = {"45": "all-fifteen", "450903": "iso-7064"}
    assert decision_numbers.rule_for(authority, overrides) is decision_numbers.RULES[name]


@pytest.mark.parametrize(
    ("text", "overrides"),
    [
        ("", {}),
        ("45=all-fifteen", {"45": "all-fifteen"}),
        ("45=all-fifteen, 450903=iso-7064", {"45": "all-fifteen", "450903": "iso-7064"}),
        ("45", None),
        ("45=unheard-of", None),
        ("桂=last-nine", None),
        ("4509031=last-nine", None),
    ],
)
def test_overrides_are_parsed_from_one_line(text: str, overrides: dict[str, str] | None) -> None:
    assert decision_numbers.parse_overrides(text) == overrides


@pytest.mark.parametrize(
    ("authority", "kind", "serial"),
    [("45090", "1", 1), ("450903", "12", 1), ("450903", "1", 10**8), ("45090A", "1", 1), ("450903", "1", -1)],
)
def test_a_part_of_the_wrong_length_is_rejected(authority: str, kind: str, serial: int) -> None:
    with pytest.raises(ValueError, match="No decision number"):
        decision_numbers.make(authority, kind, serial)
