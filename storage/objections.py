"""Objections: a person contests a violation record or the decision on it, and staff answer.

open ──► upheld / rejected / withdrawn
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, big_integer, choice, encrypted_bytes, instant, partial_index, update_if
from storage.database.encryption import EncryptedField
from storage.retention import delete_with

IS_OPEN = "state = 'open'"


class ObjectionState(StrEnum):
    """The state of an objection."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Objection(UuidRow, table=True):
    """One objection. `photos`: ids of stored files, separated by blanks. The text and the answer are encrypted.

    first_by, first_person: who has upheld it first, where two must, while it is open; `answer` is theirs until then.
    answered_person: who of the staff has answered, None where version 0.1.0 did not know it, and for a withdrawal.
    """

    __tablename__ = "objections"
    __table_args__ = (
        CheckConstraint("answered_person <> person_id", name="not_their_own"),
        CheckConstraint("first_person <> person_id", name="first_not_their_own"),
        CheckConstraint("answered_person <> first_person", name="two_people"),
        partial_index("uq_objections_open", "violation_id", unique=True, where=IS_OPEN),
        partial_index("ix_objections_queue", "number", where=IS_OPEN),
    )

    number: int = big_integer(unique=True)
    violation_id: UUID = Field(foreign_key="violations.id", index=True)
    person_id: UUID = Field(foreign_key="people.id", index=True)
    sealed_said: bytes = encrypted_bytes()
    photos: str = ""
    state: ObjectionState = choice(ObjectionState, default=ObjectionState.OPEN)
    made_at: datetime = instant()
    answered_at: datetime | None = instant(default=None)
    answered_by: UUID | None = None
    answered_person: UUID | None = None
    first_by: UUID | None = None
    first_person: UUID | None = None
    sealed_answer: bytes = encrypted_bytes(default=b"")

    said = EncryptedField("sealed_said")
    answer = EncryptedField("sealed_answer")

    @property
    def is_moved(self) -> bool:
        """Whether it has ended because the record turned out to be somebody else's."""
        return self.state is ObjectionState.WITHDRAWN and self.answered_by is None

    def photo_ids(self) -> list[UUID]:
        """Return the ids of the photos submitted with it."""
        return [UUID(hex=photo) for photo in self.photos.split()]


delete_with(Objection, "violation_id")


def open_on(session: Session, violation_id: UUID) -> Objection | None:
    """Return the unanswered objection to this record."""
    query = select(Objection).where(Objection.violation_id == violation_id, Objection.state == ObjectionState.OPEN)
    return session.exec(query).one_or_none()


def of_violation(session: Session, violation_id: UUID) -> list[Objection]:
    """Return all objections to this record, oldest first."""
    query = select(Objection).where(Objection.violation_id == violation_id)
    return list(session.exec(query.order_by(col(Objection.number))))


def of_person(session: Session, person_id: UUID) -> list[Objection]:
    """Return this person's objections, oldest first."""
    query = select(Objection).where(Objection.person_id == person_id)
    return list(session.exec(query.order_by(col(Objection.number))))


def waiting(session: Session, *, limit: int = 50) -> list[Objection]:
    """Return the unanswered objections, oldest first."""
    query = select(Objection).where(Objection.state == ObjectionState.OPEN)
    return list(session.exec(query.order_by(col(Objection.number)).limit(limit)))


def uphold_first(
    session: Session, objection: Objection, *, by: UUID, person: UUID | None, instead_of: UUID | None
) -> bool:
    """Record who has upheld it first, in place of nobody or of one who left. Returns False if somebody was faster."""
    is_open, first = col(Objection.state) == ObjectionState.OPEN, col(Objection.first_by)
    same = first.is_(None) if instead_of is None else first == instead_of
    values = {"first_by": by, "first_person": person, "sealed_answer": objection.sealed_answer}
    return update_if(session, objection, is_open, same, **values)


def close(
    session: Session,
    objection: Objection,
    to: ObjectionState,
    *,
    at: datetime,
    by: UUID | None,
    person: UUID | None = None,
) -> bool:
    """Record how it ended. Returns False if it was already closed. person: who of the staff has answered."""
    is_open = col(Objection.state) == ObjectionState.OPEN
    values = {"answered_at": at, "answered_by": by, "answered_person": person}
    if to is not ObjectionState.UPHELD:  # Named are only two who uphold it.
        values |= {"first_by": None, "first_person": None}
    return update_if(session, objection, is_open, state=to, sealed_answer=objection.sealed_answer, **values)
