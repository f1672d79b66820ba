"""Filings: applications to use a vehicle that belongs to somebody else, and the active filings they lead to.

An active filing holds one numbered slot of its vehicle and one of its filer. Unique indexes over the
slots enforce the limits: two filings cannot take the same slot, and no slot is given out above the limit.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, or_
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import (
    UuidRow,
    add,
    big_integer,
    choice,
    encrypted_bytes,
    instant,
    lock_row,
    partial_index,
    update_if,
)
from storage.database.encryption import EncryptedField
from storage.register.vehicles import Vehicle
from storage.retention import RetentionPeriod, delete_with, keep_until

IS_ACTIVE = "status = 'active'"
IS_OPEN = "status IN ('waiting_owner', 'checking', 'in_review', 'returned')"
IS_FINISHED = "kind = 'finished'"


class FilingWay(StrEnum):
    """How the owner agrees: by a QR code or by an SMS code."""

    QR = "qr"
    SMS = "sms"


class Relationship(StrEnum):
    """The filer's relationship to the owner."""

    FAMILY = "family"
    FRIEND = "friend"
    COLLEAGUE = "colleague"
    EMPLOYER = "employer"
    OTHER = "other"


class FilingStatus(StrEnum):
    """The status of a filing."""

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


# The owner has agreed, and the filing is not completed yet.
AGREED_STATUSES = (FilingStatus.CHECKING, FilingStatus.IN_REVIEW, FilingStatus.RETURNED)
OPEN_STATUSES = (FilingStatus.WAITING_OWNER, *AGREED_STATUSES)


class Filing(UuidRow, table=True):
    """One application of one person for one vehicle, from the first message to the end of the filing.

    `term_by`: the person who set the term for the owner; the term ends with their right to speak for the vehicle.
    """

    __tablename__ = "filings"
    __table_args__ = (
        partial_index("uq_filings_vehicle_slot", "vehicle_id", "vehicle_slot", unique=True, where=IS_ACTIVE),
        partial_index("uq_filings_filer_slot", "filer_id", "filer_slot", unique=True, where=IS_ACTIVE),
        partial_index("uq_filings_active_pair", "vehicle_id", "filer_id", unique=True, where=IS_ACTIVE),
        partial_index("uq_filings_open_pair", "vehicle_id", "filer_id", unique=True, where=IS_OPEN),
        Index("ix_filings_applied_at", "applied_at"),
        CheckConstraint(
            "(status = 'active') = (vehicle_slot IS NOT NULL AND filer_slot IS NOT NULL)", name="active_holds_slots"
        ),
    )

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
    term_by: UUID | None = None
    ended_at: datetime | None = instant(default=None)
    end_reason: EndReason | None = choice(EndReason, default=None)
    return_reason: str = ""
    returns: int = 0

    relationship_text = EncryptedField("sealed_relationship_text")

    @property
    def topic(self) -> str:
        """What messages to the owner are about, in the outbox, once they have agreed."""
        return f"filing:{self.id}"


class FilingEvent(SQLModel, table=True):
    """One entry of a filing's timeline, never changed."""

    __tablename__ = "filing_events"
    __table_args__ = (partial_index("ix_filing_events_finished", "at", where=IS_FINISHED),)

    id: int | None = big_integer(default=None, primary_key=True)
    filing_id: UUID = Field(foreign_key="filings.id", index=True)
    at: datetime = instant()
    kind: str
    note: str = ""


keep_until(RetentionPeriod.RECORD_DAYS, Filing)
delete_with(FilingEvent, "filing_id")


def by_number(session: Session, filing_number: int) -> Filing | None:
    """Return the filing with this number."""
    return session.exec(select(Filing).where(Filing.number == filing_number)).one_or_none()


def active_of_filer(session: Session, person_id: UUID) -> list[Filing]:
    """Return this person's active filings."""
    query = select(Filing).where(Filing.filer_id == person_id, Filing.status == FilingStatus.ACTIVE)
    return list(session.exec(query.order_by(col(Filing.active_from))))


def active_of_vehicle(session: Session, vehicle_id: UUID) -> list[Filing]:
    """Return the active filings of this vehicle."""
    query = select(Filing).where(Filing.vehicle_id == vehicle_id, Filing.status == FilingStatus.ACTIVE)
    return list(session.exec(query.order_by(col(Filing.active_from))))


def active_pair(session: Session, vehicle_id: UUID, person_id: UUID) -> Filing | None:
    """Return the active filing of this person for this vehicle."""
    query = select(Filing).where(Filing.vehicle_id == vehicle_id, Filing.filer_id == person_id)
    return session.exec(query.where(Filing.status == FilingStatus.ACTIVE)).one_or_none()


def open_pair(session: Session, vehicle_id: UUID, person_id: UUID) -> Filing | None:
    """Return this person's undecided application for this vehicle."""
    query = select(Filing).where(Filing.vehicle_id == vehicle_id, Filing.filer_id == person_id)
    return session.exec(query.where(col(Filing.status).in_(OPEN_STATUSES))).one_or_none()


def ended_of_vehicle(session: Session, vehicle_id: UUID, *, since: datetime | None) -> list[Filing]:
    """Return the filings of this vehicle that were active (since then) and have ended, newest first."""
    query = select(Filing).where(Filing.vehicle_id == vehicle_id, Filing.status == FilingStatus.ENDED)
    if since is not None:
        query = query.where(col(Filing.active_from) >= since)
    return list(session.exec(query.order_by(col(Filing.ended_at).desc())))


def open_of_vehicle(session: Session, vehicle_id: UUID) -> list[Filing]:
    """Return the undecided applications for this vehicle."""
    query = select(Filing).where(Filing.vehicle_id == vehicle_id, col(Filing.status).in_(OPEN_STATUSES))
    return list(session.exec(query))


def open_of_filer(session: Session, person_id: UUID) -> list[Filing]:
    """Return this person's applications that are not decided yet, newest first."""
    query = select(Filing).where(Filing.filer_id == person_id, col(Filing.status).in_(OPEN_STATUSES))
    return list(session.exec(query.order_by(col(Filing.number).desc())))


def all_of_filer(session: Session, person_id: UUID, *, limit: int | None = 20) -> list[Filing]:
    """Return this person's applications, newest first."""
    query = select(Filing).where(Filing.filer_id == person_id).order_by(col(Filing.number).desc())
    return list(session.exec(query.limit(limit)))


def count_applied(session: Session, person_ids: Collection[UUID], *, since: datetime) -> int:
    """Return how many applications these people made since then, whatever their result."""
    query = select(func.count()).select_from(Filing)
    query = query.where(col(Filing.filer_id).in_(person_ids), Filing.applied_at >= since)
    return int(session.exec(query).one())


def count_active(session: Session, person_ids: Collection[UUID], *, at: datetime) -> int:
    """Return how many active filings these people have whose term is not over at this moment."""
    query = select(func.count()).where(col(Filing.filer_id).in_(person_ids), Filing.status == FilingStatus.ACTIVE)
    return int(session.exec(query.where(or_(col(Filing.term_until).is_(None), col(Filing.term_until) > at))).one())


def limited_of_organisation(session: Session, organisation_id: UUID) -> list[Filing]:
    """Return the filings with a term, not ended yet, of vehicles that this organisation owns."""
    owned = select(Vehicle.id).where(Vehicle.owner_organisation_id == organisation_id)
    query = select(Filing).where(col(Filing.vehicle_id).in_(owned), col(Filing.term_until).is_not(None))
    return list(session.exec(query.where(col(Filing.status).in_((*OPEN_STATUSES, FilingStatus.ACTIVE)))))


def move(session: Session, filing: Filing, to: FilingStatus, *, at: datetime, **values: Any) -> bool:
    """Change the status if it is still what was read. Returns False if another transaction changed it first."""
    return update_if(session, filing, col(Filing.status) == filing.status, status=to, changed_at=at, **values)


def change_return_reason(session: Session, filing: Filing, to: str, *, instead_of: str) -> bool:
    """Change why an application ended. Returns False if the reason is another by now."""
    return update_if(session, filing, col(Filing.return_reason) == instead_of, return_reason=to)


def is_still(session: Session, filing: Filing, *statuses: FilingStatus) -> bool:
    """Lock a filing, and return whether it still has one of these statuses: nobody changes it until the commit."""
    held = lock_row(session, Filing, filing.id)
    return held is not None and held.status in statuses


def set_term(session: Session, filing: Filing, until: datetime | None, *, by: UUID | None) -> None:
    """Set the moment at which a filing ends by itself, and who has set it; None ends the term."""
    filing.term_until, filing.term_by = until, by
    add(session, filing)


def add_event(session: Session, filing: Filing, kind: str, *, at: datetime, note: str = "") -> None:
    """Add an entry to the filing's timeline."""
    session.add(FilingEvent(filing_id=filing.id, at=at, kind=kind, note=note))


def timeline(session: Session, filing_id: UUID) -> list[FilingEvent]:
    """Return the entries of this filing's timeline, oldest first."""
    query = select(FilingEvent).where(FilingEvent.filing_id == filing_id)
    return list(session.exec(query.order_by(col(FilingEvent.id))))
