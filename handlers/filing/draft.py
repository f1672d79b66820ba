"""What a filer has entered in the flow of filing, as far as each step needs it."""

from typing import Any
from uuid import UUID

from bot.context import DeskContext
from bot.services.values.plates import PlateType
from bot.stored_json import Draft
from storage.filing.filings import OPEN_STATUSES, Filing, Relationship


def is_over(context: DeskContext, draft: dict[str, Any]) -> bool:
    """Return whether the application that a draft is about has ended; False before there is one."""
    if "filing" not in draft:
        return False
    filing = context.session.get(Filing, UUID(hex=draft["filing"]))
    return filing is None or filing.status not in OPEN_STATUSES


class FilingDraft(Draft):
    """The answers of the SMS way so far."""

    type: PlateType | None = None
    plate: str | None = None
    engine: str | None = None
    relationship: Relationship | None = None
    relationship_text: str | None = None
    meant: str = ""  # What the desk has asked about: is it 123456?

    @property
    def is_complete(self) -> bool:
        """Whether every question is answered."""
        return None not in (self.type, self.plate, self.engine, self.relationship)


class CompleteDraft(Draft):
    """All answers of the SMS way."""

    type: PlateType
    plate: str
    engine: str
    relationship: Relationship
    relationship_text: str = ""


class ScannedCode(Draft):
    """The vehicle code of the QR way."""

    code: UUID


class CreatedApplication(Draft):
    """The application that waits for the owner's code."""

    filing: UUID
