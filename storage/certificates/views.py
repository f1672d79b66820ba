"""Certificate views: every time somebody checked a certificate. The holder sees them, but not who it was."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Session, col, select

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
    """One view. `by`: the account, None for the public page; `verdict`: the result shown."""

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


delete_after(RetentionPeriod.RECORD_DAYS, CertificateView, older("at"))


def of_vehicle(
    session: Session, vehicle_id: UUID, *, since: datetime | None = None, limit: int = 20
) -> list[CertificateView]:
    """Return a vehicle's views, newest first. since: when the present owner's certificate was issued."""
    query = select(CertificateView).where(CertificateView.vehicle_id == vehicle_id)
    if since is not None:
        query = query.where(CertificateView.at >= since)
    return list(session.exec(query.order_by(col(CertificateView.at).desc()).limit(limit)))
