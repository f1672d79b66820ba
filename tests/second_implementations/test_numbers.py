"""ID numbers, credit codes and decision numbers against check rules written from the standards."""

import random
from datetime import date, timedelta

from bot.services.values import decision_numbers, id_numbers
from bot.services.values.decision_numbers import DecisionReason
from bot.services.values.id_numbers import CreditCodeReason, IdReason

INPUTS = 10_000
TODAY = date(2026, 11, 29)
FIRST_DAY = date(1900, 1, 1)
# GB 11643, table 1; GB 32100, tables 2 and 3.
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def test_one_check_character_of_an_id_number_is_right_and_ten_are_wrong() -> None:
    source = random.Random(11643)
    for _ in range(INPUTS // 11 + 1):
        born = FIRST_DAY + timedelta(days=source.randrange((TODAY - FIRST_DAY).days))
        digits = f"{source.randrange(110000, 660000)}{born:%Y%m%d}{source.randrange(1000):03}"
        total = sum(int(digit) * weight for digit, weight in zip(digits, ID_WEIGHTS, strict=True))
        for last in ID_CHECK:
            problem = id_numbers.check_id(digits + last, today=TODAY)
            assert (problem is None) == (last == ID_CHECK[total % 11]), digits + last
            assert problem is None or problem.reason is IdReason.CHECK_CHARACTER


def test_an_id_number_has_a_day_of_birth_that_exists_and_is_not_in_the_future() -> None:
    source = random.Random(7)
    for _ in range(INPUTS):
        year, month, day = source.randrange(1890, 2035), source.randrange(14), source.randrange(33)
        digits = f"110101{year:04}{month:02}{day:02}{source.randrange(1000):03}"
        total = sum(int(digit) * weight for digit, weight in zip(digits, ID_WEIGHTS, strict=True))
        problem = id_numbers.check_id(digits + ID_CHECK[total % 11], today=TODAY)
        exists = year >= 1900 and 1 <= month <= 12 and 1 <= day <= length_of(year, month)
        if not exists:
            assert problem is not None
            assert problem.reason is IdReason.DATE
        elif (year, month, day) > (TODAY.year, TODAY.month, TODAY.day):
            assert problem is not None
            assert problem.reason is IdReason.FUTURE
        else:
            assert problem is None


def length_of(year: int, month: int) -> int:
    """Return the number of days of a month in the Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def test_one_check_character_of_a_credit_code_is_right_and_thirty_are_wrong() -> None:
    source = random.Random(32100)
    for _ in range(INPUTS // 31 + 1):
        middle = f"{source.randrange(10**6):06}"
        body = "91" + middle + "".join(source.choice(CODE_CHARACTERS) for _ in range(9))
        total = sum(
            CODE_CHARACTERS.index(character) * weight for character, weight in zip(body, CODE_WEIGHTS, strict=True)
        )
        for last in CODE_CHARACTERS:
            problem = id_numbers.check_credit_code(body + last)
            assert (problem is None) == (last == CODE_CHARACTERS[-total % 31]), body + last
            assert problem is None or problem.reason is CreditCodeReason.CHECK_CHARACTER


def test_the_check_character_of_a_decision_number_follows_the_rule_of_its_authority() -> None:
    source = random.Random(16)
    overrides = {"45": "all-fifteen", "4509": "iso-7064"}
    for _ in range(INPUTS // 11 + 1):
        authority = source.choice(["110000", "450100", "450903"])
        digits = f"{authority}1{source.randrange(10**8):08}"
        expected = {"110000": nine, "450100": fifteen, "450903": iso_7064}[authority](digits)
        for last in "0123456789X":
            problem = decision_numbers.check(digits + last, decision_numbers.rule_for(authority, overrides))
            assert (problem is None) == (last == expected), digits + last
            assert problem is None or problem.reason is DecisionReason.CHECK_CHARACTER


def nine(digits: str) -> str:
    """Return the remainder of the last nine digits by long division."""
    return remainder(digits[6:])


def fifteen(digits: str) -> str:
    """Return the remainder of all digits by long division."""
    return remainder(digits)


def remainder(digits: str) -> str:
    """Return the remainder of a division by 11, ten as X."""
    rest = 0
    for digit in digits:
        rest = (rest * 10 + int(digit)) % 11
    return "X" if rest == 10 else str(rest)


def iso_7064(digits: str) -> str:
    """Return the check character of ISO 7064 MOD 11-2: the sum with powers of two as weights is 1 modulo 11."""
    total = sum(int(digit) * pow(2, place, 11) for place, digit in enumerate(reversed(digits), start=1))
    return "0123456789X"[(1 - total) % 11]
