"""What a filer has entered in the flow of filing."""

from uuid import UUID

from bot.services.values.plates import PlateType
from bot.stored_json import Draft
from storage.filing.filings import Relationship


class FilingDraft(Draft):
    """By SMS: the vehicle and the relationship; by QR: the vehicle code; then the application that was created."""

    type: PlateType | None = None
    plate: str | None = None
    engine: str | None = None
    relationship: Relationship | None = None
    relationship_text: str | None = None
    code: UUID | None = None
    filing: UUID | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every question of the SMS way is answered."""
        return None not in (self.type, self.plate, self.engine, self.relationship)
