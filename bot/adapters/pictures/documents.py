"""Reads the ID cards and driving licences in a photo: advice to the reviewer, never a decision.

Only a number with a valid check digit (GB 11643) is used: on synthetic cards the OCR often read nothing and sometimes
a wrong digit, but never a wrong number with a valid check digit. A name counts only as a whole: a longer one that
contains it is somebody else's. The text that was read does not leave the sandbox, only whose documents they are.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from bot.adapters.pictures import ocr

QUARTERS = (0, 1, 3)
_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
# What stands before and behind a name in the same line of an ID card or a driving licence.
_LABEL = re.compile(r"(?:姓?名(?:name)?|name)[:：]?", re.IGNORECASE)
_BEHIND = re.compile(r"(?:name|性别|sex|民族|国籍|nationality|出生).*", re.IGNORECASE)


class DocumentHolder(StrEnum):
    """Whose number or name is on a document."""

    APPLICANT = "applicant"
    OWNER = "owner"
    ANOTHER = "another"


@dataclass(frozen=True)
class DocumentReading:
    """Whose ID numbers and whose names were read, each once; `available` is false if OCR is not installed."""

    numbers: tuple[DocumentHolder, ...] = ()
    names: tuple[DocumentHolder, ...] = ()
    available: bool = True


def read_document(jpeg: bytes, *, applicant: Sequence[str], owner: Sequence[str] | None = None) -> DocumentReading:
    """Read the documents in a sanitised picture, rotated by quarter turns if needed; a person is (ID number, name)."""
    if not ocr.is_available():
        return DocumentReading(available=False)
    advice = DocumentReading()
    for turns in QUARTERS:
        advice = identify_holders([line.text for line in ocr.read_lines(jpeg, turns=turns)], applicant, owner)
        if advice.numbers:
            break
    return advice


def identify_holders(
    lines: Sequence[str], applicant: Sequence[str], owner: Sequence[str] | None = None
) -> DocumentReading:
    """Return whose documents these lines of text are from, of everybody whose number or name is in them."""
    bare = [re.sub(r"\s", "", line) for line in lines]
    people = {DocumentHolder.APPLICANT: applicant} | ({DocumentHolder.OWNER: owner} if owner else {})
    numbers = {id_number: whose for whose, (id_number, _) in reversed(people.items())}
    names = {_letters(name): whose for whose, (_, name) in reversed(people.items())}
    return DocumentReading(
        _in_order(chain(_whose(numbers, _valid_numbers(bare)), _of_others(numbers, bare))),
        _in_order(whose for at in range(len(bare)) if (whose := _name_at(bare, at, names)) is not None),
    )


def _whose(numbers: Mapping[str, DocumentHolder], found: Iterator[str]) -> Iterator[DocumentHolder]:
    return (numbers.get(number, DocumentHolder.ANOTHER) for number in found)


def _of_others(numbers: Mapping[str, DocumentHolder], lines: Sequence[str]) -> Iterator[DocumentHolder]:
    """Find the numbers of passports, permits and other documents without a check digit, as they are known."""
    wanted = {re.sub(r"^[A-Z]{3}(?=.*\d.{4})", "", number): whose for number, whose in numbers.items()}
    for number, whose in wanted.items():
        alone = re.compile(
            rf"(?<![0-9A-Z]){re.escape(number)}(?:\d\d)?(?![0-9A-Z])"
        )  # Perhaps how often it was renewed.
        if len(number) not in (0, 18) and any(alone.search(line.upper()) for line in lines):
            yield whose


def _in_order(found: Iterator[DocumentHolder]) -> tuple[DocumentHolder, ...]:
    present = set(found)
    return tuple(whose for whose in DocumentHolder if whose in present)


def _name_at(lines: Sequence[str], at: int, names: dict[str, DocumentHolder]) -> DocumentHolder | None:
    """Return whose name a line is, alone or with the next one; of a name behind its label that is nobody's, another's.

    Every other line is no name.
    """
    label = _LABEL.match(lines[at])
    name = _BEHIND.sub("", lines[at][label.end() :] if label else lines[at])
    for whole in (lines[at], name, name + "".join(lines[at + 1 : at + 2])):
        if whose := names.get(_letters(whole)):
            return whose
    return DocumentHolder.ANOTHER if label and len(_letters(name)) > 1 and _letters(name).isalpha() else None


def _letters(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", name).casefold() if one.isalnum())


def _valid_numbers(lines: Sequence[str]) -> Iterator[str]:
    found = (number.upper() for line in lines for number in _NUMBER.findall(line))
    return (number for number in found if ric.calc_check_digit(number) == number[-1] and _has_birth_date(number))


def _has_birth_date(number: str) -> bool:
    """Return whether the date of birth exists. The district is not checked: the library's list is incomplete."""
    try:
        return bool(ric.get_birth_date(number))
    except InvalidComponent:
        return False
