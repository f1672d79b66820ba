"""ID numbers (居民身份证号), unified social credit codes and phone numbers: normalisation and validation.

Sources: GB 11643 (ID number), GB 32100 (unified social credit code), E.164 (phones).
"""

import re
from datetime import date
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType
from stdnum.cn import ric, uscc

from bot.services.values import text_cleaning
from bot.services.values.problem import Problem

_OLDEST_YEAR = 1900
_TELEGRAM_NUMBERS = 888  # The country code of numbers that Telegram sells; no network has them.
# In a lookahead, so that a number is also found behind other digits. Blanks, dashes and line breaks may divide it.
_ID_IN_TEXT = re.compile(r"(?<![0-9A-Z])(?=((?:[0-9][\W_]{0,3}){17}[0-9X])(?![0-9A-Z]))")
# One with a wrong digit, or one too few or too many, around a date of birth; divided by as little as above.
_BETWEEN = r"[\W_]{0,3}"
_MISTYPED_IN_TEXT = re.compile(
    rf"(?<![0-9A-Z])(?=(?:[0-9]{_BETWEEN}){{16,18}}[0-9X](?![0-9A-Z]))(?:[0-9]{_BETWEEN}){{5,7}}"
    rf"(?:1{_BETWEEN}9|2{_BETWEEN}0){_BETWEEN}[0-9]{_BETWEEN}[0-9]{_BETWEEN}"
    rf"(?:0{_BETWEEN}[1-9]|1{_BETWEEN}[0-2]){_BETWEEN}(?:0{_BETWEEN}[1-9]|[12]{_BETWEEN}[0-9]|3{_BETWEEN}[01])"
)


class IdReason(StrEnum):
    """What can be wrong with a typed ID number."""

    EMPTY = "empty"
    CHARACTER = "character"
    FIRST_GENERATION = "first_generation"
    LENGTH = "length"
    DATE = "date"
    FUTURE = "future"
    CHECK_CHARACTER = "check_character"
    COUNTRY = "country"
    DOCUMENT = "document"


IdProblem = Problem[IdReason]


class CreditCodeReason(StrEnum):
    """What can be wrong with a typed credit code."""

    EMPTY = "empty"
    CHARACTER = "character"
    LENGTH = "length"
    CHECK_CHARACTER = "check_character"


CreditCodeProblem = Problem[CreditCodeReason]


class PhoneProblem(StrEnum):
    """What can be wrong with a typed phone number."""

    EMPTY = "empty"
    CHARACTERS = "characters"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    UNKNOWN = "unknown"
    NOT_MOBILE = "not_mobile"


def normalise_id(text: str) -> str:
    """Return the ID number as it is stored: half width, upper case X, without spaces and dashes."""
    return text_cleaning.compact(text)


def check_id(text: str, *, today: date) -> IdProblem | None:
    """Return the first thing wrong with an ID number, or None.

    The area code is not checked: areas were renamed and merged, and numbers with old codes stay valid.
    """
    number = normalise_id(text)
    if not number:
        return IdProblem(IdReason.EMPTY)
    if problem := _wrong_character(number):
        return problem
    if len(number) != 18:
        return IdProblem(IdReason.FIRST_GENERATION if len(number) == 15 else IdReason.LENGTH)
    if (born := birth_date(number)) is None:
        return IdProblem(IdReason.DATE)
    if born > today:
        return IdProblem(IdReason.FUTURE)
    if number[-1] != ric.calc_check_digit(number):
        return IdProblem(IdReason.CHECK_CHARACTER, number[-1], 18)
    return None


def contains_id(text: str, *, today: date) -> bool:
    """Return whether an ID number occurs anywhere in a text, also divided by blanks, dashes or line breaks.

    Also one with a mistake in it, if its date of birth can be one: it says hardly less about a person.
    """
    unified = text_cleaning.unify(text)
    is_valid = any(check_id(number, today=today) is None for number in _ID_IN_TEXT.findall(unified))
    return is_valid or _MISTYPED_IN_TEXT.search(unified) is not None


def birth_date(id_number: str) -> date | None:
    """Return the date of birth in a normalised ID number of 18 characters, or None if there is no such day."""
    try:
        born = date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None
    return born if born.year >= _OLDEST_YEAR else None


def birthday(born: date, age: int) -> date:
    """Return the day on which this age is reached; in common years those born on 29 February age on 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def normalise_credit_code(text: str) -> str:
    """Return the credit code as it is stored: half width, upper case, without spaces and dashes."""
    return text_cleaning.compact(text)


def check_credit_code(text: str) -> CreditCodeProblem | None:
    """Return the first thing wrong with a credit code (GB 32100, mod 31), or None."""
    code = normalise_credit_code(text)
    if not code:
        return CreditCodeProblem(CreditCodeReason.EMPTY)
    for position, character in enumerate(code, start=1):
        if (
            not text_cleaning.is_plain(character)
            or character in "IOSVZ"
            or (3 <= position <= 8 and character.isalpha())
        ):
            return CreditCodeProblem(CreditCodeReason.CHARACTER, character, position)
    if len(code) != 18:
        return CreditCodeProblem(CreditCodeReason.LENGTH)
    if code[-1] != uscc.calc_check_digit(code[:-1]):
        return CreditCodeProblem(CreditCodeReason.CHECK_CHARACTER, code[-1], 18)
    return None


def normalise_phone(text: str, *, international: bool = False, landline: bool = False) -> str | None:
    """Return a mobile number in E.164 (`+8613812345678`), or None if it is not one. landline: also a landline number.

    A number without `+` is taken as Chinese unless it is `international`: contacts from Telegram have the country code,
    but often not the plus.
    """
    number = _parse_phone(text, international=international)
    if number is None or not (_is_mobile(number) or (landline and phonenumbers.is_valid_number(number))):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def check_phone(text: str, *, international: bool = False, landline: bool = False) -> PhoneProblem | None:
    """Return what is wrong with a phone number, None for a mobile number of any country. landline: allows these too."""
    written = text_cleaning.unify(text).strip()
    if not written:
        return PhoneProblem.EMPTY
    if not set(text_cleaning.compact(written)) <= set("+0123456789()"):
        return PhoneProblem.CHARACTERS
    number = _parse_phone(text, international=international)
    if number is None:
        return PhoneProblem.UNKNOWN
    if not phonenumbers.is_valid_number(number):
        return _invalid_phone(number)
    return None if landline or _is_mobile(number) else PhoneProblem.NOT_MOBILE


def _wrong_character(number: str) -> IdProblem | None:
    """Return the first character that is not a digit; the last of eighteen may be X."""
    for position, character in enumerate(number, start=1):
        if not (character.isascii() and character.isdigit()) and (character, position) != ("X", 18):
            return IdProblem(IdReason.CHARACTER, character, position)
    return None


def _parse_phone(text: str, *, international: bool) -> phonenumbers.PhoneNumber | None:
    written = text_cleaning.compact(text)
    if not set(written) <= set("+0123456789()"):
        return None  # The library would read letters as keys of the keypad.
    if international and not written.startswith(("+", "00")):
        written = f"+{written}"
    try:
        return phonenumbers.parse(written, "CN")
    except NumberParseException:
        return None


def _is_mobile(number: phonenumbers.PhoneNumber) -> bool:
    """Return whether SMS reach this number; an invalid number has no type."""
    return phonenumbers.number_type(number) in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def _invalid_phone(number: phonenumbers.PhoneNumber) -> PhoneProblem:
    """Return what is wrong with an invalid number; a Chinese mobile number has eleven digits.

    The numbers that Telegram sells (+888) receive no SMS, whatever their length.
    """
    if number.country_code == _TELEGRAM_NUMBERS:
        return PhoneProblem.UNKNOWN
    digits = phonenumbers.national_significant_number(number)
    if number.country_code == 86 and digits.startswith("1") and len(digits) != 11:
        return PhoneProblem.TOO_SHORT if len(digits) < 11 else PhoneProblem.TOO_LONG
    match phonenumbers.is_possible_number_with_reason(number):
        case phonenumbers.ValidationResult.TOO_SHORT:
            return PhoneProblem.TOO_SHORT
        case phonenumbers.ValidationResult.TOO_LONG:
            return PhoneProblem.TOO_LONG
        case _:
            return PhoneProblem.UNKNOWN
