"""Live views: certificates shown in a chat that refresh themselves while they are open."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from storage.database import UuidRow, instant
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
        return f"presentation:{self.id.hex}"


delete_after(
    RetentionPeriod.EXPIRED_ROW_DAYS,
    LiveView,
    older("until"),
    no_keeper="who showed a certificate is part of its record",
)
