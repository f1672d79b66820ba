"""Reads the ID card or driving licence in a photo: advice to the reviewer, never a decision.

Only a number with a valid check digit (GB 11643) is used: on synthetic cards the OCR often read nothing and sometimes
a wrong digit, but never a wrong number with a valid check digit. The text that was read does not leave the sandbox,
only whose document it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from bot.adapters.pictures import ocr

QUARTERS = (0, 1, 3)
_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


class DocumentHolder(StrEnum):
    """Whose number or name is on the document."""

    APPLICANT = "applicant"
    OWNER = "owner"
    ANOTHER = "another"
    ILLEGIBLE = "illegible"


@dataclass(frozen=True)
class DocumentReading:
    """Whose ID number and whose name was read; `available` is false if OCR is not installed."""

    number: DocumentHolder
    name: DocumentHolder
    available: bool = True


def read_document(jpeg: bytes, *, applicant: Sequence[str], owner: Sequence[str] | None = None) -> DocumentReading:
    """Read the document in a sanitised picture, rotated by quarter turns if needed; a person is (ID number, name)."""
    if not ocr.is_available():
        return DocumentReading(DocumentHolder.ILLEGIBLE, DocumentHolder.ILLEGIBLE, available=False)
    advice = DocumentReading(DocumentHolder.ILLEGIBLE, DocumentHolder.ILLEGIBLE)
    for turns in QUARTERS:
        advice = identify_holder([line.text for line in ocr.read_lines(jpeg, turns=turns)], applicant, owner)
        if advice.number is not DocumentHolder.ILLEGIBLE:
            break
    return advice


def identify_holder(
    lines: Sequence[str], applicant: Sequence[str], owner: Sequence[str] | None = None
) -> DocumentReading:
    """Return whose document these lines of text are from; the applicant's if both match."""
    bare = [re.sub(r"\s", "", line) for line in lines]
    numbers = set(_valid_numbers(bare))
    people = {DocumentHolder.APPLICANT: applicant} | ({DocumentHolder.OWNER: owner} if owner else {})
    number = next((whose for whose, (id_number, _) in people.items() if id_number in numbers), None)
    name = next((whose for whose, (_, name) in people.items() if any(name in line for line in bare)), None)
    return DocumentReading(
        number or (DocumentHolder.ANOTHER if numbers else DocumentHolder.ILLEGIBLE), name or DocumentHolder.ILLEGIBLE
    )


def _valid_numbers(lines: Sequence[str]) -> Iterator[str]:
    found = (number.upper() for line in lines for number in _NUMBER.findall(line))
    return (number for number in found if ric.calc_check_digit(number) == number[-1] and _has_birth_date(number))


def _has_birth_date(number: str) -> bool:
    """Return whether the date of birth exists. The district is not checked: the library's list is incomplete."""
    try:
        return bool(ric.get_birth_date(number))
    except InvalidComponent:
        return False
