"""Inspection certificates: which were issued for which vehicle, and how each ended.

active ──► superseded (by a newer one) / revoked (vehicle sold or gone, or withdrawn by staff)

A vehicle has at most one active certificate: a unique index enforces it.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, literal_column, text
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, choice, encrypted_bytes, instant, partial_index, update_if
from storage.database.encryption import EncryptedField
from storage.register.vehicles import IS_ABNORMAL, Vehicle
from storage.retention import EndOfKeeping, keep_until

IS_ACTIVE = "status = 'active'"


class IssueWay(StrEnum):
    """How a certificate came to be issued."""

    AUTOMATIC = "automatic"
    APPLICATION = "application"
    STATION = "station"
    ON_DEMAND = "on_demand"
    PAPER_LOST = "paper_lost"


class CertificateStatus(StrEnum):
    """The status of a certificate. It stays active when it expires or its vehicle is in an abnormal state."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class CertificateCloseReason(StrEnum):
    """Why a certificate is no longer active."""

    NEWER = "newer"
    NEW_KEY = "new_key"
    OWNER_CHANGED = "owner_changed"
    VEHICLE_GONE = "vehicle_gone"
    BY_STAFF = "by_staff"


class Certificate(UuidRow, table=True):
    """One certificate. `valid_until`: YYYY-MM; `issued_by`: a person or member of staff, None if automatic.

    `text`: the signed content of its QR code, which the paper copy shows to everybody, too. `reminded_at`: when the
    holder was last reminded that it expires, at first the moment of issue.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        partial_index("uq_certificates_active", "vehicle_id", unique=True, where=IS_ACTIVE),
        Index("ix_certificates_status", "status", "expires_at"),
        partial_index("ix_certificates_reminded", "valid_until", "reminded_at", where=IS_ACTIVE),
        CheckConstraint("(status = 'active') = (closed_at IS NULL)", name="closed_whole"),
    )

    number: str = Field(unique=True)
    vehicle_id: UUID = Field(foreign_key="vehicles.id", index=True)
    valid_until: str
    how: IssueWay = choice(IssueWay)
    issued_at: datetime = instant()
    expires_at: datetime = instant()
    issued_by: UUID | None = None
    kid: str
    text: str
    status: CertificateStatus = choice(CertificateStatus, default=CertificateStatus.ACTIVE)
    closed_at: datetime | None = instant(default=None)
    close_reason: CertificateCloseReason | None = choice(CertificateCloseReason, constraint="closereason", default=None)
    reminded_at: datetime = instant()
    sealed_note: bytes = encrypted_bytes(default=b"")

    note = EncryptedField("sealed_note")


keep_until(EndOfKeeping.VEHICLE, Certificate, no_keeper="the note belongs to the staff who revoked the certificate")


def by_number(session: Session, number: str) -> Certificate | None:
    """Return the certificate with this number."""
    return session.exec(select(Certificate).where(Certificate.number == number)).one_or_none()


def active_of(session: Session, vehicle_id: UUID) -> Certificate | None:
    """Return the active certificate of a vehicle; it may have expired."""
    query = select(Certificate).where(Certificate.vehicle_id == vehicle_id)
    return session.exec(query.where(Certificate.status == CertificateStatus.ACTIVE)).one_or_none()


def newest_of(session: Session, vehicle_id: UUID) -> Certificate | None:
    """Return the certificate of a vehicle that was issued last, whatever its status."""
    query = select(Certificate).where(Certificate.vehicle_id == vehicle_id)
    return session.exec(query.order_by(col(Certificate.issued_at).desc(), col(Certificate.number).desc())).first()


def of_vehicle(session: Session, vehicle_id: UUID) -> list[Certificate]:
    """Return all certificates of a vehicle, oldest first."""
    query = select(Certificate).where(Certificate.vehicle_id == vehicle_id)
    return list(session.exec(query.order_by(col(Certificate.issued_at), col(Certificate.number))))


def close(
    session: Session,
    certificate: Certificate,
    to: CertificateStatus,
    reason: CertificateCloseReason,
    *,
    at: datetime,
    note: str = "",
) -> bool:
    """End an active certificate. Returns False if it was already closed."""
    is_active = col(Certificate.status) == CertificateStatus.ACTIVE
    closed = update_if(session, certificate, is_active, status=to, closed_at=at, close_reason=reason)
    if closed and note:
        certificate.note = note
        add(session, certificate)
    return closed


def replaced_by(session: Session, certificate: Certificate, *, now: datetime) -> Certificate | None:
    """Return the certificate that this one has superseded when it was issued, if it would be valid still."""
    query = select(Certificate).where(Certificate.vehicle_id == certificate.vehicle_id, Certificate.expires_at > now)
    replaced = query.where(
        Certificate.status == CertificateStatus.SUPERSEDED, Certificate.closed_at == certificate.issued_at
    )
    return session.exec(replaced.where(Certificate.id != certificate.id)).first()


def reopen(session: Session, certificate: Certificate) -> bool:
    """Make a superseded certificate the active one again. Returns False if it is not superseded."""
    is_superseded = col(Certificate.status) == CertificateStatus.SUPERSEDED
    again = {"status": CertificateStatus.ACTIVE, "closed_at": None, "close_reason": None}
    return update_if(session, certificate, is_superseded, **again)


def due_for_reminder(session: Session, valid_until: str, *, since: datetime, limit: int = 200) -> list[Certificate]:
    """Return active certificates that expire in this month (YYYY-MM) and whose holder was not reminded since then."""
    query = select(Certificate).where(Certificate.valid_until == valid_until, Certificate.reminded_at < since)
    active = col(Certificate.status) == literal_column("'active'")
    return list(session.exec(query.where(active).order_by(col(Certificate.reminded_at)).limit(limit)))


def mark_reminded(session: Session, certificate: Certificate, *, at: datetime) -> bool:
    """Record that its holder is reminded now. Returns False if that was done already, or the certificate was closed."""
    is_active = col(Certificate.status) == CertificateStatus.ACTIVE
    not_reminded = col(Certificate.reminded_at) == certificate.reminded_at
    return update_if(session, certificate, is_active, not_reminded, reminded_at=at)


def closed_before_expiry(session: Session, *, now: datetime) -> list[tuple[str, CertificateStatus]]:
    """Return number and status of the superseded and revoked certificates that have not expired."""
    query = select(Certificate.number, Certificate.status)
    closed = [status for status in CertificateStatus if status is not CertificateStatus.ACTIVE]
    found = session.exec(query.where(col(Certificate.status).in_(closed), Certificate.expires_at > now))
    # Sorted here: an ORDER BY would make SQLite scan the index of all numbers.
    return sorted((number, CertificateStatus(status)) for number, status in found)


def of_abnormal_vehicles(session: Session, *, now: datetime) -> list[str]:
    """Return the numbers of active certificates whose vehicle is not in the normal state."""
    # A subquery for each vehicle: with a join, SQLite would scan all active certificates.
    own = select(Certificate.number).where(Certificate.vehicle_id == Vehicle.id, Certificate.expires_at > now)
    active = own.where(col(Certificate.status) == literal_column("'active'")).scalar_subquery()
    found = session.exec(select(active).select_from(Vehicle).where(text(f"vehicles.{IS_ABNORMAL}")))
    return sorted(number for number in found if number is not None)
