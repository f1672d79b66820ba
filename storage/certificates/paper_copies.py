"""Paper copies of a certificate: asked for by the owner, printed, then posted or laid ready.

requested ──► printed ──► posted ──► done        by post, with the tracking number
                  └─────► ready ───► done        to be picked up
requested ──► cancelled (by the owner, or because the certificate ended)
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import big_integer, choice, encrypted_bytes, instant
from storage.database.encryption import EncryptedField

OPEN_TEXT = text("status IN ('requested', 'printed', 'posted', 'ready')")
OPEN: dict[str, Any] = {"sqlite_where": OPEN_TEXT, "postgresql_where": OPEN_TEXT}


class PaperWay(StrEnum):
    """How the paper comes to its owner."""

    POST = "post"
    PICK_UP = "pick_up"


class PaperStatus(StrEnum):
    """Where a paper copy stands."""

    REQUESTED = "requested"
    PRINTED = "printed"
    POSTED = "posted"
    READY = "ready"
    DONE = "done"
    CANCELLED = "cancelled"


UNDERWAY = (PaperStatus.REQUESTED, PaperStatus.PRINTED, PaperStatus.POSTED, PaperStatus.READY)


class PaperCopy(SQLModel, table=True):
    """One paper copy. `after_loss`: the earlier paper was lost or damaged. A car has one under way at the most."""

    __tablename__ = "paper_copies"
    __table_args__ = (
        Index("uq_paper_copies_open", "vehicle_id", unique=True, **OPEN),
        Index("ix_paper_copies_status", "status", "number"),
        CheckConstraint("status <> 'posted' OR tracking_number <> ''", name="posted_is_tracked"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
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


def get(session: Session, copy_id: UUID) -> PaperCopy | None:
    """Return this paper copy."""
    return session.get(PaperCopy, copy_id)


def by_number(session: Session, copy_number: int) -> PaperCopy | None:
    """Return the paper copy with this number."""
    return session.exec(select(PaperCopy).where(PaperCopy.number == copy_number)).one_or_none()


def open_of_vehicle(session: Session, vehicle_id: UUID) -> PaperCopy | None:
    """Return the paper copy that is under way for a car."""
    question = select(PaperCopy).where(PaperCopy.vehicle_id == vehicle_id, col(PaperCopy.status).in_(UNDERWAY))
    return session.exec(question).one_or_none()


def of_person(session: Session, person_id: UUID, *, most: int | None = 20) -> list[PaperCopy]:
    """Return the paper copies a person asked for, newest first."""
    question = select(PaperCopy).where(PaperCopy.person_id == person_id)
    return list(session.exec(question.order_by(col(PaperCopy.number).desc()).limit(most)))


def underway(session: Session, *, most: int = 20) -> list[PaperCopy]:
    """Return what staff have to do something about, oldest first."""
    question = select(PaperCopy).where(col(PaperCopy.status).in_(UNDERWAY))
    return list(session.exec(question.order_by(col(PaperCopy.number)).limit(most)))


def move(session: Session, copy: PaperCopy, to: PaperStatus, *, at: datetime, **values: Any) -> bool:
    """Move a copy on from where it was seen. False if something else moved it first."""
    question = (
        update(PaperCopy)
        .where(col(PaperCopy.id) == copy.id, col(PaperCopy.status) == copy.status)
        .values(status=to, changed_at=at, **values)
    )
    moved = session.execute(question, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]
    session.refresh(copy)
    return bool(moved)


def forget_address(session: Session, copy: PaperCopy) -> None:
    """Empty where it went: the copy has arrived, or never will."""
    copy.recipient, copy.phone, copy.address = "", "", ""
    session.add(copy)
    session.flush()
