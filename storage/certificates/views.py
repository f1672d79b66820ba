"""Looks: every time somebody asked about a certificate. The holder can see them; who it was is not told him."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, choice, instant


class LookWay(StrEnum):
    """By which way somebody looked."""

    TEXT = "text"
    PICTURE = "picture"
    SHARE = "share"
    PLATE = "plate"
    WEB_CAMERA = "web_camera"
    WEB_TEXT = "web_text"


class LookRole(StrEnum):
    """As what somebody looked."""

    PUBLIC = "public"
    USER = "user"
    OFFICER = "officer"


class Look(SQLModel, table=True):
    """One look. `by`: the account, None for the public page; `verdict`: what was answered."""

    __tablename__ = "certificate_looks"
    __table_args__ = (Index("ix_certificate_looks_vehicle_id_at", "vehicle_id", "at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    vehicle_id: UUID = Field(foreign_key="vehicles.id")
    certificate_id: UUID | None = Field(default=None, foreign_key="certificates.id")
    share_id: UUID | None = Field(default=None, foreign_key="certificate_shares.id")
    way: LookWay = choice(LookWay)
    role: LookRole = choice(LookRole)
    by: UUID | None = None
    verdict: str
    at: datetime = instant()


def note(session: Session, look: Look) -> Look:
    """Write a look down."""
    return add(session, look)


def get(session: Session, look_id: UUID) -> Look | None:
    """Return this look."""
    return session.get(Look, look_id)


def of_vehicle(session: Session, vehicle_id: UUID, *, since: datetime | None = None, most: int = 20) -> list[Look]:
    """Return the looks at a car's certificates, newest first. since: when the present owner's certificate began."""
    question = select(Look).where(Look.vehicle_id == vehicle_id)
    if since is not None:
        question = question.where(Look.at >= since)
    return list(session.exec(question.order_by(col(Look.at).desc()).limit(most)))
