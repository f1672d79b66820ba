"""Manual reviews (人工审核): cases decided from photos, one row for each round.

waiting ──► taken (a lease that expires) ──► passed / returned      withdrawn: the application was withdrawn
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint, and_, or_, text, update
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, choice, encrypted_bytes, instant, partial_index, update_if
from storage.database.encryption import EncryptedField
from storage.retention import delete_with

IS_OPEN = "status IN ('waiting', 'taken')"


class ReviewStatus(StrEnum):
    """The status of a review."""

    WAITING = "waiting"
    TAKEN = "taken"
    PASSED = "passed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


OPEN_STATUSES = (ReviewStatus.WAITING, ReviewStatus.TAKEN)
DECIDED = (ReviewStatus.PASSED, ReviewStatus.RETURNED)
RELEASED: dict[str, Any] = {
    "status": ReviewStatus.WAITING,
    "reviewer": None,
    "reviewer_person": None,
    "lease_until": None,
}


class Review(UuidRow, table=True):
    """One round of one case. `reviewer`: the reviewer's account; `reason`: why returned; `findings`: hints, as JSON.

    `reviewer_person`: who the reviewer is, neither the applicant, nor who has agreed as the owner (`owner_person`),
    nor, where a second reviewer has to decide, the one before (`barred_person`).
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("filing_id", "round"),
        CheckConstraint("reviewer_person <> barred_person", name="two_people"),
        CheckConstraint("reviewer_person <> applicant_person", name="not_their_own"),
        CheckConstraint("reviewer_person <> owner_person", name="not_the_owners"),
        partial_index("uq_reviews_open", "filing_id", unique=True, where=IS_OPEN),
        partial_index("ix_reviews_queue", "due_at", "submitted_at", where=IS_OPEN),
    )

    filing_id: UUID = Field(foreign_key="filings.id")
    round: int
    handheld_id: UUID
    scene_id: UUID
    submitted_at: datetime = instant()
    due_at: datetime = instant()
    status: ReviewStatus = choice(ReviewStatus, default=ReviewStatus.WAITING)
    applicant_person: UUID | None = None
    owner_person: UUID | None = None
    barred_person: UUID | None = None
    reviewer: UUID | None = Field(default=None, index=True)
    reviewer_person: UUID | None = None
    lease_until: datetime | None = instant(default=None)
    decided_at: datetime | None = instant(default=None, index=True)
    reason: str = ""
    sealed_text: bytes = encrypted_bytes(default=b"")
    findings: str = "{}"

    text = EncryptedField("sealed_text")

    @property
    def advice(self) -> dict[str, Any]:
        """The findings: `handheld`, `scene` (lists of codes), `face` if there was a check, and later ones."""
        findings: dict[str, Any] = orjson.loads(self.findings)
        return findings


delete_with(Review, "filing_id")


def new(session: Session, review: Review, findings: dict[str, Any]) -> Review:
    """Insert a round with its findings."""
    review.findings = orjson.dumps(findings).decode()
    return add(session, review)


def of_filing(session: Session, filing_id: UUID) -> list[Review]:
    """Return all rounds of a case, oldest first."""
    return list(session.exec(select(Review).where(Review.filing_id == filing_id).order_by(col(Review.round))))


def held_of_filing(session: Session, filing_id: UUID, *, at: datetime) -> list[Review]:
    """Return the rounds of a case that somebody has taken."""
    is_held = col(Review.status) == ReviewStatus.TAKEN, col(Review.lease_until) > at
    return list(session.exec(select(Review).where(Review.filing_id == filing_id, *is_held)))


def withdraw(session: Session, filing_id: UUID, *, at: datetime) -> None:
    """Withdraw the undecided rounds: the application was withdrawn."""
    query = update(Review).where(col(Review.filing_id) == filing_id, col(Review.status).in_(OPEN_STATUSES))
    session.execute(query.values(status=ReviewStatus.WITHDRAWN, decided_at=at))


def waiting(session: Session, *, at: datetime, limit: int) -> list[Review]:
    """Return the rounds nobody holds, including those with an expired lease, oldest due first."""
    query = select(Review).where(text(IS_OPEN), _is_free(at)).order_by(col(Review.due_at), col(Review.submitted_at))
    return list(session.exec(query.limit(limit)))


def last_decided(session: Session, filing_id: UUID) -> Review | None:
    """Return the newest decided round of a case."""
    query = select(Review).where(Review.filing_id == filing_id, col(Review.status).in_(DECIDED))
    return session.exec(query.order_by(col(Review.round).desc()).limit(1)).first()


def take(
    session: Session, review: Review, *, reviewer: UUID, person: UUID | None, until: datetime, at: datetime
) -> bool:
    """Lease a case to a reviewer, who is this person. Returns False if another holds it, or it is decided."""
    taken = {"status": ReviewStatus.TAKEN, "reviewer": reviewer, "reviewer_person": person, "lease_until": until}
    return update_if(session, review, _is_free(at), **taken)


def release(session: Session, review: Review, *, reviewer: UUID) -> bool:
    """Return a case to the queue. Returns False if this reviewer does not hold it any more."""
    is_taken, is_theirs = col(Review.status) == ReviewStatus.TAKEN, col(Review.reviewer) == reviewer
    return update_if(session, review, is_taken, is_theirs, **RELEASED)


def held_by(session: Session, reviewer: UUID) -> list[Review]:
    """Return the cases that this reviewer holds; the lease of some may have expired."""
    query = select(Review).where(Review.status == ReviewStatus.TAKEN, Review.reviewer == reviewer)
    return list(session.exec(query.order_by(col(Review.due_at))))


def expire(session: Session, review: Review, *, at: datetime) -> bool:
    """Release a case whose lease has expired. Returns False if it has not, or nobody holds the case."""
    is_taken, has_expired = col(Review.status) == ReviewStatus.TAKEN, col(Review.lease_until) <= at
    return update_if(session, review, is_taken, has_expired, **RELEASED)


def decide(
    session: Session, review: Review, to: ReviewStatus, *, reviewer: UUID, at: datetime, reason: str = "", words: str
) -> bool:
    """Record the decision of the reviewer who holds the case. Returns False if they do not hold it any more."""
    is_theirs = col(Review.reviewer) == reviewer
    is_leased = and_(col(Review.status) == ReviewStatus.TAKEN, col(Review.lease_until) > at)
    decision = {"status": to, "lease_until": None, "decided_at": at, "reason": reason}
    if not update_if(session, review, is_theirs, is_leased, **decision):
        return False
    review.text = words
    add(session, review)
    return True


def add_findings(session: Session, review: Review, findings: dict[str, Any]) -> None:
    """Add to the findings shown to the reviewer."""
    review.findings = orjson.dumps({**review.advice, **findings}).decode()
    add(session, review)


def _is_free(at: datetime) -> ColumnElement[bool]:
    run_out = and_(col(Review.status) == ReviewStatus.TAKEN, col(Review.lease_until) <= at)
    return or_(col(Review.status) == ReviewStatus.WAITING, run_out)
