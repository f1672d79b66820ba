"""Reading the ID card or driving licence in a photo: advice to the reviewer, never a decision.

Only a number that passes its check digit (GB 11643) is trusted: measured on synthetic cards the reader often reads
nothing and now and then a wrong digit, but never a wrong number that passes. What was read does not leave the
laboratory, only whose it is.
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
    """Whose number or name stands on the document."""

    APPLICANT = "applicant"
    OWNER = "owner"
    ANOTHER = "another"
    ILLEGIBLE = "illegible"


@dataclass(frozen=True)
class DocumentReading:
    """Advice: whose ID number and whose name was read; `available` is false where texts cannot be read at all."""

    number: DocumentHolder
    name: DocumentHolder
    available: bool = True


def available() -> bool:
    """Whether documents can be read here."""
    return ocr.available()


def read_document(jpeg: bytes, *, applicant: Sequence[str], owner: Sequence[str] | None = None) -> DocumentReading:
    """Read the document in a clean picture, turned by quarters if need be; each person is (ID number, name)."""
    if not available():
        return DocumentReading(DocumentHolder.ILLEGIBLE, DocumentHolder.ILLEGIBLE, available=False)
    advice = DocumentReading(DocumentHolder.ILLEGIBLE, DocumentHolder.ILLEGIBLE)
    for turns in QUARTERS:
        advice = judged([line.text for line in ocr.read_lines(jpeg, turns=turns)], applicant, owner)
        if advice.number is not DocumentHolder.ILLEGIBLE:
            break
    return advice


def judged(lines: Sequence[str], applicant: Sequence[str], owner: Sequence[str] | None = None) -> DocumentReading:
    """Whose document these lines come from; the applicant's where both would do."""
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
    return (number for number in found if ric.calc_check_digit(number) == number[-1] and _is_born(number))


def _is_born(number: str) -> bool:
    """Whether the date of birth exists; the place is not asked, for the library's list of districts has gaps."""
    try:
        return bool(ric.get_birth_date(number))
    except InvalidComponent:
        return False
