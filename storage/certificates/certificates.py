"""Inspection certificates: what was issued for which car, and what became of it.

active ──► superseded (a newer one came) / revoked (sold, gone, or withdrawn by staff)

A car has one active certificate at the most: a unique index holds it.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, literal_column, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, choice, encrypted_bytes, instant
from storage.database.encryption import EncryptedField
from storage.register.vehicles import IN_TROUBLE_TEXT, Vehicle

ACTIVE: dict[str, Any] = {"sqlite_where": text("status = 'active'"), "postgresql_where": text("status = 'active'")}


class IssueWay(StrEnum):
    """By which of the five ways a certificate came to be (RULES 7)."""

    AUTOMATIC = "automatic"
    APPLICATION = "application"
    STATION = "station"
    ON_DEMAND = "on_demand"
    PAPER_LOST = "paper_lost"


class CertificateStatus(StrEnum):
    """Where a certificate stands. That its time is over, or its car in trouble, is not written here."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class CloseReason(StrEnum):
    """Why a certificate is active no longer."""

    NEWER = "newer"
    NEW_KEY = "new_key"
    OWNER_CHANGED = "owner_changed"
    VEHICLE_GONE = "vehicle_gone"
    BY_STAFF = "by_staff"


class Certificate(SQLModel, table=True):
    """One certificate. `valid_until`: YYYY-MM; `issued_by`: the person or member of staff, None for the desk itself.

    `text` is the signed text of its QR, which the paper mark shows to everybody, too; `reminded_at`: when its end was
    last told of, at first the moment of issue.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        Index("uq_certificates_active", "vehicle_id", unique=True, **ACTIVE),
        Index("ix_certificates_status", "status", "expires_at"),
        Index("ix_certificates_reminded", "valid_until", "reminded_at", **ACTIVE),
        CheckConstraint("(status = 'active') = (closed_at IS NULL)", name="closed_whole"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
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
    close_reason: CloseReason | None = choice(CloseReason, default=None)
    reminded_at: datetime = instant()
    sealed_note: bytes = encrypted_bytes(default=b"")

    note = EncryptedField("sealed_note")


def get(session: Session, certificate_id: UUID) -> Certificate | None:
    """Return this certificate."""
    return session.get(Certificate, certificate_id)


def by_number(session: Session, number: str) -> Certificate | None:
    """Return the certificate with this number."""
    return session.exec(select(Certificate).where(Certificate.number == number)).one_or_none()


def active_of(session: Session, vehicle_id: UUID) -> Certificate | None:
    """Return a car's one active certificate; its month may be over."""
    question = select(Certificate).where(Certificate.vehicle_id == vehicle_id)
    return session.exec(question.where(Certificate.status == CertificateStatus.ACTIVE)).one_or_none()


def active_of_all(session: Session, vehicle_ids: Collection[UUID]) -> dict[UUID, Certificate]:
    """Return the active certificates of these cars, by car."""
    question = select(Certificate).where(col(Certificate.vehicle_id).in_(vehicle_ids))
    found = session.exec(question.where(Certificate.status == CertificateStatus.ACTIVE))
    return {certificate.vehicle_id: certificate for certificate in found}


def newest_of(session: Session, vehicle_id: UUID) -> Certificate | None:
    """Return the certificate issued last for a car, whatever became of it."""
    question = select(Certificate).where(Certificate.vehicle_id == vehicle_id)
    return session.exec(question.order_by(col(Certificate.issued_at).desc(), col(Certificate.number).desc())).first()


def all_of(session: Session, vehicle_id: UUID, *, most: int = 20) -> list[Certificate]:
    """Return every certificate of a car, newest first."""
    question = select(Certificate).where(Certificate.vehicle_id == vehicle_id)
    return list(session.exec(question.order_by(col(Certificate.number).desc()).limit(most)))


def close(
    session: Session,
    certificate: Certificate,
    to: CertificateStatus,
    reason: CloseReason,
    *,
    at: datetime,
    note: str = "",
) -> bool:
    """End an active certificate. False if something else ended it first."""
    question = (
        update(Certificate)
        .where(col(Certificate.id) == certificate.id, col(Certificate.status) == CertificateStatus.ACTIVE)
        .values(status=to, closed_at=at, close_reason=reason)
    )
    closed = session.execute(question, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]
    session.refresh(certificate)
    if closed and note:
        certificate.note = note
        add(session, certificate)
    return bool(closed)


def to_be_reminded_of(session: Session, valid_until: str, *, since: datetime, most: int = 200) -> list[Certificate]:
    """Return active certificates of this month (YYYY-MM) of whose end nothing was said since this moment."""
    question = select(Certificate).where(Certificate.valid_until == valid_until, Certificate.reminded_at < since)
    active = col(Certificate.status) == literal_column("'active'")
    return list(session.exec(question.where(active).order_by(col(Certificate.reminded_at)).limit(most)))


def remind(session: Session, certificate: Certificate, *, at: datetime) -> bool:
    """Write down that its end is told of now. False if that was done, or the certificate ended, meanwhile."""
    question = update(Certificate).where(
        col(Certificate.id) == certificate.id,
        col(Certificate.status) == CertificateStatus.ACTIVE,
        col(Certificate.reminded_at) == certificate.reminded_at,
    )
    told = session.execute(  # type: ignore[attr-defined]
        question.values(reminded_at=at), execution_options={"synchronize_session": False}
    ).rowcount
    return bool(told == 1)


def closed_before_their_time(session: Session, *, now: datetime) -> list[tuple[str, CertificateStatus]]:
    """Return number and status of what was superseded or revoked and would otherwise still count."""
    question = select(Certificate.number, Certificate.status)
    closed = [status for status in CertificateStatus if status is not CertificateStatus.ACTIVE]
    found = session.exec(question.where(col(Certificate.status).in_(closed), Certificate.expires_at > now))
    # Sorted here: asked to, SQLite would walk all numbers there are.
    return sorted((number, CertificateStatus(status)) for number, status in found)


def of_cars_in_trouble(session: Session, *, now: datetime) -> list[str]:
    """Return the numbers of active certificates whose car is not in a normal state."""
    # From the cars to the certificates: joined, SQLite would go through all that are active.
    own = select(Certificate.number).where(Certificate.vehicle_id == Vehicle.id, Certificate.expires_at > now)
    active = own.where(col(Certificate.status) == literal_column("'active'")).scalar_subquery()
    found = session.exec(select(active).select_from(Vehicle).where(IN_TROUBLE_TEXT))
    return sorted(number for number in found if number is not None)
