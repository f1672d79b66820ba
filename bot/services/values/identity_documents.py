"""Numbers of identity documents: recognised by their shape or by a type written before them, and checked.

The documents are those by which 机动车登记规定 and 机动车驾驶证申领和使用规定 let people prove who they are. A number
is stored with its type, `taiwan_permit:12345678`, so that the same digits of two documents are two people. The numbers
of 18 digits stand alone: their first digits say which document they are of.

Check rules: GB 11643 for all numbers of 18 digits (also the residence permits 81, 82, 83 and, since December 2023, the
foreigners' card that begins with 9); a date of birth that exists, where there is one; the shape of all others, for
which no check character is published. What counts how often a permit was renewed is left out: it changes, the number
does not.
"""

import re
from collections.abc import Callable
from datetime import date

from babel.core import get_global

from bot.services.values import id_numbers, text_cleaning
from bot.services.values.document_types import NAMES, DocumentType as DocumentType
from bot.services.values.id_numbers import IdProblem, IdReason

# Territories of China have documents of their own.
_NO_FOREIGN = frozenset({"CHN", "HKG", "MAC", "TWN"})
# ISO 3166-1 without the codes for own use, and those that ICAO 9303 adds: the United Nations, refugees and others.
_OWN_USE = re.compile("AA|Q[M-Z]|X|ZZ")
_ISO = (code for code in get_global("territory_aliases") if re.fullmatch("[A-Z]{3}", code) and not _OWN_USE.match(code))
_STATELESS = (f"XX{kind}" for kind in "ABCX")
_ICAO = ("EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "RKS", "UNA", "UNK", "UNO", "XOM", *_STATELESS)
_COUNTRIES = frozenset((*_ISO, *_ICAO))
_OF_18 = {
    "81": DocumentType.HONG_KONG_RESIDENCE,
    "82": DocumentType.MACAU_RESIDENCE,
    "83": DocumentType.TAIWAN_RESIDENCE,
}
_NUMBERS_OF_18 = (DocumentType.RESIDENT_CARD, *_OF_18.values(), DocumentType.FOREIGNER_CARD)
_PLAIN_18 = re.compile(r"\d{17}[\dXx]", re.ASCII)  # As nearly all of a large file are.
_IN_TEXT = re.compile(r"(?<![0-9A-Z])(?:[A-Z]{3}\d{12}|[HM]\d{8}(?:\d{2})?)(?![0-9A-Z])")
_PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{5,11}")
# Behind the 9 stands the number of the province that has taken the application.
_FOREIGNER = re.compile(r"9(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])")
_WRITTEN = sorted(
    {name for names in NAMES.values() for name in names} | {kind.value.upper() for kind in DocumentType},
    key=len,
    reverse=True,
)
_NAMED = re.compile(
    rf"({'|'.join(map(re.escape, _WRITTEN))})(?:\s*(?:号码|号|NO\.?|NUMBER))?(?:[\s:]+|(?<=[^A-Z])|(?=\d))"
)
_MILITARY = re.compile(r"(?P<arm>[\u4e00-\u9fff]{1,4}?)(?P<sign>字?第?)(?P<digits>[0-9A-Z]{4,10})号?")


def parse(text: str, *, today: date) -> str | IdProblem:
    """Return the number of a document as it is stored, or the first thing wrong with it.

    Its type may stand before the number: in Chinese, in English, or as it is stored.
    """
    if _PLAIN_18.fullmatch(text):
        return _of_18(text.upper(), today=today, kinds=())
    kinds, number = _split(text)
    if not number:
        return IdProblem(IdReason.EMPTY)
    shapes = {kind: _SHAPES[kind] for kind in kinds} if kinds else _RECOGNISED
    for kind, shape in shapes.items():
        if (found := shape(number)) is not None:
            return _checked(kind, found, today=today)
    is_latin = number[0].isascii() and number[0].isalpha()
    if (DocumentType.FOREIGN_PASSPORT in kinds or (is_latin and not kinds)) and _PASSPORT.fullmatch(number):
        return IdProblem(IdReason.COUNTRY)
    if is_latin or (kinds and not set(kinds) & set(_NUMBERS_OF_18)):
        return IdProblem(IdReason.DOCUMENT)
    return _of_18(number, today=today, kinds=kinds)


def normalise(text: str) -> str:
    """Return a document's number as it is stored, or another number without spaces and dashes; nothing is checked."""
    found = parse(text, today=date.max)
    return found if isinstance(found, str) else id_numbers.normalise_id(text)


def type_of(stored: str) -> DocumentType:
    """Return which document a stored number is of."""
    kind, colon, _ = stored.partition(":")
    if colon:
        return DocumentType(kind)
    if _FOREIGNER.match(stored):
        return DocumentType.FOREIGNER_CARD
    return _OF_18.get(stored[:2], DocumentType.RESIDENT_CARD)


def bare(stored: str) -> str:
    """Return a stored number as it stands on the document."""
    return stored.rpartition(":")[2]


def as_written(stored: str) -> str:
    """Return a stored number as `parse` reads it again: bare if its shape says what it is."""
    return bare(stored) if parse(bare(stored), today=date.max) == stored else stored


def birth_date(stored: str, *, today: date) -> date | None:
    """Return the date of birth that a stored number carries, if it carries one.

    Of the two digits for the year of the former foreigners' card the last year that is not in the future is meant.
    """
    if ":" not in stored:
        return id_numbers.birth_date(stored)
    return _short_date(bare(stored)[7:13], today) if type_of(stored) is DocumentType.FORMER_FOREIGNER_CARD else None


def carries_birth_date(stored: str) -> bool:
    """Return whether a stored number carries the date of birth, so that none has to be known besides."""
    return birth_date(stored, today=date.max) is not None


def is_in(text: str, *, today: date) -> bool:
    """Return whether a number that only an identity document has occurs anywhere in a text.

    Passports and the permits of eight digits are not looked for: plates, phones and engine numbers look like them.
    """
    found = _IN_TEXT.findall(text_cleaning.unify(text))
    return id_numbers.contains_id(text, today=today) or any(isinstance(parse(each, today=today), str) for each in found)


def kinds_named(name: str) -> tuple[DocumentType, ...]:
    """Return the types that a name may mean, as a register or a person writes it; none if it is unknown."""
    written = re.sub(r"[\s_]+", " ", text_cleaning.unify(name)).strip()
    return tuple(kind for kind in DocumentType if written in (*NAMES[kind], kind.value.replace("_", " ").upper()))


def _split(text: str) -> tuple[tuple[DocumentType, ...], str]:
    """Return the types that are named before a number, and the number."""
    written = text_cleaning.unify(text).replace("：", ":").strip()
    found = _NAMED.match(written)
    return (kinds_named(found[1]), _number(written[found.end() :])) if found else ((), _number(written))


def _number(text: str) -> str:
    return re.sub(r"[()<>]", "", text_cleaning.compact(text))


def _checked(kind: DocumentType, number: str, *, today: date) -> str | IdProblem:
    if kind is DocumentType.FORMER_FOREIGNER_CARD and _short_date(number[7:13], today) is None:
        return IdProblem(IdReason.DOCUMENT)
    return f"{kind.value}:{number}"


def _of_18(number: str, *, today: date, kinds: tuple[DocumentType, ...]) -> str | IdProblem:
    if problem := id_numbers.check_id(number, today=today):
        return problem
    return number if not kinds or type_of(number) in kinds else IdProblem(IdReason.DOCUMENT)


def _short_date(digits: str, today: date) -> date | None:
    for century in (2000, 1900):
        try:
            born = date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
        except ValueError:
            continue
        if born <= today:
            return born
    return None


def _shape(pattern: str, *, kept: int | None = None) -> Callable[[str], str | None]:
    """Return a function that returns the first characters of a number of this shape."""
    return lambda number: number[:kept] if re.fullmatch(pattern, number) else None


def _former_foreigner_card(number: str) -> str | None:
    return number if re.fullmatch(r"[A-Z]{3}\d{12}", number) and number[:3] in _COUNTRIES - _NO_FOREIGN else None


def _foreign_passport(number: str) -> str | None:
    if not re.fullmatch(r"[A-Z]{3}(?=.*\d)[A-Z0-9]{5,11}", number):
        return None
    return number if number[:3] in _COUNTRIES - _NO_FOREIGN else None


def _military_card(number: str) -> str | None:
    found = _MILITARY.fullmatch(number)
    return f"{found['arm']}字第{found['digits']}号" if found else None


def _nothing(number: str) -> None:
    return None


_SHAPES: dict[DocumentType, Callable[[str], str | None]] = {
    **dict.fromkeys(_NUMBERS_OF_18, _nothing),
    DocumentType.FORMER_FOREIGNER_CARD: _former_foreigner_card,
    DocumentType.HONG_KONG_MACAU_PERMIT: _shape(r"[HM]\d{8}(?:\d{2})?", kept=9),
    DocumentType.TAIWAN_PERMIT: _shape(r"\d{8}(?:\d{2}[A-Z]?)?", kept=8),
    # E and G: ordinary; D, S, P: diplomatic, service, public affairs.
    DocumentType.CHINESE_PASSPORT: _shape(r"E[0-9A-HJ-NP-Z]\d{7}|G\d{8}|[DSP]E?\d{7,8}"),
    DocumentType.TRAVEL_DOCUMENT: _shape(r"L\d{8}"),
    DocumentType.FOREIGN_PASSPORT: _foreign_passport,
    DocumentType.DIPLOMATIC_CARD: _shape(r"(?=.*\d)[A-Z0-9]{4,12}"),
    DocumentType.MILITARY_CARD: _military_card,
}
# What is recognised without a name: not a diplomatic card, and of the others what nothing else looks like.
_RECOGNISED = {kind: shape for kind, shape in _SHAPES.items() if kind is not DocumentType.DIPLOMATIC_CARD} | {
    DocumentType.TAIWAN_PERMIT: _shape(r"\d{8}|\d{10}[A-Z]", kept=8),
    DocumentType.MILITARY_CARD: lambda number: _military_card(number) if "第" in number else None,
}
