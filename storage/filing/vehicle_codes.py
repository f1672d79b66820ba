"""Vehicle codes: QR codes by which an owner lets somebody file their vehicle. Stored as keyed hashes, usable once.

open ──► used (by the first person who scans it) ──► a filing
  └────► cancelled (by the owner, or replaced by a newer code) / expired
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, text
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, choice, instant, partial_index, update_if
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.register.vehicles import Vehicle
from storage.retention import RetentionPeriod, delete_after, delete_with

IS_UNUSED = "status <> 'used'"
IS_OPEN = "status = 'open'"


class VehicleCodeStatus(StrEnum):
    """The status of a code. A code past `expires_at` may still be stored as open."""

    OPEN = "open"
    USED = "used"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class VehicleCode(UuidRow, table=True):
    """One code for one vehicle. `made_by`: who acts for the owner; `file_id`: its picture, while the code is valid."""

    __tablename__ = "vehicle_codes"
    __table_args__ = (
        partial_index("uq_vehicle_codes_open", "vehicle_id", unique=True, where=IS_OPEN),
        partial_index("ix_vehicle_codes_never_used", "expires_at", where=IS_UNUSED),
    )

    vehicle_id: UUID = Field(foreign_key="vehicles.id", index=True)
    made_by: UUID = Field(foreign_key="people.id", index=True)
    link_index: str = keyed_hash(unique=True)
    short_index: str = keyed_hash(unique=True)
    status: VehicleCodeStatus = choice(VehicleCodeStatus, default=VehicleCodeStatus.OPEN)
    made_at: datetime = instant()
    expires_at: datetime = instant()
    used_by: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    used_at: datetime | None = instant(default=None)
    filing_id: UUID | None = Field(default=None, foreign_key="filings.id", unique=True)
    file_id: UUID | None = None

    @property
    def topic(self) -> str:
        """What the messages to its maker are about: they show whether it is used, or over."""
        return f"vehicle-code:{self.id}"


# Used codes stay: they record how a filing was made.
delete_after(
    RetentionPeriod.EXPIRED_ROW_DAYS,
    VehicleCode,
    lambda table, before: and_(table.c.expires_at < before, text("status <> 'used'")),
)


delete_with(VehicleCode, "filing_id")


def index(kind: str, value: str) -> str:
    """Return the keyed hash by which a code is found. kind: `link` or `short`."""
    return current_keyring().blind_index("vehicle code", f"{kind}:{value}")


def find(session: Session, *, link: str = "", short: str = "") -> VehicleCode | None:
    """Return the code with this token of a link, or this short text (normalised)."""
    wanted = [col(VehicleCode.link_index) == index("link", link)] if link else []
    wanted += [col(VehicleCode.short_index) == index("short", short)] if short else []
    return session.exec(select(VehicleCode).where(or_(*wanted))).one_or_none() if wanted else None


def unapplied_of_vehicle(session: Session, vehicle_id: UUID) -> list[VehicleCode]:
    """Return the codes of this vehicle with which somebody may still apply; they may have expired."""
    query = select(VehicleCode).where(VehicleCode.vehicle_id == vehicle_id, _is_unapplied())
    return list(session.exec(query.order_by(col(VehicleCode.id))))


def unapplied_of_organisation(session: Session, organisation_id: UUID) -> list[VehicleCode]:
    """Return such codes of the vehicles that this organisation owns."""
    owned = select(Vehicle.id).where(Vehicle.owner_organisation_id == organisation_id)
    query = select(VehicleCode).where(col(VehicleCode.vehicle_id).in_(owned), _is_unapplied())
    return list(session.exec(query.order_by(col(VehicleCode.id))))


def unapplied_of_maker(session: Session, person_id: UUID) -> list[VehicleCode]:
    """Return such codes that this person has made."""
    query = select(VehicleCode).where(VehicleCode.made_by == person_id, _is_unapplied())
    return list(session.exec(query.order_by(col(VehicleCode.id))))


def close(session: Session, code: VehicleCode, to: VehicleCodeStatus, *, at: datetime, by: UUID | None = None) -> bool:
    """Close an open code. Returns False if it is no longer open, or is to be used after it expired."""
    is_open = col(VehicleCode.status) == VehicleCodeStatus.OPEN
    if to is not VehicleCodeStatus.USED:
        return update_if(session, code, is_open, status=to)
    return update_if(session, code, is_open, col(VehicleCode.expires_at) > at, status=to, used_by=by, used_at=at)


def revoke(session: Session, code: VehicleCode) -> bool:
    """Cancel a code, scanned or not, for good. Returns False if an application was made with it, or it has ended."""
    return update_if(session, code, _is_unapplied(), status=VehicleCodeStatus.CANCELLED)


def take_back(session: Session, code: VehicleCode) -> bool:
    """Cancel a used code. Returns False if it is not used, or an application was made with it."""
    is_used = col(VehicleCode.status) == VehicleCodeStatus.USED
    without_filing = col(VehicleCode.filing_id).is_(None)
    return update_if(session, code, is_used, without_filing, status=VehicleCodeStatus.CANCELLED)


def fulfil(session: Session, code: VehicleCode, filing_id: UUID) -> bool:
    """Record the application made with a used code. Returns False if there is one already, or it was cancelled."""
    is_used = col(VehicleCode.status) == VehicleCodeStatus.USED
    return update_if(session, code, is_used, col(VehicleCode.filing_id).is_(None), filing_id=filing_id)


def of_person(session: Session, person_id: UUID) -> list[VehicleCode]:
    """Return all codes this person created or used, oldest first."""
    query = select(VehicleCode).where(or_(col(VehicleCode.made_by) == person_id, col(VehicleCode.used_by) == person_id))
    return list(session.exec(query.order_by(col(VehicleCode.made_at))))


def _is_unapplied() -> ColumnElement[bool]:
    """Return the condition that a code is open, or was scanned and no application made with it yet."""
    is_open, is_used = (col(VehicleCode.status) == each for each in (VehicleCodeStatus.OPEN, VehicleCodeStatus.USED))
    return or_(is_open, and_(is_used, col(VehicleCode.filing_id).is_(None)))
