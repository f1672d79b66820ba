"""Consents: the versions of the texts in force, giving and revoking consent.

Consents and their audit entries belong to the person, so that nothing leads from them to a deleted account.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal, StaleButton
from bot.services.identity import portraits
from storage import audit, audit_search
from storage.identity import consents as store
from storage.identity.accounts import Account
from storage.identity.consents import Consent, ConsentText
from storage.register.people import Person
from storage.review import photos

# The version of each text in the catalogues: change it together with the text.
VERSIONS: Mapping[ConsentText, str] = {
    ConsentText.TERMS: "2026-12",
    ConsentText.FACE: "2026-12",
    ConsentText.FILING: "2026-11",
    ConsentText.VIOLATIONS: "2026-11",
    ConsentText.CERTIFICATE: "2026-11",
    ConsentText.ID_PHOTOS: "2026-12.3",
    ConsentText.DATA_SHARING: "2026-12",
}
# What everybody agrees to before they do anything here; asked again when a text has changed.
REQUIRED = (ConsentText.TERMS, ConsentText.DATA_SHARING)
# To take the terms back is to delete the account.
REVOCABLE = (ConsentText.FACE, ConsentText.ID_PHOTOS, ConsentText.DATA_SHARING)


class ConsentMissing(Refusal, key="refused-consent-missing", offers=("terms",)):
    """A text that is required has changed, or the consent to it was revoked or never given."""


def agree(session: Session, person: Person, kind: ConsentText, *, now: datetime, again: bool = False) -> Consent:
    """Record that this person agrees to the text in force; the same version is recorded once.

    again: record it once more, as numbers that the text names have changed.
    """
    found = store.active(session, person.id, kind)
    if found is not None and found.version == VERSIONS[kind] and not again:
        return found
    consent = store.new(session, person.id, kind, VERSIONS[kind], at=now)
    audit.record(
        session, audit.Action.CONSENT_GIVEN, by=person.id, on=consent.id, at=now, kind=kind, version=VERSIONS[kind]
    )
    return consent


def has_answered(session: Session, person: Person, kind: ConsentText) -> bool:
    """Whether this person has agreed to any version of a text, revoked or not."""
    return any(each.kind is kind for each in store.of_person(session, person.id))


def record_of_guest(
    session: Session, account: Account, kind: ConsentText, *, about: UUID, now: datetime, is_revoked: bool = False
) -> None:
    """Record in the audit that somebody who is not registered agrees to the text in force, or revokes that.

    about: what they agree for, such as an identity case; there is no person yet to whom the consent could belong.
    """
    action = audit.Action.CONSENT_REVOKED if is_revoked else audit.Action.CONSENT_GIVEN
    audit.record(session, action, by=account.id, on=about, at=now, kind=kind, version=VERSIONS[kind])


def take_over(session: Session, person: Person, kind: ConsentText, *, about: UUID, at: datetime) -> None:
    """Record as this person's the consent that they gave as a guest at this moment, if it was to the text in force."""
    entries = audit_search.latest(session, limit=20, on=[about])
    given = [json.loads(entry.details) for entry in entries if entry.action == audit.Action.CONSENT_GIVEN]
    if any(each["version"] == VERSIONS[kind] for each in given):
        agree(session, person, kind, now=at)


def has_agreed(session: Session, person: Person, kind: ConsentText) -> bool:
    """Whether this person has agreed to the version in force and has not revoked it."""
    found = store.active(session, person.id, kind)
    return found is not None and found.version == VERSIONS[kind]


def missing(session: Session, person: Person) -> ConsentText | None:
    """Return the first required text to which this person has not agreed in the version in force."""
    agreed = store.active_versions(session, person.id)
    return next((kind for kind in REQUIRED if agreed.get(kind) != VERSIONS[kind]), None)


def require(session: Session, person: Person) -> None:
    """Raise ConsentMissing unless this person agrees to every required text in the version in force."""
    if missing(session, person) is not None:
        raise ConsentMissing


def agree_to_shown(session: Session, person: Person, kind: ConsentText, *, version: str, now: datetime) -> None:
    """Record the consent to a required text in the version that was shown, unless it has changed since.

    Raises StaleButton for a text that is asked for elsewhere.
    """
    if kind not in REQUIRED:
        raise StaleButton
    if version == VERSIONS[kind]:
        agree(session, person, kind, now=now)


def check_revocable(session: Session, person: Person, kind: ConsentText) -> None:
    """Raise StaleButton if there is no such consent, or it is not revoked by itself: the terms end with the account."""
    if kind not in REVOCABLE or store.active(session, person.id, kind) is None:
        raise StaleButton


def revoke(session: Session, person: Person, kind: ConsentText, *, now: datetime) -> bool:
    """Revoke a consent. Returns False if there was none.

    Revoking the consent to face checks deletes the portrait that was kept under it; revoking the consent to photos
    of documents deletes those that were not sent for review.
    """
    if not store.revoke(session, person.id, kind, at=now):
        return False
    if kind is ConsentText.FACE:
        portraits.delete(session, person)
    if kind is ConsentText.ID_PHOTOS:
        photos.discard_unsent(session, person.id)
    audit.record(session, audit.Action.CONSENT_REVOKED, by=person.id, on=person.id, at=now, kind=kind)
    return True
