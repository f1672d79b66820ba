"""Blocks: persons whom an owner does not want to hear from again about a car."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, instant

ACTIVE: dict[str, Any] = {"sqlite_where": text("ended_at IS NULL"), "postgresql_where": text("ended_at IS NULL")}


class Block(SQLModel, table=True):
    """This person may not apply for this car."""

    __tablename__ = "blocks"
    __table_args__ = (Index("uq_blocks_active", "vehicle_id", "person_id", unique=True, **ACTIVE),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    vehicle_id: UUID = Field(foreign_key="vehicles.id")
    person_id: UUID = Field(foreign_key="people.id")
    by: UUID = Field(foreign_key="people.id")
    since: datetime = instant()
    ended_at: datetime | None = instant(default=None)


def is_blocked(session: Session, vehicle_id: UUID, person_id: UUID) -> bool:
    """Say whether this person is blocked for this car."""
    return _active(session, vehicle_id, person_id) is not None


def block(session: Session, vehicle_id: UUID, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Block this person for this car; once is enough."""
    if _active(session, vehicle_id, person_id) is None:
        add(session, Block(vehicle_id=vehicle_id, person_id=person_id, by=by, since=at))


def unblock(session: Session, vehicle_id: UUID, person_id: UUID, *, at: datetime) -> None:
    """Let this person apply again."""
    question = update(Block).where(col(Block.vehicle_id) == vehicle_id, col(Block.person_id) == person_id)
    session.execute(question.where(col(Block.ended_at).is_(None)).values(ended_at=at))


def of_vehicle(session: Session, vehicle_id: UUID) -> list[Block]:
    """Return who is blocked for this car now."""
    return list(session.exec(select(Block).where(Block.vehicle_id == vehicle_id, col(Block.ended_at).is_(None))))


def _active(session: Session, vehicle_id: UUID, person_id: UUID) -> Block | None:
    question = select(Block).where(Block.vehicle_id == vehicle_id, Block.person_id == person_id)
    return session.exec(question.where(col(Block.ended_at).is_(None))).one_or_none()
