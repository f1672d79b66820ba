"""What people agree to before they send photos of ID documents, for a review as for an identity case."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.services.identity import consents
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage.identity.consents import ConsentText


@dataclass(frozen=True)
class PhotoConsent:
    """The text in force. days: how long photos are kept after a decision; record_days: their hashes, with a filing."""

    version: str
    days: int
    record_days: int


def in_force(session: Session, *, now: datetime) -> PhotoConsent:
    """Return the version of the text and the periods that it names."""
    return PhotoConsent(
        consents.VERSIONS[ConsentText.ID_PHOTOS],
        rules.number(session, RuleName.PHOTO_DAYS, at=now),
        rules.number(session, RuleName.RECORD_DAYS, at=now),
    )
