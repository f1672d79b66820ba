"""Paper copies of a certificate: requested by the owner, printed, then posted or collected.

requested ──► printed ──► posted ──► done        by post, with a tracking number
                  └─────► ready ───► done        to be collected
requested ──► cancelled (by the owner, or because the certificate ended)
printed, ready ──► cancelled (it must not leave: destroyed by staff, or a new owner has requested theirs)
printed, ready ──► requested (destroyed by staff, and another certificate counts now)
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, and_
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, big_integer, choice, encrypted_bytes, instant, partial_index, update_if
from storage.database.encryption import EncryptedField
from storage.retention import RetentionPeriod, delete_after

IS_OPEN = "status IN ('requested', 'printed', 'posted', 'ready')"


class PaperWay(StrEnum):
    """How a paper copy reaches its owner."""

    POST = "post"
    PICK_UP = "pick_up"


class PaperStatus(StrEnum):
    """The status of a paper copy."""

    REQUESTED = "requested"
    PRINTED = "printed"
    POSTED = "posted"
    READY = "ready"
    DONE = "done"
    CANCELLED = "cancelled"


OPEN_STATUSES = (PaperStatus.REQUESTED, PaperStatus.PRINTED, PaperStatus.POSTED, PaperStatus.READY)


class PaperCopy(UuidRow, table=True):
    """One paper copy. `after_loss`: the earlier copy was lost or damaged. A vehicle has at most one open copy."""

    __tablename__ = "paper_copies"
    __table_args__ = (
        partial_index("uq_paper_copies_open", "vehicle_id", unique=True, where=IS_OPEN),
        Index("ix_paper_copies_status", "status", "number"),
        CheckConstraint("status <> 'posted' OR tracking_number <> ''", name="posted_is_tracked"),
    )

    number: int = big_integer(unique=True)
    vehicle_id: UUID = Field(foreign_key="vehicles.id", index=True)
    certificate_id: UUID = Field(foreign_key="certificates.id")
    person_id: UUID = Field(foreign_key="people.id", index=True)
    way: PaperWay = choice(PaperWay)
    after_loss: bool = False
    sealed_recipient: bytes = encrypted_bytes(default=b"")
    sealed_phone: bytes = encrypted_bytes(default=b"")
    sealed_address: bytes = encrypted_bytes(default=b"")
    status: PaperStatus = choice(PaperStatus, default=PaperStatus.REQUESTED)
    tracking_number: str = ""
    requested_at: datetime = instant()
    changed_at: datetime = instant()

    recipient = EncryptedField("sealed_recipient")
    phone = EncryptedField("sealed_phone")
    address = EncryptedField("sealed_address")


delete_after(
    RetentionPeriod.RECORD_DAYS,
    PaperCopy,
    lambda table, before: and_(table.c.changed_at < before, table.c.status.not_in(OPEN_STATUSES)),
)


def open_of_vehicle(session: Session, vehicle_id: UUID) -> PaperCopy | None:
    """Return the open paper copy for a vehicle."""
    query = select(PaperCopy).where(PaperCopy.vehicle_id == vehicle_id, col(PaperCopy.status).in_(OPEN_STATUSES))
    return session.exec(query).one_or_none()


def of_person(session: Session, person_id: UUID, *, limit: int | None = None) -> list[PaperCopy]:
    """Return the paper copies a person requested, newest first."""
    query = select(PaperCopy).where(PaperCopy.person_id == person_id)
    return list(session.exec(query.order_by(col(PaperCopy.number).desc()).limit(limit)))


def has_had_one(session: Session, vehicle_id: UUID, person_id: UUID) -> bool:
    """Return whether a copy for this vehicle has reached this person before."""
    query = select(PaperCopy.id).where(PaperCopy.vehicle_id == vehicle_id, PaperCopy.person_id == person_id)
    return session.exec(query.where(PaperCopy.status == PaperStatus.DONE).limit(1)).first() is not None


def open_copies(session: Session, *, limit: int | None = None) -> list[PaperCopy]:
    """Return the open paper copies, which staff still have to act on, oldest first."""
    query = select(PaperCopy).where(col(PaperCopy.status).in_(OPEN_STATUSES))
    return list(session.exec(query.order_by(col(PaperCopy.number)).limit(limit)))


def posted_before(session: Session, moment: datetime) -> list[PaperCopy]:
    """Return the copies that were posted before a moment and are not known to have arrived."""
    query = select(PaperCopy).where(PaperCopy.status == PaperStatus.POSTED, PaperCopy.changed_at < moment)
    return list(session.exec(query))


def move(session: Session, copy: PaperCopy, to: PaperStatus, *, at: datetime, **values: Any) -> bool:
    """Change the status. Returns False if another transaction changed it first."""
    return update_if(session, copy, col(PaperCopy.status) == copy.status, status=to, changed_at=at, **values)


def delete_address(session: Session, copy: PaperCopy) -> None:
    """Delete recipient, phone and address: the copy has arrived or was cancelled."""
    copy.recipient, copy.phone, copy.address = "", "", ""
    add(session, copy)
