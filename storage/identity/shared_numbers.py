"""Shared numbers: whose acts under an ID number that several people have declared count for who holds it.

What somebody did who only declared the number counts for its holder until staff answer that they are two people.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint, delete, exists
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, instant, try_add
from storage.register.people import Person
from storage.retention import RetentionPeriod, delete_after, older


class SharedNumber(UuidRow, table=True):
    """`person_id`: who has come to hold the number; `other_id`: who had declared it before.

    `counts`: whether the other's acts count for the person. `answered_by`: the account of staff that has answered
    whether they are one person, None if nobody has.
    """

    __tablename__ = "shared_numbers"
    __table_args__ = (
        UniqueConstraint("person_id", "other_id"),
        CheckConstraint("counts OR answered_by IS NOT NULL", name="counts_until_answered"),
    )

    person_id: UUID = Field(foreign_key="people.id")
    other_id: UUID = Field(foreign_key="people.id", index=True)
    counts: bool
    at: datetime = instant(index=True)
    answered_by: UUID | None = None


delete_after(
    RetentionPeriod.RECORD_DAYS,
    SharedNumber,
    older("at"),
    no_keeper="an answer of staff about two people by their ids, as the audit has it; it outlives both accounts",
)


def is_of_other(person: Any) -> ColumnElement[bool]:
    """Return the condition that a column of people's ids names somebody whose acts may count for another."""
    return exists().where(col(SharedNumber.other_id) == person)


def of_person(session: Session, person_id: UUID) -> dict[UUID, SharedNumber]:
    """Return what is kept about those who had declared this person's number, by their ids."""
    rows = session.exec(select(SharedNumber).where(SharedNumber.person_id == person_id))
    return {row.other_id: row for row in rows}


def counting_for(session: Session, person_id: UUID) -> list[Person]:
    """Return whose acts count for this person, who holds the number that they had declared."""
    query = select(Person).join(SharedNumber, col(SharedNumber.other_id) == Person.id)
    return list(session.exec(query.where(SharedNumber.person_id == person_id, col(SharedNumber.counts))))


def is_about(session: Session, other_id: UUID) -> bool:
    """Return whether it is kept for somebody what the acts of this person count, who had declared their number."""
    return session.exec(select(SharedNumber.id).where(SharedNumber.other_id == other_id).limit(1)).first() is not None


def people_counting(session: Session, other_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return for whom the acts of these others count, and of which of them."""
    query = select(SharedNumber).where(col(SharedNumber.other_id).in_(other_ids), col(SharedNumber.counts))
    found = defaultdict(set)
    for row in session.exec(query):
        found[row.person_id].add(row.other_id)
    return found


def same_as(session: Session, person_id: UUID) -> list[UUID]:
    """Return the ids of who is this same person, as staff have answered."""
    query = select(SharedNumber.other_id).where(SharedNumber.person_id == person_id, col(SharedNumber.counts))
    return list(session.exec(query.where(col(SharedNumber.answered_by).is_not(None))))


def holders_of(session: Session, other_id: UUID) -> list[Person]:
    """Return who is the same person as this one, who had declared the number, as staff have answered."""
    query = select(Person).join(SharedNumber, col(SharedNumber.person_id) == Person.id)
    query = query.where(SharedNumber.other_id == other_id, col(SharedNumber.counts))
    return list(session.exec(query.where(col(SharedNumber.answered_by).is_not(None))))


def count(session: Session, person_id: UUID, other_id: UUID, *, at: datetime) -> SharedNumber | None:
    """Let the acts of another count for a person until staff answer. Returns None if something is kept already."""
    row = SharedNumber(person_id=person_id, other_id=other_id, counts=True, at=at)
    return row if try_add(session, row) else None


def answer(
    session: Session, person_id: UUID, others: Iterable[UUID], *, counts: bool, by: UUID | None, at: datetime
) -> list[SharedNumber]:
    """Keep whether the acts of these others count for the person; what was answered before is replaced."""
    known = of_person(session, person_id)
    rows = []
    for other_id in others:
        row = known.get(other_id) or SharedNumber(person_id=person_id, other_id=other_id, counts=counts, at=at)
        row.counts, row.answered_by, row.at = counts, by, at
        rows.append(add(session, row))
    return rows


def forget(session: Session, person_id: UUID, other_id: UUID) -> None:
    """Delete what is kept about two rows of people that become one."""
    both = col(SharedNumber.person_id) == person_id, col(SharedNumber.other_id) == other_id
    session.execute(delete(SharedNumber).where(*both))
