"""Agreements: the texts in force, who has agreed to them, and taking it back where that is a right.

They are a person's, and so are their entries in the audit: nothing leads from them to the
account he used, once that is deleted.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.services.identity import portraits
from storage import audit
from storage.identity import consents as store
from storage.identity.consents import Consent, ConsentText
from storage.register.people import Person

VERSIONS: Mapping[ConsentText, str] = {
    ConsentText.TERMS: "2026-11",
    ConsentText.FACE: "2026-11",
    ConsentText.FILING: "2026-11",
    ConsentText.VIOLATIONS: "2026-11",
    ConsentText.CERTIFICATE: "2026-11",
}
"""The version of each text that the catalogues carry now: change it with the words."""


def agree(session: Session, person: Person, kind: ConsentText, *, now: datetime) -> Consent:
    """Write down that this person agrees to the text in force; the same version once."""
    found = store.active(session, person.id, kind)
    if found is not None and found.version == VERSIONS[kind]:
        return found
    agreement = store.new(session, person.id, kind, VERSIONS[kind], at=now)
    audit.record(
        session, audit.Action.AGREEMENT_GIVEN, by=person.id, on=agreement.id, at=now, kind=kind, version=VERSIONS[kind]
    )
    return agreement


def holds(session: Session, person: Person, kind: ConsentText) -> bool:
    """Say whether this person has agreed to the version in force, and has not taken it back."""
    found = store.active(session, person.id, kind)
    return found is not None and found.version == VERSIONS[kind]


def revoke(session: Session, person: Person, kind: ConsentText, *, now: datetime) -> bool:
    """Take an agreement back; from now on it is asked for anew. False if there was none.

    With the agreement to face checks goes the portrait that was kept under it.
    """
    if not store.revoke(session, person.id, kind, at=now):
        return False
    if kind is ConsentText.FACE:
        portraits.forget(session, person)
    audit.record(session, audit.Action.AGREEMENT_REVOKED, by=person.id, on=person.id, at=now, kind=kind)
    return True
