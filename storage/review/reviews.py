"""Reviews: cases that people decide from photos, one row a round, and every question asked of them.

waiting ──► taken (a lease that frees itself) ──► passed / returned      withdrawn: the application was taken back
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import ColumnElement, Index, UniqueConstraint, and_, func, or_, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, choice, encrypted_bytes, instant
from storage.database.encryption import EncryptedField

OPEN_TEXT = text("status IN ('waiting', 'taken')")
OPEN: dict[str, Any] = {"sqlite_where": OPEN_TEXT, "postgresql_where": OPEN_TEXT}


class ReviewStatus(StrEnum):
    """Where a review stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    PASSED = "passed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


OPEN_STATUSES = (ReviewStatus.WAITING, ReviewStatus.TAKEN)
DECIDED = (ReviewStatus.PASSED, ReviewStatus.RETURNED)
FREE: dict[str, Any] = {"status": ReviewStatus.WAITING, "reviewer": None, "lease_until": None}


class Review(SQLModel, table=True):
    """One round of one case. `reviewer`: his account; `reason`: why returned; `findings`: advice, JSON.

    `announced`: in which message to the group.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("filing_id", "round"),
        Index("uq_reviews_open", "filing_id", unique=True, **OPEN),
        Index("ix_reviews_queue", "due_at", "submitted_at", **OPEN),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    filing_id: UUID = Field(foreign_key="filings.id")
    round: int
    handheld_id: UUID
    scene_id: UUID
    submitted_at: datetime = instant()
    due_at: datetime = instant()
    status: ReviewStatus = choice(ReviewStatus, default=ReviewStatus.WAITING)
    reviewer: UUID | None = Field(default=None, index=True)
    lease_until: datetime | None = instant(default=None)
    decided_at: datetime | None = instant(default=None, index=True)
    reason: str = ""
    sealed_text: bytes = encrypted_bytes(default=b"")
    findings: str = "{}"
    announced: UUID | None = Field(default=None, index=True)

    text = EncryptedField("sealed_text")

    @property
    def advice(self) -> dict[str, Any]:
        """The findings: `handheld`, `scene` (lists of words), `face` if there was a check; the rest when examined."""
        told: dict[str, Any] = orjson.loads(self.findings)
        return told


def new(session: Session, review: Review, findings: dict[str, Any]) -> Review:
    """Put a case before the reviewers."""
    review.findings = orjson.dumps(findings).decode()
    return add(session, review)


def get(session: Session, review_id: UUID) -> Review | None:
    """Return this review."""
    return session.get(Review, review_id)


def of_filing(session: Session, filing_id: UUID) -> list[Review]:
    """Return every round of a case, oldest first."""
    return list(session.exec(select(Review).where(Review.filing_id == filing_id).order_by(col(Review.round))))


def open_of(session: Session, filing_id: UUID) -> Review | None:
    """Return the round that waits for a decision."""
    question = select(Review).where(Review.filing_id == filing_id)
    return session.exec(question.where(col(Review.status).in_(OPEN_STATUSES))).one_or_none()


def withdraw(session: Session, filing_id: UUID, *, at: datetime) -> None:
    """The application was taken back: nobody need look at it any more."""
    question = update(Review).where(col(Review.filing_id) == filing_id, col(Review.status).in_(OPEN_STATUSES))
    session.execute(question.values(status=ReviewStatus.WITHDRAWN, decided_at=at))


def waiting(session: Session, *, at: datetime, most: int) -> list[Review]:
    """Return what nobody holds, oldest due first; a lease that has run out holds nothing."""
    question = select(Review).where(OPEN_TEXT, _is_free(at)).order_by(col(Review.due_at), col(Review.submitted_at))
    return list(session.exec(question.limit(most)))


def undecided(session: Session, *, most: int) -> list[Review]:
    """Return what is not decided, held or not, oldest due first."""
    question = select(Review).where(col(Review.status).in_(OPEN_STATUSES))
    return list(session.exec(question.order_by(col(Review.due_at), col(Review.submitted_at)).limit(most)))


def count_undecided(session: Session, *, due_before: datetime | None = None) -> int:
    """Return how many cases are not decided, or of them how many were due before a moment."""
    question = select(func.count()).select_from(Review).where(col(Review.status).in_(OPEN_STATUSES))
    if due_before is not None:
        question = question.where(Review.due_at < due_before)
    return int(session.exec(question).one())


def last_decided(session: Session, filing_id: UUID) -> Review | None:
    """Return the newest round of a case that was decided."""
    question = select(Review).where(Review.filing_id == filing_id, col(Review.status).in_(DECIDED))
    return session.exec(question.order_by(col(Review.round).desc()).limit(1)).first()


def take(session: Session, review: Review, *, reviewer: UUID, until: datetime, at: datetime) -> bool:
    """Lease a case to a reviewer. False if somebody holds it or it is decided: the WHERE is the lock."""
    taken = {"status": ReviewStatus.TAKEN, "reviewer": reviewer, "lease_until": until}
    return _change(session, review, _is_free(at), **taken)


def release(session: Session, review: Review, *, reviewer: UUID) -> bool:
    """Give a leased case back to the queue. False if this reviewer does not hold it any more."""
    held = and_(col(Review.status) == ReviewStatus.TAKEN, col(Review.reviewer) == reviewer)
    return _change(session, review, held, **FREE)


def expire(session: Session, review: Review, *, at: datetime) -> bool:
    """Free a case whose lease has run out. False if it has not, or there is none."""
    over = and_(col(Review.status) == ReviewStatus.TAKEN, col(Review.lease_until) <= at)
    return _change(session, review, over, **FREE)


def decide(
    session: Session, review: Review, to: ReviewStatus, *, reviewer: UUID, at: datetime, reason: str = "", words: str
) -> bool:
    """Write the decision of the one who holds the case down. False if he does not, or not any more."""
    held = and_(
        col(Review.status) == ReviewStatus.TAKEN, col(Review.reviewer) == reviewer, col(Review.lease_until) > at
    )
    if not _change(session, review, held, status=to, lease_until=None, decided_at=at, reason=reason):
        return False
    review.text = words
    session.add(review)
    session.flush()
    return True


def announce(session: Session, batch: UUID) -> int:
    """Mark what is not decided, and the group has not heard of, as told in one message. Returns how many."""
    question = update(Review).where(col(Review.status).in_(OPEN_STATUSES), col(Review.announced).is_(None))
    changed = session.execute(question.values(announced=batch), execution_options={"synchronize_session": False})
    return int(changed.rowcount)  # type: ignore[attr-defined]


def of_announcement(session: Session, batch: UUID) -> list[Review]:
    """Return what a message to the group told of and is not decided yet, oldest first."""
    question = select(Review).where(Review.announced == batch, col(Review.status).in_(OPEN_STATUSES))
    return list(session.exec(question.order_by(col(Review.submitted_at))))


def advise(session: Session, review: Review, told: dict[str, Any]) -> None:
    """Add to what the reviewer is told beside the photos."""
    review.findings = orjson.dumps({**review.advice, **told}).decode()
    session.add(review)
    session.flush()


def _is_free(at: datetime) -> ColumnElement[bool]:
    run_out = and_(col(Review.status) == ReviewStatus.TAKEN, col(Review.lease_until) <= at)
    return or_(col(Review.status) == ReviewStatus.WAITING, run_out)


def _change(session: Session, review: Review, where: ColumnElement[bool], **values: Any) -> bool:
    question = update(Review).where(col(Review.id) == review.id, where).values(**values)
    changed = session.execute(question, execution_options={"synchronize_session": False}).rowcount  # type: ignore[attr-defined]
    session.refresh(review)
    return bool(changed == 1)
