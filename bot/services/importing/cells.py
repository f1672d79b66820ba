"""Types of cells: how each is parsed from text, and why it cannot be."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo

from bot import local_time
from bot.services.importing import choices, dates, spoilt_cells
from bot.services.importing.rows import CellFault
from bot.services.values import engine_numbers, id_numbers, identity_documents, names, plates, text_cleaning
from bot.services.values.id_numbers import CreditCodeReason, IdReason, PhoneProblem
from bot.services.values.plate_types import PlateType

MAX_CHARACTERS = 200
REPLACEMENT = "\ufffd"  # What programs write for bytes that they cannot read.
YEARS = range(1900, 2100)
_AMOUNT = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Chinese in UTF-8 that a program has read as Latin-1 or as Windows-1252: a letter, and two signs for each character.
_SIGNS = "\xa0-\xbf" + "".join(bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0))
# Two dashes, dots or quotation marks after such a letter are proper text: `Café——上海`.
_PUNCTUATION = "…—–‘’“”„"
_MISREAD = re.compile(rf"[\xe3-\xe9](?![{_PUNCTUATION}]{{2}})[{_SIGNS}]{{2}}")
_ID = {
    IdReason.EMPTY: "empty",
    IdReason.CHARACTER: "id-character",
    IdReason.FIRST_GENERATION: "id-first-generation",
    IdReason.LENGTH: "length-18",
    IdReason.DATE: "id-date",
    IdReason.FUTURE: "id-future",
    IdReason.CHECK_CHARACTER: "check-character",
    IdReason.COUNTRY: "id-country",
    IdReason.DOCUMENT: "id-document",
}
_CREDIT = {
    CreditCodeReason.EMPTY: "empty",
    CreditCodeReason.CHARACTER: "credit-character",
    CreditCodeReason.LENGTH: "length-18",
    CreditCodeReason.CHECK_CHARACTER: "check-character",
}
_PHONE = {
    PhoneProblem.EMPTY: "empty",
    PhoneProblem.CHARACTERS: "phone-characters",
    PhoneProblem.TOO_SHORT: "phone-too-short",
    PhoneProblem.TOO_LONG: "phone-too-long",
    PhoneProblem.UNKNOWN: "phone-unknown",
    PhoneProblem.NOT_MOBILE: "phone-not-mobile",
}


def has_control_characters(text: str) -> bool:
    """Return whether a text has characters that no cell may have."""
    return _CONTROL.search(text) is not None


def _words(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise CellFault("too-long", most=str(MAX_CHARACTERS))
    if has_control_characters(text):
        raise CellFault("control-characters")
    if REPLACEMENT in text or _MISREAD.search(text):
        raise CellFault("lost-characters")
    return text.strip()


def _needed(text: str) -> str:
    if not (words := _words(text)):
        raise CellFault("empty")
    return words


def _name(text: str) -> str:
    name = names.standard(_needed(text))
    if "?" in name or "？" in name:  # What programs write for characters that their encoding does not have.
        raise CellFault("lost-characters")
    if not names.has_letters(name) or choices.is_yes(name) is not None:
        raise CellFault("no-name")
    return name


def _plate(text: str) -> str:
    return _needed(plates.normalise(text))


def _id_number(text: str, info: ValidationInfo) -> str:
    today: date = (info.context or {})["today"]
    found = identity_documents.parse(text, today=today)
    if not isinstance(found, str):
        raise CellFault(_ID[found.reason])
    return found


def _document_type(text: str) -> str:
    if text.strip() and not identity_documents.kinds_named(text):
        raise CellFault("document-type", choices=", ".join(identity_documents.DocumentType))
    return text.strip()


def _credit_code(text: str) -> str:
    if problem := id_numbers.check_credit_code(text):
        raise CellFault(_CREDIT[problem.reason])
    return id_numbers.normalise_credit_code(text)


def _phone(text: str) -> str:
    if problem := id_numbers.check_phone(text):
        raise CellFault(_PHONE[problem])
    return id_numbers.normalise_phone(text) or ""


def _office_phone(text: str) -> str:
    """Parse a phone number that may be a landline: SMS codes for an organisation go to its administrator."""
    if problem := id_numbers.check_phone(text, landline=True):
        raise CellFault(_PHONE[problem])
    return id_numbers.normalise_phone(text, landline=True) or ""


def _marking(text: str) -> str:
    spoilt_cells.require_no_date(text)
    return _words(text)


def _engine_number(text: str) -> str:
    if engine_numbers.look_alike(number := engine_numbers.as_stamped(_marking(text))):
        raise CellFault("looks-latin")
    return number


def _day(text: str) -> date:
    day = dates.parse_day(text)
    if day is None:
        raise CellFault("day")
    _require_year(day.year)
    return day


def _month(text: str) -> str:
    spoilt_cells.require_whole_month(text)
    month = dates.parse_month(text)
    if month is None:
        raise CellFault("month")
    _require_year(int(month[:4]))
    return month


def _require_year(year: int) -> None:
    if year not in YEARS:
        raise CellFault("year", first=str(YEARS[0]), last=str(YEARS[-1]))


def _moment(text: str) -> datetime:
    moment = dates.parse_moment(text)
    if moment is None:
        raise CellFault("moment")
    _require_year(moment.year)
    if moment.tzinfo is None:  # Spreadsheets have no zones: the time is the desk's.
        return local_time.at(moment.date(), moment.time())
    return moment


def _past_moment(text: str, info: ValidationInfo) -> datetime:
    """Parse a moment of what has happened: a year typed wrong must not make it happen later."""
    moment = _moment(text)
    _require_past(local_time.date_of(moment), info)
    return moment


def _past_day(text: str, info: ValidationInfo) -> date | None:
    if not text.strip():
        return None
    day = _day(text)
    _require_past(day, info)
    return day


def _require_past(day: date, info: ValidationInfo) -> None:
    if day > (info.context or {})["today"]:
        raise CellFault("future")


def _fen(text: str) -> int:
    written = text_cleaning.unify(text).strip().removesuffix("元").strip()
    if not _AMOUNT.fullmatch(written):
        raise CellFault("amount")
    fen = Decimal(written) * 100
    if fen < 0 or fen != fen.to_integral_value() or fen > 10_000_000_00:
        raise CellFault("amount-range")
    return int(fen)


def _whole(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        written = text_cleaning.unify(text).strip().removesuffix(".0") or "0"
        if not re.fullmatch(r"\d{1,9}", written, re.ASCII) or int(written) > most:
            raise CellFault("whole-number", most=str(most))
        return int(written)

    return read


def _yes_or_no(text: str) -> bool:
    if (answer := choices.is_yes(text)) is None:
        raise CellFault("yes-or-no")
    return answer


def _telegram_id(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,15}", text.strip(), re.ASCII):
        raise CellFault("telegram-id")
    return int(text)


def _or_nothing(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: read(text) if text.strip() else None


def _or_empty(read: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: read(text) if text.strip() else ""


# A moment has a time zone; `Yuan` is written in yuan and parsed to whole fen; a month stays text, as it is stored.
Text = Annotated[str, BeforeValidator(_words)]
Marking = Annotated[str, BeforeValidator(_marking)]  # What stands on a thing, and is never a date.
RequiredText = Annotated[str, BeforeValidator(_needed)]
Name = Annotated[str, BeforeValidator(_name)]
Plate = Annotated[str, BeforeValidator(_plate)]
IdNumber = Annotated[str, BeforeValidator(_id_number)]
DocumentTypeName = Annotated[str, BeforeValidator(_document_type)]
CreditCode = Annotated[str, BeforeValidator(_credit_code)]
Phone = Annotated[str, BeforeValidator(_or_empty(_phone))]
OfficePhone = Annotated[str, BeforeValidator(_or_empty(_office_phone))]
EngineNumber = Annotated[str, BeforeValidator(_engine_number)]
Day = Annotated[date | None, BeforeValidator(_or_nothing(_day))]
Month = Annotated[str, BeforeValidator(_or_empty(_month))]
PastDay = Annotated[date | None, BeforeValidator(_past_day)]
PastMoment = Annotated[datetime, BeforeValidator(_past_moment)]
Yuan = Annotated[int, BeforeValidator(_fen)]
Points = Annotated[int, BeforeValidator(_whole(99))]
Seats = Annotated[int, BeforeValidator(_whole(200))]
Count = Annotated[int, BeforeValidator(_whole(99))]
PlateTypeCell = Annotated[PlateType, BeforeValidator(choices.plate_type)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
TelegramId = Annotated[int, BeforeValidator(_telegram_id)]
