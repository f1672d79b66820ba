"""The blacklist: who handed in false material, on whose word and whose confirmation, until when, and the appeal.

proposed ──► confirmed ──► lifted (the appeal was right)      rejected: the second person did not agree
                  └── appealed once ──► upheld, or lifted

Four eyes are the database's matter: nobody confirms his own proposal, and an appeal is
decided by neither of the two.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, choice, encrypted_bytes, instant
from storage.database.encryption import EncryptedField

PROPOSED: dict[str, Any] = {
    "sqlite_where": text("status = 'proposed'"),
    "postgresql_where": text("status = 'proposed'"),
}
APPEALED_TEXT = text("appealed_at IS NOT NULL AND appeal_decided_at IS NULL")
APPEALED: dict[str, Any] = {"sqlite_where": APPEALED_TEXT, "postgresql_where": APPEALED_TEXT}


class ListingStatus(StrEnum):
    """Where an entry stands. Whether a confirmed one still holds, `until` says."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    LIFTED = "lifted"


class FalseMaterial(StrEnum):
    """What was false. `register`: the entry came with the register, from before the desk."""

    ANOTHERS_DOCUMENT = "anothers_document"
    ANOTHER_PERSON = "another_person"
    ALTERED = "altered"
    REGISTER = "register"


class Listing(SQLModel, table=True):
    """One entry of the blacklist. `proposed_by`, `confirmed_by`, `appeal_decided_by`: members of staff."""

    __tablename__ = "blacklist"
    __table_args__ = (
        Index("uq_blacklist_proposed", "person_id", unique=True, **PROPOSED),
        Index("ix_blacklist_appealed", "appealed_at", **APPEALED),
        CheckConstraint("confirmed_by <> proposed_by", name="four_eyes"),
        CheckConstraint("appeal_decided_by <> proposed_by AND appeal_decided_by <> confirmed_by", name="third_person"),
        CheckConstraint("(status IN ('confirmed', 'lifted')) = (until IS NOT NULL)", name="until_an_end"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="people.id", index=True)
    review_id: UUID | None = Field(default=None, foreign_key="reviews.id", index=True)
    reason: FalseMaterial = choice(FalseMaterial)
    status: ListingStatus = choice(ListingStatus, default=ListingStatus.PROPOSED)
    proposed_by: UUID | None = Field(default=None, foreign_key="staff.id")
    proposed_at: datetime = instant()
    confirmed_by: UUID | None = Field(default=None, foreign_key="staff.id")
    decided_at: datetime | None = instant(default=None)
    until: datetime | None = instant(default=None)
    sealed_appeal: bytes = encrypted_bytes(default=b"")
    appealed_at: datetime | None = instant(default=None)
    appeal_decided_by: UUID | None = Field(default=None, foreign_key="staff.id")
    appeal_decided_at: datetime | None = instant(default=None)

    appeal = EncryptedField("sealed_appeal")

    @property
    def waits_for_appeal(self) -> bool:
        """Whether an appeal is made and not decided."""
        return self.appealed_at is not None and self.appeal_decided_at is None


def new(session: Session, listing: Listing) -> Listing:
    """Write an entry down."""
    return add(session, listing)


def get(session: Session, listing_id: UUID) -> Listing | None:
    """Return this entry."""
    return session.get(Listing, listing_id)


def proposed_of(session: Session, person_id: UUID) -> Listing | None:
    """Return the proposal about this person that waits for a second person."""
    question = select(Listing).where(Listing.person_id == person_id, Listing.status == ListingStatus.PROPOSED)
    return session.exec(question).one_or_none()


def in_force(session: Session, person_id: UUID, *, at: datetime) -> list[Listing]:
    """Return the confirmed entries of this person that have not ended, the longest first."""
    question = select(Listing).where(Listing.person_id == person_id, Listing.status == ListingStatus.CONFIRMED)
    return list(session.exec(question.where(col(Listing.until) > at).order_by(col(Listing.until).desc())))


def waiting_about(session: Session, review_id: UUID) -> Listing | None:
    """Return the entry that this round is the evidence for, while somebody has still to decide on it."""
    question = select(Listing).where(Listing.review_id == review_id).order_by(col(Listing.proposed_at).desc())
    found = session.exec(question.limit(1)).first()
    waits = found is not None and (found.status is ListingStatus.PROPOSED or found.waits_for_appeal)
    return found if waits else None


def of_person(session: Session, person_id: UUID) -> list[Listing]:
    """Return every entry about this person, oldest first."""
    question = select(Listing).where(Listing.person_id == person_id)
    return list(session.exec(question.order_by(col(Listing.proposed_at))))


def proposals(session: Session) -> list[Listing]:
    """Return what waits for a second person, oldest first."""
    question = select(Listing).where(Listing.status == ListingStatus.PROPOSED)
    return list(session.exec(question.order_by(col(Listing.proposed_at))))


def appeals(session: Session) -> list[Listing]:
    """Return the appeals that wait for a third person, oldest first."""
    question = select(Listing).where(col(Listing.appealed_at).is_not(None), col(Listing.appeal_decided_at).is_(None))
    return list(session.exec(question.order_by(col(Listing.appealed_at))))


def close(
    session: Session, listing: Listing, to: ListingStatus, *, by: UUID, at: datetime, until: datetime | None
) -> bool:
    """Write the second person's word down. False if somebody was faster: the WHERE is the lock."""
    question = update(Listing).where(col(Listing.id) == listing.id, col(Listing.status) == ListingStatus.PROPOSED)
    return _change(session, listing, question.values(status=to, confirmed_by=by, decided_at=at, until=until))


def make_appeal(session: Session, listing: Listing, words: str, *, at: datetime) -> bool:
    """Write an appeal down. False if there was one already."""
    question = update(Listing).where(col(Listing.id) == listing.id, col(Listing.appealed_at).is_(None))
    if not _change(session, listing, question.values(appealed_at=at)):
        return False
    listing.appeal = words
    session.add(listing)
    session.flush()
    return True


def decide_appeal(session: Session, listing: Listing, to: ListingStatus, *, by: UUID, at: datetime) -> bool:
    """Write the third person's word down: lifted, or confirmed once more. False if somebody was faster."""
    question = update(Listing).where(col(Listing.id) == listing.id, col(Listing.appeal_decided_at).is_(None))
    question = question.where(col(Listing.appealed_at).is_not(None))
    return _change(session, listing, question.values(status=to, appeal_decided_by=by, appeal_decided_at=at))


def _change(session: Session, listing: Listing, question: Any) -> bool:
    changed = session.execute(question, execution_options={"synchronize_session": False}).rowcount  # type: ignore[attr-defined]
    session.refresh(listing)
    return bool(changed == 1)
