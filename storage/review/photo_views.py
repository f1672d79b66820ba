"""Viewings: which reviewer was shown which photo of which case, and the watermarked copy made for him.

The copy is dropped and its message taken back when his lease is over; the row stays.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from storage import files
from storage.database import add, choice, instant
from storage.review.photos import PhotoSlot


class Viewing(SQLModel, table=True):
    """One photo shown to one reviewer (an account). `file_id`: the watermarked copy."""

    __tablename__ = "viewings"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    review_id: UUID = Field(foreign_key="reviews.id", index=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    slot: PhotoSlot = choice(PhotoSlot)
    file_id: UUID
    at: datetime = instant()
    ended_at: datetime | None = instant(default=None)

    @property
    def about(self) -> str:
        """Under which name the outbox knows the message that shows the copy."""
        return f"viewing:{self.id}"


def begin(session: Session, viewing: Viewing) -> Viewing:
    """Write down that a photo is shown."""
    return add(session, viewing)


def get(session: Session, viewing_id: UUID) -> Viewing | None:
    """Return this viewing."""
    return session.get(Viewing, viewing_id)


def going_on(session: Session, review_id: UUID, account_id: UUID) -> list[Viewing]:
    """Return what this reviewer has before him of this case."""
    question = select(Viewing).where(Viewing.review_id == review_id, Viewing.account_id == account_id)
    return list(session.exec(question.where(col(Viewing.ended_at).is_(None)).order_by(col(Viewing.at))))


def end(session: Session, viewing: Viewing, *, at: datetime) -> None:
    """The photo is taken away again, and its copy dropped."""
    viewing.ended_at = at
    session.add(viewing)
    files.drop(session, viewing.file_id)
    session.flush()
