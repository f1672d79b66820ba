"""Live views: certificates shown in a chat that refresh themselves while they are open."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, instant
from storage.engine.chat_messages import FLEETING
from storage.retention import RetentionPeriod, delete_after, older


class LiveView(UuidRow, table=True):
    """A certificate that a person shows in the chat: it refreshes itself until `until`, then is opened again."""

    __tablename__ = "presentations"

    vehicle_id: UUID = Field(foreign_key="vehicles.id", index=True)
    person_id: UUID = Field(foreign_key="people.id")
    opened_at: datetime = instant()
    until: datetime = instant(index=True)

    @property
    def about(self) -> str:
        """The key of its message in the outbox."""
        return f"{FLEETING}{self.id.hex}"


delete_after(
    RetentionPeriod.EXPIRED_ROW_DAYS,
    LiveView,
    older("until"),
    no_keeper="who showed a certificate is part of its record",
)


def running_of(session: Session, person_id: UUID, *, now: datetime) -> list[LiveView]:
    """Return the live views of this person that are not over."""
    query = select(LiveView).where(col(LiveView.until) > now, LiveView.person_id == person_id)
    return list(session.exec(query.order_by(col(LiveView.until))))
