"""Consents: who agreed to which version of which text, and when; some of them can be revoked.

Consents are evidence: rows are never deleted, revoking sets `revoked_at`.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, update
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, choice, instant
from storage.retention import RetentionPeriod, delete_after, older


class ConsentText(StrEnum):
    """The texts people agree to: terms of use, personal data of each kind, and the terms of each service."""

    TERMS = "terms"
    FACE = "face"
    FILING = "filing"
    VIOLATIONS = "violations"
    CERTIFICATE = "certificate"
    ID_PHOTOS = "id_photos"
    DATA_SHARING = "data_sharing"


class Consent(UuidRow, table=True):
    """One person's consent to one version of one text."""

    __tablename__ = "agreements"
    __table_args__ = (Index("ix_agreements_person_id_kind", "person_id", "kind"),)

    person_id: UUID = Field(foreign_key="people.id")
    kind: ConsentText = choice(ConsentText, constraint="agreedtext")
    version: str
    agreed_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)


delete_after(RetentionPeriod.RECORD_DAYS, Consent, older("revoked_at"))


def new(session: Session, person_id: UUID, kind: ConsentText, version: str, *, at: datetime) -> Consent:
    """Record that this person agreed to this version."""
    return add(session, Consent(person_id=person_id, kind=kind, version=version, agreed_at=at))


def active(session: Session, person_id: UUID, kind: ConsentText) -> Consent | None:
    """Return this person's newest consent to this text that is not revoked."""
    query = select(Consent).where(Consent.person_id == person_id, Consent.kind == kind)
    query = query.where(col(Consent.revoked_at).is_(None)).order_by(col(Consent.agreed_at).desc())
    return session.exec(query.limit(1)).first()


def active_versions(session: Session, person_id: UUID) -> dict[ConsentText, str]:
    """Return the newest version of each text to which this person agrees now."""
    query = select(Consent.kind, Consent.version).where(Consent.person_id == person_id)
    query = query.where(col(Consent.revoked_at).is_(None)).order_by(col(Consent.agreed_at))
    return {ConsentText(kind): version for kind, version in session.exec(query)}


def is_revoked(session: Session, person_id: UUID, kind: ConsentText) -> bool:
    """Return whether this person has revoked their newest consent to this text."""
    query = select(Consent).where(Consent.person_id == person_id, Consent.kind == kind)
    newest = session.exec(query.order_by(col(Consent.agreed_at).desc()).limit(1)).first()
    return newest is not None and newest.revoked_at is not None


def revoke(session: Session, person_id: UUID, kind: ConsentText, *, at: datetime) -> bool:
    """Revoke this person's consents to this text. Returns False if there was none."""
    query = update(Consent).where(col(Consent.person_id) == person_id, col(Consent.kind) == kind)
    return session.exec(query.where(col(Consent.revoked_at).is_(None)).values(revoked_at=at)).rowcount > 0


def of_person(session: Session, person_id: UUID) -> list[Consent]:
    """Return all consents of this person, oldest first."""
    query = select(Consent).where(Consent.person_id == person_id)
    return list(session.exec(query.order_by(col(Consent.agreed_at))))
