"""Owner blocks: persons whom an owner does not allow to apply for a vehicle."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, instant, partial_index

IS_ACTIVE = "ended_at IS NULL"


class OwnerBlock(UuidRow, table=True):
    """This person may not apply for this vehicle."""

    __tablename__ = "blocks"
    __table_args__ = (partial_index("uq_blocks_active", "vehicle_id", "person_id", unique=True, where=IS_ACTIVE),)

    vehicle_id: UUID = Field(foreign_key="vehicles.id")
    person_id: UUID = Field(foreign_key="people.id")
    by: UUID = Field(foreign_key="people.id")
    since: datetime = instant()
    ended_at: datetime | None = instant(default=None)


def is_blocked(session: Session, vehicle_id: UUID, person_id: UUID) -> bool:
    """Return whether this person is blocked for this vehicle."""
    return _active(session, vehicle_id, person_id) is not None


def block(session: Session, vehicle_id: UUID, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Block this person for this vehicle, unless they are blocked already."""
    if _active(session, vehicle_id, person_id) is None:
        add(session, OwnerBlock(vehicle_id=vehicle_id, person_id=person_id, by=by, since=at))


def _active(session: Session, vehicle_id: UUID, person_id: UUID) -> OwnerBlock | None:
    query = select(OwnerBlock).where(OwnerBlock.vehicle_id == vehicle_id, OwnerBlock.person_id == person_id)
    return session.exec(query.where(col(OwnerBlock.ended_at).is_(None))).one_or_none()
