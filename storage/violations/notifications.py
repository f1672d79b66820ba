"""Notifications of violations: who is told about which record, in which message, and who muted them."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add_once, choice, instant
from storage.retention import EndOfKeeping, RetentionPeriod, delete_after, delete_with, keep_until, older


class NotificationKind(StrEnum):
    """Kinds of notifications that a person can mute."""

    VIOLATION = "violation"


class ViolationNotification(SQLModel, table=True):
    """One record that one person is told about. `batch`: the message that lists it with others, empty until then."""

    __tablename__ = "violation_news"

    person_id: UUID = Field(foreign_key="people.id", primary_key=True)
    violation_id: UUID = Field(foreign_key="violations.id", primary_key=True, index=True)
    batch: UUID | None = Field(default=None, index=True)
    noted_at: datetime = instant()


delete_after(RetentionPeriod.RECORD_DAYS, ViolationNotification, older("noted_at"))


class Mute(SQLModel, table=True):
    """This person does not want notifications of this kind."""

    __tablename__ = "mutes"

    person_id: UUID = Field(foreign_key="people.id", primary_key=True)
    kind: NotificationKind = choice(NotificationKind, constraint="newskind", primary_key=True)
    since: datetime = instant()


delete_with(ViolationNotification, "violation_id")
keep_until(EndOfKeeping.ACCOUNT, Mute)


def record(session: Session, person_id: UUID, violation_id: UUID, *, at: datetime) -> bool:
    """Record that a person is to be told about a record. Returns False if that is recorded already."""
    row = {"person_id": person_id, "violation_id": violation_id, "batch": None, "noted_at": at}
    return add_once(session, ViolationNotification, row)


def assign_batch(session: Session, person_id: UUID, batch: UUID) -> int:
    """Put all records this person was not told about into one message. Returns how many."""
    query = update(ViolationNotification).where(
        col(ViolationNotification.person_id) == person_id, col(ViolationNotification.batch).is_(None)
    )
    return session.exec(query.values(batch=batch)).rowcount


def of_batch(session: Session, batch: UUID) -> list[UUID]:
    """Return the records of one message."""
    return list(session.exec(select(ViolationNotification.violation_id).where(ViolationNotification.batch == batch)))


def forget(session: Session, violation_id: UUID, person_ids: Collection[UUID]) -> set[UUID]:
    """Forget that these people are told about a record. Returns who has not been told yet."""
    rows = select(ViolationNotification).where(ViolationNotification.violation_id == violation_id)
    found = session.exec(rows.where(col(ViolationNotification.person_id).in_(person_ids))).all()
    for row in found:
        session.delete(row)
    session.flush()
    return {row.person_id for row in found if row.batch is None}


def muted(session: Session, person_id: UUID) -> Collection[NotificationKind]:
    """Return the kinds of notifications this person muted."""
    return [NotificationKind(kind) for kind in session.exec(select(Mute.kind).where(Mute.person_id == person_id))]


def mute(session: Session, person_id: UUID, kind: NotificationKind, *, at: datetime) -> None:
    """Mute notifications of this kind, unless they are muted already."""
    add_once(session, Mute, {"person_id": person_id, "kind": kind, "since": at})


def unmute(session: Session, person_id: UUID, kind: NotificationKind) -> None:
    """Send notifications of this kind again."""
    session.execute(delete(Mute).where(col(Mute.person_id) == person_id, col(Mute.kind) == kind))


def delete_of_person(session: Session, person_id: UUID) -> None:
    """Delete this person's notifications and mutes."""
    session.execute(delete(ViolationNotification).where(col(ViolationNotification.person_id) == person_id))
    session.execute(delete(Mute).where(col(Mute.person_id) == person_id))
