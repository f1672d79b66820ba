"""Presentations: certificates shown live in a chat, which renew themselves while they are open."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel

from storage.database import add, instant


class Presentation(SQLModel, table=True):
    """One certificate held up by one account, until `until`; then it must be opened again."""

    __tablename__ = "presentations"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    vehicle_id: UUID = Field(foreign_key="vehicles.id", index=True)
    person_id: UUID = Field(foreign_key="people.id")
    opened_at: datetime = instant()
    until: datetime = instant(index=True)

    @property
    def about(self) -> str:
        """What the outbox knows its message by."""
        return f"presentation:{self.id.hex}"


def new(session: Session, vehicle_id: UUID, person_id: UUID, *, at: datetime, until: datetime) -> Presentation:
    """Begin to present."""
    return add(session, Presentation(vehicle_id=vehicle_id, person_id=person_id, opened_at=at, until=until))


def get(session: Session, presentation_id: UUID) -> Presentation | None:
    """Return this presentation."""
    return session.get(Presentation, presentation_id)


def prolong(session: Session, presentation: Presentation, *, until: datetime) -> None:
    """Let it go on."""
    presentation.until = until
    session.add(presentation)
    session.flush()
