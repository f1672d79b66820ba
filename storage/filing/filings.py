"""Filings: applications to use a car that is not one's own, and the filings that come of them.

Of the cars a person has filed, and of the persons who filed a car, each active one
holds a numbered slot. The slots are unique in the database: whatever happens at
once, two filings cannot take the same one, and none is given above the limit.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, func, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import big_integer, choice, encrypted_bytes, instant
from storage.database.encryption import EncryptedField

ACTIVE: dict[str, Any] = {"sqlite_where": text("status = 'active'"), "postgresql_where": text("status = 'active'")}
OPEN_TEXT = text("status IN ('waiting_owner', 'checking', 'in_review', 'returned')")
OPEN: dict[str, Any] = {"sqlite_where": OPEN_TEXT, "postgresql_where": OPEN_TEXT}
FINISHED_TEXT = text("kind = 'finished'")
FINISHED: dict[str, Any] = {"sqlite_where": FINISHED_TEXT, "postgresql_where": FINISHED_TEXT}


class FilingWay(StrEnum):
    """By which way the owner agreed."""

    QR = "qr"
    SMS = "sms"


class Relationship(StrEnum):
    """What the filer is to the owner."""

    FAMILY = "family"
    FRIEND = "friend"
    COLLEAGUE = "colleague"
    EMPLOYER = "employer"
    OTHER = "other"


class FilingStatus(StrEnum):
    """Where a filing stands."""

    WAITING_OWNER = "waiting_owner"
    CHECKING = "checking"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    ACTIVE = "active"
    REFUSED = "refused"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why an active filing ended."""

    BY_FILER = "by_filer"
    BY_OWNER = "by_owner"
    TERM_OVER = "term_over"
    OWNER_CHANGED = "owner_changed"
    VEHICLE_GONE = "vehicle_gone"


OPEN_STATUSES = (FilingStatus.WAITING_OWNER, FilingStatus.CHECKING, FilingStatus.IN_REVIEW, FilingStatus.RETURNED)


class Filing(SQLModel, table=True):
    """One application of one person for one car, from the first word to the end of the filing."""

    __tablename__ = "filings"
    __table_args__ = (
        Index("uq_filings_vehicle_slot", "vehicle_id", "vehicle_slot", unique=True, **ACTIVE),
        Index("uq_filings_filer_slot", "filer_id", "filer_slot", unique=True, **ACTIVE),
        Index("uq_filings_active_pair", "vehicle_id", "filer_id", unique=True, **ACTIVE),
        Index("uq_filings_open_pair", "vehicle_id", "filer_id", unique=True, **OPEN),
        Index("ix_filings_applied_at", "applied_at"),
        CheckConstraint(
            "(status = 'active') = (vehicle_slot IS NOT NULL AND filer_slot IS NOT NULL)", name="active_holds_slots"
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: int = big_integer(unique=True)
    vehicle_id: UUID = Field(foreign_key="vehicles.id", index=True)
    filer_id: UUID = Field(foreign_key="people.id", index=True)
    way: FilingWay = choice(FilingWay)
    relationship: Relationship | None = choice(Relationship, default=None)
    sealed_relationship_text: bytes = encrypted_bytes(default=b"")
    status: FilingStatus = choice(FilingStatus)
    vehicle_slot: int | None = None
    filer_slot: int | None = None
    applied_at: datetime = instant()
    changed_at: datetime = instant()
    active_from: datetime | None = instant(default=None)
    term_until: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)
    end_reason: EndReason | None = choice(EndReason, default=None)
    return_reason: str = ""
    returns: int = 0

    relationship_text = EncryptedField("sealed_relationship_text")


class FilingEvent(SQLModel, table=True):
    """One line of a filing's timeline: written when something happens, never changed."""

    __tablename__ = "filing_events"
    __table_args__ = (Index("ix_filing_events_finished", "at", **FINISHED),)

    id: int | None = big_integer(default=None, primary_key=True)
    filing_id: UUID = Field(foreign_key="filings.id", index=True)
    at: datetime = instant()
    kind: str
    note: str = ""


def get(session: Session, filing_id: UUID) -> Filing | None:
    """Return this filing."""
    return session.get(Filing, filing_id)


def by_number(session: Session, filing_number: int) -> Filing | None:
    """Return the filing with this number."""
    return session.exec(select(Filing).where(Filing.number == filing_number)).one_or_none()


def active_of_filer(session: Session, person_id: UUID) -> list[Filing]:
    """Return what this person has filed and may use now."""
    question = select(Filing).where(Filing.filer_id == person_id, Filing.status == FilingStatus.ACTIVE)
    return list(session.exec(question.order_by(col(Filing.active_from))))


def active_of_vehicle(session: Session, vehicle_id: UUID) -> list[Filing]:
    """Return who has filed this car and may use it now."""
    question = select(Filing).where(Filing.vehicle_id == vehicle_id, Filing.status == FilingStatus.ACTIVE)
    return list(session.exec(question.order_by(col(Filing.active_from))))


def active_pair(session: Session, vehicle_id: UUID, person_id: UUID) -> Filing | None:
    """Return the filing by which this person may use this car now."""
    question = select(Filing).where(Filing.vehicle_id == vehicle_id, Filing.filer_id == person_id)
    return session.exec(question.where(Filing.status == FilingStatus.ACTIVE)).one_or_none()


def open_pair(session: Session, vehicle_id: UUID, person_id: UUID) -> Filing | None:
    """Return this person's application for this car that is not decided yet."""
    question = select(Filing).where(Filing.vehicle_id == vehicle_id, Filing.filer_id == person_id)
    return session.exec(question.where(col(Filing.status).in_(OPEN_STATUSES))).one_or_none()


def ended_of_vehicle(session: Session, vehicle_id: UUID, *, most: int = 20) -> list[Filing]:
    """Return the filings of this car that were active and are over, newest first."""
    question = select(Filing).where(Filing.vehicle_id == vehicle_id, Filing.status == FilingStatus.ENDED)
    return list(session.exec(question.order_by(col(Filing.ended_at).desc()).limit(most)))


def open_of_vehicle(session: Session, vehicle_id: UUID) -> list[Filing]:
    """Return the applications for this car that are not decided yet."""
    question = select(Filing).where(Filing.vehicle_id == vehicle_id, col(Filing.status).in_(OPEN_STATUSES))
    return list(session.exec(question))


def open_of_filer(session: Session, person_id: UUID) -> list[Filing]:
    """Return this person's applications that are not decided yet, newest first."""
    question = select(Filing).where(Filing.filer_id == person_id, col(Filing.status).in_(OPEN_STATUSES))
    return list(session.exec(question.order_by(col(Filing.number).desc())))


def all_of_filer(session: Session, person_id: UUID, *, most: int | None = 20) -> list[Filing]:
    """Return this person's applications, newest first."""
    question = select(Filing).where(Filing.filer_id == person_id).order_by(col(Filing.number).desc())
    return list(session.exec(question.limit(most)))


def count_applied(session: Session, person_id: UUID, *, since: datetime) -> int:
    """Return how many applications this person made since then, however they went."""
    question = select(func.count()).select_from(Filing).where(Filing.filer_id == person_id, Filing.applied_at >= since)
    return int(session.exec(question).one())


def move(session: Session, filing: Filing, to: FilingStatus, *, at: datetime, **values: Any) -> bool:
    """Move a filing on from where it was seen. False if something else moved it first: the WHERE is the lock."""
    question = (
        update(Filing)
        .where(col(Filing.id) == filing.id, col(Filing.status) == filing.status)
        .values(status=to, changed_at=at, **values)
    )
    moved = session.execute(question, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]
    session.refresh(filing)
    return bool(moved)


def set_term(session: Session, filing: Filing, until: datetime) -> None:
    """Write down when a filing ends by itself."""
    filing.term_until = until
    session.add(filing)
    session.flush()


def note(session: Session, filing: Filing, kind: str, *, at: datetime, text_of_it: str = "") -> None:
    """Add a line to the filing's timeline."""
    session.add(FilingEvent(filing_id=filing.id, at=at, kind=kind, note=text_of_it))


def timeline(session: Session, filing_id: UUID) -> list[FilingEvent]:
    """Return what happened to this filing, oldest first."""
    question = select(FilingEvent).where(FilingEvent.filing_id == filing_id)
    return list(session.exec(question.order_by(col(FilingEvent.id))))
