"""Photo views: which reviewer was shown which photo of which case, as a watermarked copy, and the facts beside them.

The copy is deleted and its message removed when the reviewer's lease ends; the row stays.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, Session, col, select

from storage import files
from storage.database import UuidRow, choice, instant
from storage.engine import timers
from storage.retention import delete_with
from storage.review.reviews import Review

VIEWING_TIMER = "viewing.end"


class ViewedItem(StrEnum):
    """What is shown: a photo of the case, the portrait on record, or name and numbers in full, which are no file."""

    SELFIE = "selfie"
    HANDHELD = "handheld"
    SCENE = "scene"
    PORTRAIT = "portrait"
    FACTS = "facts"


class PhotoView(UuidRow, table=True):
    """One thing shown to one reviewer (an account). `file_id`: the watermarked copy, if it is a picture."""

    __tablename__ = "viewings"

    review_id: UUID = Field(foreign_key="reviews.id", index=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    slot: ViewedItem = choice(ViewedItem, constraint="photoslot")
    file_id: UUID | None = None
    at: datetime = instant()
    ended_at: datetime | None = instant(default=None)

    @property
    def about(self) -> str:
        """The key of the message that shows the copy, in the outbox."""
        return f"viewing:{self.id}"


delete_with(PhotoView, "review_id")


def open_views(session: Session, review_id: UUID, account_id: UUID) -> list[PhotoView]:
    """Return the views of this case that this reviewer still has."""
    query = select(PhotoView).where(PhotoView.review_id == review_id, PhotoView.account_id == account_id)
    return list(session.exec(query.where(col(PhotoView.ended_at).is_(None)).order_by(col(PhotoView.at))))


def of_account(session: Session, account_id: UUID) -> list[PhotoView]:
    """Return the views that this member of staff still has, of all cases."""
    query = select(PhotoView).where(PhotoView.account_id == account_id, col(PhotoView.ended_at).is_(None))
    return list(session.exec(query.order_by(col(PhotoView.at))))


def end_soon(session: Session, filing_id: UUID, *, at: datetime) -> None:
    """Have every view of an application's photos end at once, in the lane of its viewer."""
    query = select(PhotoView.id).join(Review).where(col(Review.filing_id) == filing_id)
    for viewing in session.exec(query.where(col(PhotoView.ended_at).is_(None))).all():
        timers.bring_forward(session, VIEWING_TIMER, viewing, to=at)


def end(session: Session, viewing: PhotoView, *, at: datetime) -> None:
    """End a view, and delete the watermarked copy, if there is one."""
    viewing.ended_at = at
    session.add(viewing)
    if viewing.file_id is not None:
        files.delete_file(session, viewing.file_id)
    session.flush()
