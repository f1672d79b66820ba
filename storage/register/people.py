"""People: the register of natural persons, their driving licences, and whether their identity is verified.

Who is on record or verified holds their ID number, and nobody else does. Any number of people may declare it.
"""

import secrets
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, or_, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, choice, encrypted_bytes, instant, partial_index
from storage.database.encryption import EncryptedField, current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.register.hidden_rows import ImportedRow
from storage.retention import EndOfKeeping, keep_until

HOLDS_NUMBER = "registered OR verified_at IS NOT NULL"


class LicenceStatus(StrEnum):
    """The status of a driving licence."""

    NONE = "none"
    NORMAL = "normal"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    OVERDUE_RENEWAL = "overdue_renewal"
    OVERDUE_REVIEW = "overdue_review"
    WITHHELD = "withheld"
    LOCKED = "locked"
    MOVED_AWAY = "moved_away"


class Person(UuidRow, ImportedRow, table=True):
    """One natural person. `registered`: from the official register, otherwise self-declared.

    `phone_unconfirmed`: the register has set the phone number, and the person has not shown since that it is theirs.
    `id_number`: of any identity document, as `identity_documents` writes it with its type.
    `birth_date`: in ISO form, of documents whose number does not carry it; empty if it is not known.
    `left_at`: when an identity case gave the account of this person to somebody else.
    """

    __tablename__ = "people"
    __table_args__ = (
        partial_index("uq_people_id_number", "id_number_index", unique=True, where=HOLDS_NUMBER),
        partial_index("ix_people_left_at", "left_at", where="left_at IS NOT NULL"),
        partial_index("ix_people_blacklisted_until", "blacklisted_until", where="blacklisted_until IS NOT NULL"),
    )

    id_number_index: str = keyed_hash(index=True)
    sealed_id_number: bytes = encrypted_bytes()
    sealed_name: bytes = encrypted_bytes()
    phone_index: str = keyed_hash(default="", index=True)
    sealed_phone: bytes = encrypted_bytes(default=b"")
    phone_unconfirmed: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    sealed_licence_number: bytes = encrypted_bytes(default=b"")
    sealed_birth_date: bytes | None = encrypted_bytes(default=None)
    licence_class: str = ""
    licence_status: LicenceStatus = choice(LicenceStatus, default=LicenceStatus.NONE)
    points: int = 0
    points_reset_on: date | None = None
    portrait_id: UUID | None = None
    registered: bool = True
    key_person: bool = False
    verified_at: datetime | None = instant(default=None)
    blacklisted_until: datetime | None = instant(default=None)
    left_at: datetime | None = instant(default=None)

    id_number = EncryptedField("sealed_id_number")
    name = EncryptedField("sealed_name")
    phone = EncryptedField("sealed_phone")
    licence_number = EncryptedField("sealed_licence_number")
    birth_date = EncryptedField("sealed_birth_date")


keep_until(EndOfKeeping.REGISTER, Person)


def new(*, id_number: str, name: str, phone: str = "", registered: bool = True, is_held: bool = False) -> Person:
    """Return a new person with encrypted personal fields. phone: E.164, may be empty.

    is_held: whether somebody else holds the ID number that this person declares.
    """
    index = held_number_index(id_number) if is_held else id_number_index(id_number)
    person = Person(id_number_index=index, registered=registered)
    person.id_number = id_number
    person.name = name
    set_phone(person, phone)
    return person


def set_phone(person: Person, phone: str) -> None:
    """Set the person's phone number (E.164) and its blind index."""
    person.phone = phone
    person.phone_index = phone_index(phone) if phone else ""


def erase(person: Person) -> None:
    """Empty the personal fields, the keyed hashes too: limits still apply by limit records, which have an end."""
    person.id_number_index = secrets.token_urlsafe(24)
    person.name, person.id_number, person.licence_number, person.licence_class = "", "", "", ""
    person.birth_date = ""
    person.licence_status, person.points, person.points_reset_on = LicenceStatus.NONE, 0, None
    person.portrait_id, person.verified_at, person.left_at = None, None, None
    set_phone(person, "")


def by_id_number(session: Session, id_number: str) -> Person | None:
    """Return who holds this (normalised) ID number: the person on record or verified."""
    query = select(Person).where(Person.id_number_index == id_number_index(id_number), _holds_number())
    return session.exec(query).one_or_none()


def holders(session: Session, id_numbers: Collection[str]) -> dict[str, UUID]:
    """Return the id of who holds each of these (normalised) ID numbers, if anybody does."""
    numbers = {id_number_index(number): number for number in id_numbers}
    query = select(Person.id_number_index, Person.id).where(col(Person.id_number_index).in_(numbers), _holds_number())
    return {numbers[index]: person_id for index, person_id in session.exec(query)}


def who_hold(session: Session, person_ids: Collection[UUID]) -> set[UUID]:
    """Return those of these people who hold their ID number."""
    return set(session.exec(select(Person.id).where(col(Person.id).in_(person_ids), _holds_number())))


def declared(session: Session, id_number: str, *, limit: int | None = None) -> list[Person]:
    """Return the people who only declare this (normalised) ID number, except those whose data are erased."""
    indexes = (id_number_index(id_number), held_number_index(id_number))
    found = col(Person.id_number_index).in_(indexes)
    query = select(Person).where(found, ~_holds_number(), Person.sealed_name != b"")
    return list(session.exec(query.order_by(col(Person.id)).limit(limit)))


def is_contested(session: Session, person: Person) -> bool:
    """Return whether somebody else has come to hold the ID number since this person declared it.

    False for a number that was held already: who declares it is told nothing of the register, and stays declared.
    Who has to know whether there is a holder asks `other_holder`.
    """
    if person.registered or person.verified_at is not None:
        return False
    query = select(Person.id).where(Person.id_number_index == person.id_number_index, _holds_number())
    return session.exec(query).first() is not None


def is_contested_account(session: Session, person_id: UUID | None) -> bool:
    """Return whether somebody else has come to hold the ID number of an account's person, if it has one."""
    person = session.get(Person, person_id) if person_id is not None else None
    return person is not None and is_contested(session, person)


def other_holder(session: Session, person: Person) -> Person | None:
    """Return who else holds the ID number that this person declares, whether since then or before."""
    holder = by_id_number(session, person.id_number) if person.id_number else None
    return holder if holder is not None and holder.id != person.id else None


def set_verified(session: Session, person: Person, *, at: datetime) -> bool:
    """Mark a person as verified. Returns False, with nothing changed, if somebody else holds the ID number."""
    try:
        with session.begin_nested():
            claim_number(person)
            person.verified_at = at
            add(session, person)
    except IntegrityError:
        return False
    return True


def claim_number(person: Person) -> None:
    """Let a person hold the ID number that they may have declared while somebody else held it."""
    if person.id_number:
        person.id_number_index = id_number_index(person.id_number)


def left(session: Session, *, before: datetime, limit: int) -> list[Person]:
    """Return people who are not on record and whose account somebody else has got before this moment."""
    query = select(Person).where(col(Person.left_at) < before, ~col(Person.registered))
    return list(session.exec(query.order_by(col(Person.left_at)).limit(limit)))


def listed(session: Session, *, at: datetime) -> dict[UUID, datetime]:
    """Return the ids of everybody who is on the blacklist, also without an account, and until when."""
    query = select(Person.id, Person.blacklisted_until).where(col(Person.blacklisted_until) > at)
    return {person_id: until for person_id, until in session.exec(query) if until is not None}


def by_phone(session: Session, phone: str, *, limit: int) -> list[Person]:
    """Return people with this phone number (E.164)."""
    return list(session.exec(select(Person).where(Person.phone_index == phone_index(phone)).limit(limit)))


def with_number_index(session: Session, index: str) -> list[Person]:
    """Return everybody who holds or declares the ID number with this keyed hash."""
    return list(session.exec(select(Person).where(Person.id_number_index == index)))


def with_phone_index(session: Session, index: str) -> list[Person]:
    """Return everybody with the phone number of this keyed hash."""
    return list(session.exec(select(Person).where(Person.phone_index == index)))


def by_phone_index(session: Session, index: str, *, limit: int) -> list[Person]:
    """Return people whose phone number has this keyed hash."""
    query = select(Person).where(Person.phone_index == index, Person.phone_index != "")
    return list(session.exec(query.order_by(col(Person.id)).limit(limit)))


def id_number_index(id_number: str) -> str:
    """Return the keyed hash by which an ID number is found."""
    return current_keyring().blind_index("id number", id_number)


def held_number_index(id_number: str) -> str:
    """Return the keyed hash under which an ID number is declared that somebody else holds.

    It is not the holder's: nothing that is found or counted by the number tells that it is held.
    """
    return current_keyring().blind_index("disputed id number", id_number)


def phone_index(phone: str) -> str:
    """Return the keyed hash by which a phone number (E.164) is found."""
    return current_keyring().blind_index("phone", phone)


def _holds_number() -> ColumnElement[bool]:
    return or_(col(Person.registered), col(Person.verified_at).is_not(None))
