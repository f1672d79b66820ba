"""Agreements: who agreed to which text, in which version, and when; revoked where it may be revoked.

An agreement is evidence: it is written once, revoking adds a moment, nothing is deleted.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, choice, instant


class AgreedText(StrEnum):
    """The texts people agree to: the desk's terms, the face data, and the terms of each business."""

    TERMS = "terms"
    FACE = "face"
    FILING = "filing"
    VIOLATIONS = "violations"
    CERTIFICATE = "certificate"


class Agreement(SQLModel, table=True):
    """One person's agreement to one version of one text."""

    __tablename__ = "agreements"
    __table_args__ = (Index("ix_agreements_person_id_kind", "person_id", "kind"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="people.id")
    kind: AgreedText = choice(AgreedText)
    version: str
    agreed_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)


def new(session: Session, person_id: UUID, kind: AgreedText, version: str, *, at: datetime) -> Agreement:
    """Write down that this person agreed to this version."""
    return add(session, Agreement(person_id=person_id, kind=kind, version=version, agreed_at=at))


def active(session: Session, person_id: UUID, kind: AgreedText) -> Agreement | None:
    """Return the newest agreement of this person to this text that he has not revoked."""
    question = select(Agreement).where(Agreement.person_id == person_id, Agreement.kind == kind)
    question = question.where(col(Agreement.revoked_at).is_(None)).order_by(col(Agreement.agreed_at).desc())
    return session.exec(question.limit(1)).first()


def revoke(session: Session, person_id: UUID, kind: AgreedText, *, at: datetime) -> bool:
    """Revoke every agreement of this person to this text. False if there was none."""
    question = update(Agreement).where(col(Agreement.person_id) == person_id, col(Agreement.kind) == kind)
    return session.execute(question.where(col(Agreement.revoked_at).is_(None)).values(revoked_at=at)).rowcount > 0  # type: ignore[attr-defined, no-any-return]


def of_person(session: Session, person_id: UUID) -> list[Agreement]:
    """Return everything this person ever agreed to, oldest first."""
    question = select(Agreement).where(Agreement.person_id == person_id)
    return list(session.exec(question.order_by(col(Agreement.agreed_at))))
