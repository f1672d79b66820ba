"""Types of cells: how each is parsed from text, and the reason for the operator if it cannot be."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo

from bot.services.values import engine_numbers, id_numbers, plates
from bot.services.values.engine_numbers import EngineReason
from bot.services.values.id_numbers import CreditCodeReason, IdReason, PhoneProblem

MAX_CHARACTERS = 200
YEARS = range(1900, 2100)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ID = {
    IdReason.EMPTY: "is empty",
    IdReason.CHARACTER: "has a character that no ID number has",
    IdReason.FIRST_GENERATION: "has 15 digits; the present number has 18",
    IdReason.LENGTH: "has to have 18 characters",
    IdReason.DATE: "holds no date of birth",
    IdReason.FUTURE: "holds a date of birth to come",
    IdReason.CHECK_CHARACTER: "does not fit its check character",
}
_CREDIT = {
    CreditCodeReason.EMPTY: "is empty",
    CreditCodeReason.CHARACTER: "has a character that no credit code has",
    CreditCodeReason.LENGTH: "has to have 18 characters",
    CreditCodeReason.CHECK_CHARACTER: "does not fit its check character",
}
_PHONE = {
    PhoneProblem.EMPTY: "is empty",
    PhoneProblem.CHARACTERS: "has characters that no phone number has",
    PhoneProblem.TOO_SHORT: "is too short",
    PhoneProblem.TOO_LONG: "is too long",
    PhoneProblem.UNKNOWN: "is no phone number; one from abroad begins with +",
    PhoneProblem.NOT_MOBILE: "is no mobile number, text messages would not arrive",
}
_ENGINE = {
    EngineReason.EMPTY: "is empty",
    EngineReason.LOOKS_LIKE: "has a letter that only looks Latin",
    EngineReason.CHARACTER: "has a character that no engine number has",
    EngineReason.TOO_SHORT: "has to have at least six characters",
}


def _words(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"has more than {MAX_CHARACTERS} characters")
    if _CONTROL.search(text):
        raise ValueError("has control characters")
    return text.strip()


def _needed(text: str) -> str:
    if not (words := _words(text)):
        raise ValueError("is empty")
    return words


def _plate(text: str) -> str:
    return _needed(plates.normalise(text))


def _id_number(text: str, info: ValidationInfo) -> str:
    today: date = (info.context or {})["today"]
    if problem := id_numbers.check_id(text, today=today):
        raise ValueError(_ID[problem.reason])
    return id_numbers.normalise_id(text)


def _credit_code(text: str) -> str:
    if problem := id_numbers.check_credit_code(text):
        raise ValueError(_CREDIT[problem.reason])
    return id_numbers.normalise_credit_code(text)


def _phone(text: str) -> str:
    if problem := id_numbers.check_phone(text):
        raise ValueError(_PHONE[problem])
    return id_numbers.normalise_phone(text) or ""


def _office_phone(text: str) -> str:
    """Parse a phone number that may be a landline: SMS codes for an organisation go to its administrator."""
    if problem := id_numbers.check_phone(text, landline=True):
        raise ValueError(_PHONE[problem])
    return id_numbers.normalise_phone(text, landline=True) or ""


def _engine_number(text: str) -> str:
    number = engine_numbers.normalise(_needed(text))
    problem = engine_numbers.check(number)
    if problem and problem.reason is not EngineReason.TOO_LONG:  # The register has the whole number.
        raise ValueError(_ENGINE[problem.reason])
    return number


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("is no day; write it as 2026-11-22") from None
    _require_year(day.year)
    return day


def _month(text: str) -> str:
    written = text.strip()
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", written, re.ASCII):
        raise ValueError("is no month; write it as 2026-11")
    _require_year(int(written[:4]))
    return written


def _require_year(year: int) -> None:
    if year not in YEARS:
        raise ValueError(f"has a year before {YEARS[0]} or after {YEARS[-1]}")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("is no moment; write it as 2026-11-22T08:30:00+08:00") from None
    if moment.tzinfo is None:
        raise ValueError("has no time zone; write it as 2026-11-22T08:30:00+08:00")
    _require_year(moment.year)
    return moment


def _fen(text: str) -> int:
    try:
        fen = Decimal(text.strip()) * 100
    except ArithmeticError:  # No number, or one with an exponent of millions.
        raise ValueError("is no amount in yuan; write it as 200 or 150.50") from None
    if not fen.is_finite() or fen < 0 or fen != fen.to_integral_value() or fen > 10_000_000_00:
        raise ValueError("has to be an amount of yuan, not negative, with at most two decimals")
    return int(fen)


def _whole(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        written = text.strip() or "0"
        if not re.fullmatch(r"\d{1,9}", written, re.ASCII) or int(written) > most:
            raise ValueError(f"has to be a whole number from 0 to {most}")
        return int(written)

    return read


def _yes_or_no(text: str) -> bool:
    if text.strip().lower() not in ("yes", "no", ""):
        raise ValueError("has to be yes or no")
    return text.strip().lower() == "yes"


def _telegram_id(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,15}", text.strip(), re.ASCII):
        raise ValueError("is no Telegram id: a whole number; @userinfobot tells people their own")
    return int(text)


def _or_nothing(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: read(text) if text.strip() else None


def _or_empty(read: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: read(text) if text.strip() else ""


# A moment has a time zone; `Yuan` is written in yuan and parsed to whole fen; a month stays text, as it is stored.
Text = Annotated[str, BeforeValidator(_words)]
RequiredText = Annotated[str, BeforeValidator(_needed)]
Plate = Annotated[str, BeforeValidator(_plate)]
IdNumber = Annotated[str, BeforeValidator(_id_number)]
CreditCode = Annotated[str, BeforeValidator(_credit_code)]
Phone = Annotated[str, BeforeValidator(_or_empty(_phone))]
OfficePhone = Annotated[str, BeforeValidator(_or_empty(_office_phone))]
EngineNumber = Annotated[str, BeforeValidator(_engine_number)]
Day = Annotated[date | None, BeforeValidator(_or_nothing(_day))]
Month = Annotated[str, BeforeValidator(_or_empty(_month))]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Yuan = Annotated[int, BeforeValidator(_fen)]
Points = Annotated[int, BeforeValidator(_whole(99))]
Seats = Annotated[int, BeforeValidator(_whole(200))]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
TelegramId = Annotated[int, BeforeValidator(_telegram_id)]
