"""Objections: a person says that a record or the decision on it is wrong, and staff answer.

open ──► upheld / rejected / withdrawn
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import big_integer, choice, encrypted_bytes, instant
from storage.database.encryption import EncryptedField

OPEN: dict[str, Any] = {"sqlite_where": text("state = 'open'"), "postgresql_where": text("state = 'open'")}


class ObjectionState(StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Objection(SQLModel, table=True):
    """One objection; `photos`: ids of kept files, by blanks. What is said in it is sealed."""

    __tablename__ = "objections"
    __table_args__ = (
        Index("uq_objections_open", "violation_id", unique=True, **OPEN),
        Index("ix_objections_queue", "number", **OPEN),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: int = big_integer(unique=True)
    violation_id: UUID = Field(foreign_key="violations.id", index=True)
    person_id: UUID = Field(foreign_key="people.id", index=True)
    sealed_said: bytes = encrypted_bytes()
    photos: str = ""
    state: ObjectionState = choice(ObjectionState, default=ObjectionState.OPEN)
    made_at: datetime = instant()
    answered_at: datetime | None = instant(default=None)
    answered_by: UUID | None = None
    sealed_answer: bytes = encrypted_bytes(default=b"")

    said = EncryptedField("sealed_said")
    answer = EncryptedField("sealed_answer")

    def photo_ids(self) -> list[UUID]:
        """The photos handed in with it."""
        return [UUID(hex=photo) for photo in self.photos.split()]


def put(session: Session, objection: Objection) -> bool:
    """Write an objection. False if another against the same record waits for its answer."""
    try:
        with session.begin_nested():
            session.add(objection)
            session.flush()
    except IntegrityError:
        return False
    return True


def get(session: Session, objection_id: UUID) -> Objection | None:
    """Return this objection."""
    return session.get(Objection, objection_id)


def by_number(session: Session, objection_number: int) -> Objection | None:
    """Return the objection with this number."""
    return session.exec(select(Objection).where(Objection.number == objection_number)).one_or_none()


def open_on(session: Session, violation_id: UUID) -> Objection | None:
    """Return the objection against this record that is not answered yet."""
    question = select(Objection).where(Objection.violation_id == violation_id, Objection.state == ObjectionState.OPEN)
    return session.exec(question).one_or_none()


def of_violation(session: Session, violation_id: UUID) -> list[Objection]:
    """Return every objection against this record, oldest first."""
    question = select(Objection).where(Objection.violation_id == violation_id)
    return list(session.exec(question.order_by(col(Objection.number))))


def of_person(session: Session, person_id: UUID) -> list[Objection]:
    """Return this person's objections, oldest first."""
    question = select(Objection).where(Objection.person_id == person_id)
    return list(session.exec(question.order_by(col(Objection.number))))


def waiting(session: Session, *, most: int = 50) -> list[Objection]:
    """Return what waits for an answer, oldest first."""
    question = select(Objection).where(Objection.state == ObjectionState.OPEN)
    return list(session.exec(question.order_by(col(Objection.number)).limit(most)))


def close(session: Session, objection: Objection, to: ObjectionState, *, at: datetime, by: UUID | None) -> bool:
    """Write down how it ended. False if somebody was faster."""
    question = update(Objection).where(col(Objection.id) == objection.id, col(Objection.state) == ObjectionState.OPEN)
    changed = question.values(state=to, answered_at=at, answered_by=by, sealed_answer=objection.sealed_answer)
    closed = session.execute(changed, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]
    session.refresh(objection)
    return bool(closed)
