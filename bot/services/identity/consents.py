"""Consents: the versions of the texts in force, giving and revoking consent.

Consents and their audit entries belong to the person, so that nothing leads from them to a deleted account.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.services.identity import portraits
from storage import audit
from storage.identity import consents as store
from storage.identity.consents import Consent, ConsentText
from storage.register.people import Person

# The version of each text in the catalogues: change it together with the text.
VERSIONS: Mapping[ConsentText, str] = {
    ConsentText.TERMS: "2026-12",
    ConsentText.FACE: "2026-12",
    ConsentText.FILING: "2026-11",
    ConsentText.VIOLATIONS: "2026-11",
    ConsentText.CERTIFICATE: "2026-11",
}


def agree(session: Session, person: Person, kind: ConsentText, *, now: datetime) -> Consent:
    """Record that this person agrees to the text in force; the same version is recorded once."""
    found = store.active(session, person.id, kind)
    if found is not None and found.version == VERSIONS[kind]:
        return found
    consent = store.new(session, person.id, kind, VERSIONS[kind], at=now)
    audit.record(
        session, audit.Action.AGREEMENT_GIVEN, by=person.id, on=consent.id, at=now, kind=kind, version=VERSIONS[kind]
    )
    return consent


def has_agreed(session: Session, person: Person, kind: ConsentText) -> bool:
    """Whether this person has agreed to the version in force and has not revoked it."""
    found = store.active(session, person.id, kind)
    return found is not None and found.version == VERSIONS[kind]


def revoke(session: Session, person: Person, kind: ConsentText, *, now: datetime) -> bool:
    """Revoke a consent. Returns False if there was none.

    Revoking the consent to face checks deletes the portrait that was kept under it.
    """
    if not store.revoke(session, person.id, kind, at=now):
        return False
    if kind is ConsentText.FACE:
        portraits.delete(session, person)
    audit.record(session, audit.Action.AGREEMENT_REVOKED, by=person.id, on=person.id, at=now, kind=kind)
    return True
