"""Face checks: one row a try, from the digits asked for to the verdict. The rows are the evidence."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, func, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, choice, instant

OPEN_TEXT = text("state IN ('asked', 'looking')")
OPEN: dict[str, Any] = {"sqlite_where": OPEN_TEXT, "postgresql_where": OPEN_TEXT}


class CheckState(StrEnum):
    """Where a try stands."""

    ASKED = "asked"
    LOOKING = "looking"
    PASSED = "passed"
    FAILED = "failed"
    UNCLEAR = "unclear"
    UNAVAILABLE = "unavailable"


class Check(SQLModel, table=True):
    """One try of a face check. `digits`: to be held beside the face; they stay until a picture answers them."""

    __tablename__ = "checks"
    __table_args__ = (Index("uq_checks_open", "filing_id", unique=True, **OPEN),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    filing_id: UUID = Field(foreign_key="filings.id", index=True)
    state: CheckState = choice(CheckState, default=CheckState.ASKED)
    digits: str
    photo_id: UUID | None = Field(default=None, foreign_key="photos.id", index=True)
    reason: str = ""
    similarity_permille: int | None = None
    asked_at: datetime = instant()
    decided_at: datetime | None = instant(default=None)


def new(session: Session, filing_id: UUID, digits: str, *, at: datetime) -> Check:
    """Ask for a picture with these digits."""
    return add(session, Check(filing_id=filing_id, digits=digits, asked_at=at))


def open_of(session: Session, filing_id: UUID) -> Check | None:
    """Return the try that is asked for or being looked at."""
    question = select(Check).where(Check.filing_id == filing_id)
    return session.exec(question.where(col(Check.state).in_((CheckState.ASKED, CheckState.LOOKING)))).one_or_none()


def of_photo(session: Session, photo_id: UUID) -> Check | None:
    """Return the try that this picture answers."""
    return session.exec(select(Check).where(Check.photo_id == photo_id)).one_or_none()


def last_of(session: Session, filing_id: UUID) -> Check | None:
    """Return the newest try that came to a verdict."""
    question = select(Check).where(Check.filing_id == filing_id, col(Check.decided_at).is_not(None))
    return session.exec(question.order_by(col(Check.decided_at).desc()).limit(1)).first()


def count(session: Session, filing_id: UUID, state: CheckState) -> int:
    """Return how many tries of this filing came out so."""
    question = select(func.count()).select_from(Check).where(Check.filing_id == filing_id, Check.state == state)
    return int(session.exec(question).one())


def move(session: Session, check: Check, to: CheckState, **values: Any) -> bool:
    """Move a try on from where it was seen. False if something else moved it first."""
    question = update(Check).where(col(Check.id) == check.id, col(Check.state) == check.state)
    moved = session.execute(  # type: ignore[attr-defined]
        question.values(state=to, **values), execution_options={"synchronize_session": False}
    ).rowcount
    session.refresh(check)
    return bool(moved == 1)


def of_filing(session: Session, filing_id: UUID) -> list[Check]:
    """Return every try of this filing, oldest first."""
    return list(session.exec(select(Check).where(Check.filing_id == filing_id).order_by(col(Check.asked_at))))
