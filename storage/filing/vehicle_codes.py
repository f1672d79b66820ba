"""Vehicle codes: what an owner shows to let somebody file his car. Kept as keyed hashes alone, used once.

open ──► used (by the first who scans it) ──► a filing       cancelled: by the owner, or by a newer one     expired
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, or_, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, choice, instant
from storage.database.encryption import current_keyring

NEVER_USED: dict[str, Any] = {"sqlite_where": text("status <> 'used'"), "postgresql_where": text("status <> 'used'")}
OPEN: dict[str, Any] = {"sqlite_where": text("status = 'open'"), "postgresql_where": text("status = 'open'")}


class VehicleCodeStatus(StrEnum):
    """Where a code stands. One that ran out may still say open: its moment decides."""

    OPEN = "open"
    USED = "used"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class VehicleCode(SQLModel, table=True):
    """One code of one car. `made_by`: who speaks for the car; `file_id`: the picture, while the code lives."""

    __tablename__ = "vehicle_codes"
    __table_args__ = (
        Index("uq_vehicle_codes_open", "vehicle_id", unique=True, **OPEN),
        Index("ix_vehicle_codes_never_used", "expires_at", **NEVER_USED),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    vehicle_id: UUID = Field(foreign_key="vehicles.id", index=True)
    made_by: UUID = Field(foreign_key="people.id", index=True)
    link_index: str = Field(unique=True)
    short_index: str = Field(unique=True)
    status: VehicleCodeStatus = choice(VehicleCodeStatus, default=VehicleCodeStatus.OPEN)
    made_at: datetime = instant()
    expires_at: datetime = instant()
    used_by: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    used_at: datetime | None = instant(default=None)
    filing_id: UUID | None = Field(default=None, foreign_key="filings.id", unique=True)
    file_id: UUID | None = None


def index(kind: str, value: str) -> str:
    """Return the keyed hash a code is found by. kind: `link` or `short`."""
    return current_keyring().blind_index("vehicle code", f"{kind}:{value}")


def new(session: Session, code: VehicleCode) -> VehicleCode:
    """Keep a code; an older open one of the same car must have been closed."""
    return add(session, code)


def get(session: Session, code_id: UUID) -> VehicleCode | None:
    """Return this code."""
    return session.get(VehicleCode, code_id)


def find(session: Session, *, link: str = "", short: str = "") -> VehicleCode | None:
    """Return the code with this token of a link, or this short text (normalised)."""
    wanted = [col(VehicleCode.link_index) == index("link", link)] if link else []
    wanted += [col(VehicleCode.short_index) == index("short", short)] if short else []
    return session.exec(select(VehicleCode).where(or_(*wanted))).one_or_none() if wanted else None


def open_of(session: Session, vehicle_id: UUID) -> VehicleCode | None:
    """Return the code of this car that nobody has used or cancelled; it may have run out."""
    question = select(VehicleCode).where(VehicleCode.vehicle_id == vehicle_id)
    return session.exec(question.where(VehicleCode.status == VehicleCodeStatus.OPEN)).one_or_none()


def close(session: Session, code: VehicleCode, to: VehicleCodeStatus, *, at: datetime, by: UUID | None = None) -> bool:
    """End an open code. False if it was not open any more: of two who scan it at once, one row is updated."""
    question = update(VehicleCode).where(col(VehicleCode.id) == code.id)
    question = question.where(col(VehicleCode.status) == VehicleCodeStatus.OPEN)
    used = {"used_by": by, "used_at": at} if to is VehicleCodeStatus.USED else {}
    if to is VehicleCodeStatus.USED:
        question = question.where(col(VehicleCode.expires_at) > at)
    closed = session.execute(question.values(status=to, **used), execution_options={"synchronize_session": False})
    session.refresh(code)
    return bool(closed.rowcount == 1)  # type: ignore[attr-defined]


def fulfil(session: Session, code: VehicleCode, filing_id: UUID) -> bool:
    """Write down which application came of a used code. False if one has come of it already."""
    question = update(VehicleCode).where(col(VehicleCode.id) == code.id, col(VehicleCode.filing_id).is_(None))
    done = session.execute(question.values(filing_id=filing_id), execution_options={"synchronize_session": False})
    session.refresh(code)
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def of_person(session: Session, person_id: UUID) -> list[VehicleCode]:
    """Return every code this person made or used, oldest first."""
    question = select(VehicleCode).where(
        or_(col(VehicleCode.made_by) == person_id, col(VehicleCode.used_by) == person_id)
    )
    return list(session.exec(question.order_by(col(VehicleCode.made_at))))
