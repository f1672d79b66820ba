"""Certificate views: every time somebody checked a certificate. The holder sees them, but not who it was."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, false, func, update
from sqlmodel import Field, Session, col, select

from storage.certificates.certificates import Certificate
from storage.database import UuidRow, choice, instant
from storage.retention import RetentionPeriod, delete_after, older


class ViewWay(StrEnum):
    """How the certificate was viewed."""

    TEXT = "text"
    PICTURE = "picture"
    SHARE = "share"
    PLATE = "plate"
    WEB_CAMERA = "web_camera"
    WEB_TEXT = "web_text"


class ViewerRole(StrEnum):
    """In which role it was viewed."""

    PUBLIC = "public"
    USER = "user"
    OFFICER = "officer"


class CertificateView(UuidRow, table=True):
    """One view. `by`: the account, None for the public page; `verdict`: the result shown.

    told: whether the maker of the share code was told of it.
    """

    __tablename__ = "certificate_looks"
    __table_args__ = (Index("ix_certificate_looks_vehicle_id_at", "vehicle_id", "at"),)

    vehicle_id: UUID = Field(foreign_key="vehicles.id")
    certificate_id: UUID | None = Field(default=None, foreign_key="certificates.id")
    share_id: UUID | None = Field(default=None, foreign_key="certificate_shares.id", index=True)
    way: ViewWay = choice(ViewWay, constraint="lookway")
    role: ViewerRole = choice(ViewerRole, constraint="lookrole")
    by: UUID | None = None
    verdict: str
    at: datetime = instant()
    told: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


delete_after(RetentionPeriod.RECORD_DAYS, CertificateView, older("at"))


def of_vehicle(
    session: Session, vehicle_id: UUID, *, since: datetime | None = None, limit: int = 20
) -> list[CertificateView]:
    """Return a vehicle's views, newest first. since: when the present owner's certificate was issued."""
    query = select(CertificateView).where(CertificateView.vehicle_id == vehicle_id)
    if since is not None:
        query = query.where(CertificateView.at >= since)
    return list(session.exec(query.order_by(col(CertificateView.at).desc()).limit(limit)))


def count_shared(session: Session, certificate: Certificate, *, since: datetime, but_by: UUID) -> int:
    """Return how many views by share codes a certificate has had since then, without those by this account."""
    query = select(func.count()).where(
        CertificateView.vehicle_id == certificate.vehicle_id,  # The index is on vehicle and moment.
        CertificateView.certificate_id == certificate.id,
        col(CertificateView.share_id).is_not(None),
        col(CertificateView.by).is_distinct_from(but_by),
        CertificateView.at > since,
    )
    return session.exec(query).one()


def mark_told(session: Session, certificate: Certificate, *, since: datetime, but_by: UUID) -> bool:
    """Mark the views by share codes since then as told, but those by this account. Returns whether there are any."""
    query = update(CertificateView).where(
        col(CertificateView.vehicle_id) == certificate.vehicle_id,
        col(CertificateView.certificate_id) == certificate.id,
        col(CertificateView.share_id).is_not(None),
        col(CertificateView.by).is_distinct_from(but_by),
        col(CertificateView.at) > since,
        col(CertificateView.told).is_(False),
    )
    return bool(session.connection().execute(query.values(told=True)).rowcount)
