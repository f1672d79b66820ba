"""News of violations: which person is to hear of which record, when he heard, and who does not want to."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add_once, choice, instant


class NewsKind(StrEnum):
    """Kinds of news that a person can mute."""

    VIOLATION = "violation"


class ViolationNews(SQLModel, table=True):
    """One record that one person hears of. `batch`: the message it went out in, with others; empty until then."""

    __tablename__ = "violation_news"

    person_id: UUID = Field(foreign_key="people.id", primary_key=True)
    violation_id: UUID = Field(foreign_key="violations.id", primary_key=True)
    batch: UUID | None = Field(default=None, index=True)
    noted_at: datetime = instant()


class Mute(SQLModel, table=True):
    """This person does not want to hear of this kind."""

    __tablename__ = "mutes"

    person_id: UUID = Field(foreign_key="people.id", primary_key=True)
    kind: NewsKind = choice(NewsKind, primary_key=True)
    since: datetime = instant()


def note(session: Session, person_id: UUID, violation_id: UUID, *, at: datetime) -> bool:
    """Write down that a person is to hear of a record. False if that is noted already."""
    row = {"person_id": person_id, "violation_id": violation_id, "batch": None, "noted_at": at}
    return add_once(session, ViolationNews, row)


def send(session: Session, person_id: UUID, batch: UUID) -> int:
    """Put everything this person has not heard of into one message. Returns how many records."""
    question = update(ViolationNews).where(
        col(ViolationNews.person_id) == person_id, col(ViolationNews.batch).is_(None)
    )
    return session.execute(question.values(batch=batch)).rowcount  # type: ignore[attr-defined, no-any-return]


def of_batch(session: Session, batch: UUID) -> list[UUID]:
    """Return the records of one message."""
    return list(session.exec(select(ViolationNews.violation_id).where(ViolationNews.batch == batch)))


def muted(session: Session, person_id: UUID) -> Collection[NewsKind]:
    """Return what this person does not want to hear of."""
    return [NewsKind(kind) for kind in session.exec(select(Mute.kind).where(Mute.person_id == person_id))]


def mute(session: Session, person_id: UUID, kind: NewsKind, *, at: datetime) -> None:
    """Let this person hear no more of this kind; once is enough."""
    add_once(session, Mute, {"person_id": person_id, "kind": kind, "since": at})


def unmute(session: Session, person_id: UUID, kind: NewsKind) -> None:
    """Let this person hear of this kind again."""
    session.execute(delete(Mute).where(col(Mute.person_id) == person_id, col(Mute.kind) == kind))


def forget(session: Session, person_id: UUID) -> None:
    """Forget what this person heard of, and what he did not want to hear of."""
    session.execute(delete(ViolationNews).where(col(ViolationNews.person_id) == person_id))
    session.execute(delete(Mute).where(col(Mute.person_id) == person_id))
