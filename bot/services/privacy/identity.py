"""Personal data: the texts a person has agreed to."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.identity import consents as service
from bot.services.privacy.keeper import Keeper
from storage.identity import consents
from storage.identity.consents import Consent, ConsentText
from storage.register.people import Person


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return every consent, revoked ones too."""
    return {"agreements": [_consent_to_dict(each) for each in consents.of_person(session, person.id)]}


def erase(session: Session, person: Person, now: datetime) -> None:
    """Revoke every consent, which deletes the portrait kept under one; they stay as evidence for a time."""
    for kind in ConsentText:
        service.revoke(session, person, kind, now=now)


KEEPER = Keeper(export, erase)


def _consent_to_dict(consent: Consent) -> dict[str, Any]:
    return {
        "text": consent.kind,
        "version": consent.version,
        "agreed_at": consent.agreed_at.isoformat(),
        "revoked_at": consent.revoked_at.isoformat() if consent.revoked_at else None,
    }
