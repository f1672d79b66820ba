"""What staff have answered about people who have left and had a key of somebody: are they the same person?

Until they answer, what is held against those counts for who comes to hold the ID number that they had declared, or has
proven their phone number before the carriers' quarantine is over. An answer is kept as a keyed hash for
`limit_record_days`: it leads to nobody.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from bot.services.identity.same_person import PROVEN, last_day
from bot.services.rules.names import RuleName
from storage.database.remembered import remembered
from storage.identity import limit_records
from storage.register import people
from storage.register.people import Person

# Before the key of an ID number that others had declared who have left.
LEFT = "left-"


class LeftAnswer(StrEnum):
    """The answers, as they are hashed."""

    SAME = "same-as-left"
    OTHER = "other-than-left"


@remembered
def is_answered(session: Session, answer: LeftAnswer, person: Person, key: str) -> bool:
    """Return whether staff have given this answer about a key of a person."""
    return limit_records.exists(session, [_hash(answer, person, key)])


def answer(session: Session, person: Person, keys: Sequence[str], *, same: bool, now: datetime) -> None:
    """Keep an answer about these keys of a person, who is verified with their ID number."""
    given = LeftAnswer.SAME if same else LeftAnswer.OTHER
    until = last_day(session, RuleName.LIMIT_RECORD_DAYS, now=now)
    limit_records.add(session, [_hash(given, person, key) for key in keys], until=until)


def unanswered(session: Session, person: Person | None, id_number: str) -> list[str]:
    """Return the keys of somebody with this ID number about which staff have not answered. person: None if unknown."""
    keys = [f"{LEFT}number:{people.id_number_index(id_number)}"] if id_number else []
    if person is None:
        return keys
    keys += [f"{PROVEN}phone:{person.phone_index}"] if person.phone_index and not person.phone_unconfirmed else []
    return [key for key in keys if not any(is_answered(session, each, person, key) for each in LeftAnswer)]


def _hash(answer: LeftAnswer, person: Person, key: str) -> str:
    return limit_records.key_hash(f"{answer}:{key}", f"number:{people.id_number_index(person.id_number)}")
