"""Minimum ages: from which day on a person may register or apply.

The number of their document carries the date of birth, or the register has it, or they have typed it.
"""

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import id_numbers, identity_documents, text_cleaning
from storage import audit, database
from storage.engine import outbox
from storage.register.people import Person

_FIRST = date(1900, 1, 1)
_DATE = re.compile(r"(\d{4})(?:[-/.年\s]?)(\d{1,2})(?:[-/.月\s]?)(\d{1,2})日?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.\s](\d{1,2})[-/.\s](\d{4})", re.ASCII)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_DAY_AND_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]{3})[a-z]*\.?,? (\d{4})", re.ASCII)
_MONTH_AND_DAY = re.compile(r"([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)


class TooYoungToRegister(Refusal, key="refused-too-young-to-register", offers=("menu",)):
    """The person is younger than the minimum age. Values: age, since (the day from which they may register)."""


class TooYoungToFile(Refusal, key="refused-too-young-to-file", offers=("vehicles",)):
    """The person is younger than the minimum age of applicants. Values: age, since (the day from which they may)."""


class BirthDateUnknown(Refusal, key="refused-birth-date-unknown", offers=("birthday",)):
    """Neither the person's document nor the register says how old they are. Value: age, the minimum."""


class BirthDateKnown(Refusal, key="refused-birth-date-known", offers=("offices", "menu")):
    """The date of birth is known already: from the number of the document, the register or an earlier answer."""


class InvalidBirthDate(Refusal, key="refused-bad-birth-date"):
    """Not a date of birth: no such day, in the future, or not a date."""


def require_registration_age(session: Session, id_number: str, *, now: datetime) -> None:
    """Raise TooYoungToRegister unless whoever has this (valid) number is old enough, or it does not carry their age."""
    born = identity_documents.birth_date(id_number, today=local_time.date_of(now))
    _require_registration_age(session, born, now=now)


def require_registration_age_of(session: Session, person: Person, *, now: datetime) -> None:
    """Raise TooYoungToRegister if this person, who has proven who they are, is too young by number or register."""
    _require_registration_age(session, born_on(person, now=now), now=now)


def filing_obstacles(session: Session, person: Person, *, now: datetime) -> list[Refusal]:
    """Return why this person may not apply because of their age."""
    born, age = born_on(person, now=now), rules.number(session, RuleName.FILING_AGE, at=now)
    if born is None:
        return [BirthDateUnknown(age=age)]
    since = id_numbers.birthday(born, age)
    return [TooYoungToFile(age=age, since=since)] if local_time.date_of(now) < since else []


def born_on(person: Person, *, now: datetime) -> date | None:
    """Return the date of birth that a person's number carries, or else the one on record; None if neither is known."""
    carried = identity_documents.birth_date(person.id_number, today=local_time.date_of(now))
    return carried or (date.fromisoformat(person.birth_date) if person.birth_date else None)


def has_birth_date_besides(person: Person) -> bool:
    """Return whether a date of birth is on record that can be typed again: their number carries none."""
    return person.birth_date != "" and not identity_documents.carries_birth_date(person.id_number)


def require_unknown(person: Person, *, now: datetime) -> None:
    """Raise BirthDateKnown if the date of birth of this person is known."""
    if born_on(person, now=now) is not None:
        raise BirthDateKnown


def too_young(session: Session, born: date, *, now: datetime) -> dict[str, Any] | None:
    """Return the minimum age of registration and since when this date of birth has it; None if that is over."""
    try:
        _require_registration_age(session, born, now=now)
    except TooYoungToRegister as refusal:
        return refusal.values
    return None


def declare_birth_date(session: Session, person: Person, words: str, *, now: datetime) -> date:
    """Keep the date of birth that a person has typed, and return it. Raises BirthDateKnown, InvalidBirthDate."""
    database.lock_row(session, Person, person.id)
    require_unknown(person, now=now)
    born = parse_birth_date(words, today=local_time.date_of(now))
    person.birth_date = born.isoformat()
    session.add(person)
    audit.record(session, audit.Action.BIRTH_DATE_DECLARED, by=person.id, on=person.id, at=now)
    return born


def withdraw_birth_date(session: Session, person: Person, *, by: UUID, now: datetime) -> None:
    """Take a wrong date of birth away: the person is told, and can type it again. The caller has locked them."""
    person.birth_date = ""
    session.add(person)
    audit.record(session, audit.Action.BIRTH_DATE_WITHDRAWN, by=by, on=person.id, at=now)
    outbox.notify(session, person.id, "identity.birth-date-withdrawn", person.id, at=now, sms=False)


def parse_birth_date(words: str, *, today: date) -> date:
    """Return a date typed as 1990-05-17, 19900517, 1990年5月17日, 17 May 1990 or 17/5/1990. Raises InvalidBirthDate."""
    typed = text_cleaning.unify(words).strip()
    try:
        born = date(*_parts(typed))
    except (TypeError, ValueError):
        born = None
    if born is None or not _FIRST <= born <= today:
        raise InvalidBirthDate
    return born


def _parts(typed: str) -> tuple[int, ...]:
    """Return year, month and day; nothing of what is no date, or may be two: 5/6/1990 is another day elsewhere."""
    if found := _DATE.fullmatch(typed):
        return tuple(int(part) for part in found.groups())
    if found := _YEAR_LAST.fullmatch(typed):
        first, second, year = (int(part) for part in found.groups())
        month, day = sorted((first, second))
        return (year, month, day) if month == day or day > len(_MONTHS) else ()
    said = typed.casefold()
    if found := _DAY_AND_MONTH.fullmatch(said):
        return int(found[3]), _MONTHS.get(found[2], 0), int(found[1])
    if found := _MONTH_AND_DAY.fullmatch(said):
        return int(found[3]), _MONTHS.get(found[1], 0), int(found[2])
    return ()


def _require_registration_age(session: Session, born: date | None, *, now: datetime) -> None:
    age = rules.number(session, RuleName.REGISTRATION_AGE, at=now)
    if born is not None and local_time.date_of(now) < (since := id_numbers.birthday(born, age)):
        raise TooYoungToRegister(age=age, since=since)
