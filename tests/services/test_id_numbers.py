"""ID numbers, credit codes and phone numbers: validation and normalisation."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from bot.services.values import id_numbers
from bot.services.values.id_numbers import CreditCodeProblem, CreditCodeReason, IdProblem, IdReason, PhoneProblem

TODAY = date(2026, 11, 22)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(area: str, born: date, order: int) -> str:
    """Return an ID number computed with the weights of the standard, independently of the library."""
    body = f"{area}{born:%Y%m%d}{order:03d}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


@given(
    st.integers(110000, 659999),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
    st.sampled_from(" -\u3000"),
)
def test_every_number_made_by_the_standard_is_valid(area: int, born: date, order: int, separator: str) -> None:
    number = id_number(str(area), born, order)
    assert id_numbers.check_id(number, today=TODAY) is None
    assert id_numbers.birth_date(number) == born
    typed = separator.join((number[:6], number[6:14], number[14:].lower()))
    assert id_numbers.normalise_id(typed) == number


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_detected(born: date, place: int, shift: int) -> None:
    number = id_number("450903", born, 123)
    digit = "10" if number[place] == "X" else number[place]
    wrong = number[:place] + str((int(digit) + shift) % 10) + number[place + 1 :]
    assert (id_numbers.check_id(wrong, today=TODAY) is None) == (wrong == number)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", IdProblem(IdReason.EMPTY)),
        ("11010519491231002X", None),
        ("11010519491231002x", None),
        ("１１０１０５１９４９１２３１００２Ｘ", None),
        ("110105 19491231 002X", None),
        ("11010519491231002Х", IdProblem(IdReason.CHARACTER, "Х", 18)),
        ("1101051949123100X2", IdProblem(IdReason.CHARACTER, "X", 17)),
        ("11010519491231002A", IdProblem(IdReason.CHARACTER, "A", 18)),
        ("我的身份证", IdProblem(IdReason.CHARACTER, "我", 1)),
        ("110105491231002", IdProblem(IdReason.FIRST_GENERATION)),
        ("1101051949123100", IdProblem(IdReason.LENGTH)),
        ("1101051949123100211", IdProblem(IdReason.LENGTH)),
        ("110105194902290021", IdProblem(IdReason.DATE)),
        ("110105194913310021", IdProblem(IdReason.DATE)),
        ("110105000001010021", IdProblem(IdReason.DATE)),
        ("110105189912310021", IdProblem(IdReason.DATE)),
        ("110105202611230021", IdProblem(IdReason.FUTURE)),
        ("110105194912310021", IdProblem(IdReason.CHECK_CHARACTER, "1", 18)),
    ],
)
def test_each_mistake_in_an_id_number_has_its_own_reason(typed: str, problem: IdProblem | None) -> None:
    assert id_numbers.check_id(typed, today=TODAY) == problem


def test_a_leap_day_is_a_date_of_birth_only_in_leap_years() -> None:
    assert id_numbers.birth_date("450903200002290011") == date(2000, 2, 29)
    assert id_numbers.birth_date("450903190002290011") is None


@pytest.mark.parametrize(
    ("born", "age", "reached"),
    [
        (date(2000, 5, 1), 18, date(2018, 5, 1)),
        (date(2000, 2, 29), 18, date(2018, 3, 1)),
        (date(2000, 2, 29), 20, date(2020, 2, 29)),
        (date(2000, 2, 29), 0, date(2000, 2, 29)),
    ],
)
def test_an_age_is_reached_on_the_birthday(born: date, age: int, reached: date) -> None:
    assert id_numbers.birthday(born, age) == reached


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("91110000600037341L", None),
        ("9111 0000 6000 3734 1l", None),
        ("", CreditCodeProblem(CreditCodeReason.EMPTY)),
        ("91110000600037341M", CreditCodeProblem(CreditCodeReason.CHECK_CHARACTER, "M", 18)),
        ("9111000060003734", CreditCodeProblem(CreditCodeReason.LENGTH)),
        ("9111000O600037341L", CreditCodeProblem(CreditCodeReason.CHARACTER, "O", 8)),
        ("9111000A600037341L", CreditCodeProblem(CreditCodeReason.CHARACTER, "A", 8)),
        ("91110000600037341S", CreditCodeProblem(CreditCodeReason.CHARACTER, "S", 18)),
        ("91110000公00037341L", CreditCodeProblem(CreditCodeReason.CHARACTER, "公", 9)),
        ("A1110000600037341L", CreditCodeProblem(CreditCodeReason.CHECK_CHARACTER, "L", 18)),
    ],
)
def test_each_mistake_in_a_credit_code_has_its_own_reason(typed: str, problem: CreditCodeProblem | None) -> None:
    assert id_numbers.check_credit_code(typed) == problem


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13812345678", "+8613812345678"),
        ("138 1234 5678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("8613812345678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("(+86)13812345678", "+8613812345678"),
        ("+85261234567", "+85261234567"),
        ("19912345678", "+8619912345678"),
        ("17012345678", "+8617012345678"),
        ("1381234567", None),
        ("010-12345678", None),
        ("1381234CALL", None),
        ("hello", None),
        ("", None),
    ],
)
def test_a_phone_is_stored_in_one_form(typed: str, stored: str | None) -> None:
    assert id_numbers.normalise_phone(typed) == stored
    assert (id_numbers.check_phone(typed) is None) == (stored is not None)


@pytest.mark.parametrize(
    ("contact", "stored"),
    [("85261234567", "+85261234567"), ("8613812345678", "+8613812345678"), ("+8613812345678", "+8613812345678")],
)
def test_the_number_of_a_contact_needs_no_plus(contact: str, stored: str) -> None:
    assert id_numbers.normalise_phone(contact, international=True) == stored


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", PhoneProblem.EMPTY),
        ("  ", PhoneProblem.EMPTY),
        ("138123456７a", PhoneProblem.CHARACTERS),
        ("我的手机", PhoneProblem.CHARACTERS),
        ("1381234567", PhoneProblem.TOO_SHORT),
        ("138123456789", PhoneProblem.TOO_LONG),
        ("+8613812", PhoneProblem.TOO_SHORT),
        ("1", PhoneProblem.UNKNOWN),
        ("12012345678", PhoneProblem.UNKNOWN),
        ("077112345678901234567", PhoneProblem.UNKNOWN),
        ("0771-5551234", PhoneProblem.NOT_MOBILE),
        ("+999123456789", PhoneProblem.UNKNOWN),
        ("+88804567890", PhoneProblem.UNKNOWN),  # Of Telegram itself.
    ],
)
def test_each_mistake_in_a_phone_has_its_own_reason(typed: str, problem: PhoneProblem) -> None:
    assert id_numbers.check_phone(typed) is problem


@given(st.text(max_size=30), st.booleans())
def test_any_text_can_be_checked(text: str, international: bool) -> None:
    id_numbers.check_id(text, today=TODAY)
    id_numbers.check_credit_code(text)
    stored = id_numbers.normalise_phone(text, international=international)
    assert (id_numbers.check_phone(text, international=international) is None) == (stored is not None)
