"""Face checks: one row for each attempt, from the requested digits to the result. Rows are kept as evidence."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, choice, instant, partial_index, update_if
from storage.retention import delete_with

IS_OPEN = "state IN ('asked', 'looking')"


class FaceCheckAttemptState(StrEnum):
    """The state of an attempt."""

    ASKED = "asked"
    COMPARING = "looking"
    PASSED = "passed"
    FAILED = "failed"
    UNCLEAR = "unclear"
    UNAVAILABLE = "unavailable"
    DOUBTFUL = "doubtful"


class FaceCheckAttempt(UuidRow, table=True):
    """One attempt. `digits`: to be shown beside the face; they stay the same until a photo is submitted."""

    __tablename__ = "checks"
    __table_args__ = (partial_index("uq_checks_open", "filing_id", unique=True, where=IS_OPEN),)

    filing_id: UUID = Field(foreign_key="filings.id", index=True)
    state: FaceCheckAttemptState = choice(
        FaceCheckAttemptState, constraint="checkstate", default=FaceCheckAttemptState.ASKED
    )
    digits: str
    photo_id: UUID | None = Field(default=None, foreign_key="photos.id", index=True)
    reason: str = ""
    similarity_permille: int | None = None
    asked_at: datetime = instant()
    decided_at: datetime | None = instant(default=None)


delete_with(FaceCheckAttempt, "filing_id")


def open_of(session: Session, filing_id: UUID) -> FaceCheckAttempt | None:
    """Return the attempt that is requested or being checked."""
    query = select(FaceCheckAttempt).where(FaceCheckAttempt.filing_id == filing_id)
    return session.exec(
        query.where(col(FaceCheckAttempt.state).in_((FaceCheckAttemptState.ASKED, FaceCheckAttemptState.COMPARING)))
    ).one_or_none()


def of_photo(session: Session, photo_id: UUID) -> FaceCheckAttempt | None:
    """Return the attempt that this photo belongs to."""
    return session.exec(select(FaceCheckAttempt).where(FaceCheckAttempt.photo_id == photo_id)).one_or_none()


def last_of(session: Session, filing_id: UUID) -> FaceCheckAttempt | None:
    """Return the newest attempt that has a result."""
    query = select(FaceCheckAttempt).where(
        FaceCheckAttempt.filing_id == filing_id, col(FaceCheckAttempt.decided_at).is_not(None)
    )
    return session.exec(query.order_by(col(FaceCheckAttempt.decided_at).desc()).limit(1)).first()


def count(session: Session, filing_id: UUID, state: FaceCheckAttemptState) -> int:
    """Return how many attempts of this filing are in this state."""
    query = (
        select(func.count())
        .select_from(FaceCheckAttempt)
        .where(FaceCheckAttempt.filing_id == filing_id, FaceCheckAttempt.state == state)
    )
    return int(session.exec(query).one())


def move(session: Session, check: FaceCheckAttempt, to: FaceCheckAttemptState, **values: Any) -> bool:
    """Change the state if it is still what was read. Returns False if another transaction changed it first."""
    return update_if(session, check, col(FaceCheckAttempt.state) == check.state, state=to, **values)


def of_filing(session: Session, filing_id: UUID) -> list[FaceCheckAttempt]:
    """Return all attempts of this filing, oldest first."""
    return list(
        session.exec(
            select(FaceCheckAttempt)
            .where(FaceCheckAttempt.filing_id == filing_id)
            .order_by(col(FaceCheckAttempt.asked_at))
        )
    )
