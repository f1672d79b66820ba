"""Photos people hand in of themselves: what each is for, what was seen in it, and whether it was used before.

The picture itself is a sealed file with an end; this row outlives it, so that an old
picture is known again. Its marks are keyed hashes: no picture can be made of them.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, or_, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from storage import files
from storage.database import add, big_integer, choice, instant
from storage.database.encryption import current_keyring

USED: dict[str, Any] = {"sqlite_where": text("state = 'used'"), "postgresql_where": text("state = 'used'")}
SEEN_TEXT = text("state = 'used' AND look <> ''")
SEEN: dict[str, Any] = {"sqlite_where": SEEN_TEXT, "postgresql_where": SEEN_TEXT}


class PhotoSlot(StrEnum):
    """What a photo is for: the face check, or one of the two that people look at."""

    SELFIE = "selfie"
    HANDHELD = "handheld"
    SCENE = "scene"


class PhotoState(StrEnum):
    """Where a photo stands. Only a used one may not be sent again."""

    LOOKING = "looking"
    READY = "ready"
    REFUSED = "refused"
    REPLACED = "replaced"
    USED = "used"


class Photo(SQLModel, table=True):
    """One photo. `reference`: the task that looks at it; `findings`: words of ours, by spaces; `look`: 64 bits, hex."""

    __tablename__ = "photos"
    __table_args__ = (
        Index("uq_photos_used", "bytes_mark", unique=True, **USED),
        Index("ix_photos_looks", "at", **SEEN),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    filing_id: UUID = Field(foreign_key="filings.id", index=True)
    person_id: UUID = Field(foreign_key="people.id", index=True)
    slot: PhotoSlot = choice(PhotoSlot)
    state: PhotoState = choice(PhotoState, default=PhotoState.LOOKING)
    reference: UUID = Field(unique=True)
    unique_mark: str = Field(index=True)
    bytes_mark: str = Field(default="", index=True)
    look: str = Field(default="", index=True)
    findings: str = ""
    message_id: int = big_integer()
    album: str = ""
    file_id: UUID | None = None
    at: datetime = instant()


def order(session: Session, photo: Photo) -> Photo:
    """Write down a photo that is being looked at."""
    return add(session, photo)


def by_reference(session: Session, reference: UUID) -> Photo | None:
    """Return the photo that this task looks at."""
    return session.exec(select(Photo).where(Photo.reference == reference)).one_or_none()


def get(session: Session, photo_id: UUID) -> Photo | None:
    """Return this photo."""
    return session.get(Photo, photo_id)


def current(session: Session, filing_id: UUID) -> dict[PhotoSlot, Photo]:
    """Return the photos for review that are in or being looked at, by what they are for."""
    question = select(Photo).where(Photo.filing_id == filing_id, Photo.slot != PhotoSlot.SELFIE)
    question = question.where(col(Photo.state).in_((PhotoState.LOOKING, PhotoState.READY)))
    return {photo.slot: photo for photo in session.exec(question.order_by(col(Photo.at), col(Photo.message_id)))}


def mark(kind: str, value: str) -> str:
    """Return the keyed hash under which a photo is known again. kind: `sent` (Telegram's id of it) or `bytes`."""
    return current_keyring().blind_index("photo", f"{kind}:{value}")


def was_used(session: Session, *, unique_mark: str = "", bytes_mark: str = "", look: str = "") -> bool:
    """Say whether this very photo, by any of its marks, was used before, by whomever."""
    marks = ((Photo.unique_mark, unique_mark), (Photo.bytes_mark, bytes_mark), (Photo.look, look))
    same = [col(column) == value for column, value in marks if value]
    question = select(Photo.id).where(Photo.state == PhotoState.USED, or_(*same))
    return session.exec(question.limit(1)).first() is not None


def use(session: Session, photo: Photo) -> bool:
    """Use a photo up. False if the same was used in this very moment elsewhere."""
    try:
        with session.begin_nested():
            photo.state = PhotoState.USED
            session.add(photo)
    except IntegrityError:
        session.refresh(photo)
        return False
    return True


def put_away(session: Session, photo: Photo, state: PhotoState) -> None:
    """Take a photo out of use, and drop its picture."""
    photo.state = state
    if photo.file_id is not None:
        files.drop(session, photo.file_id)
        photo.file_id = None
    session.add(photo)
    session.flush()


def used_of(session: Session, filing_id: UUID) -> list[Photo]:
    """Return the photos that were used for a case, oldest first."""
    question = select(Photo).where(Photo.filing_id == filing_id, Photo.state == PhotoState.USED)
    return list(session.exec(question.order_by(col(Photo.at))))


def newest_looks(session: Session, *, but: UUID, most: int) -> list[Photo]:
    """Return the newest used photos of other cases than this one."""
    question = select(Photo).where(SEEN_TEXT, Photo.filing_id != but)
    return list(session.exec(question.order_by(col(Photo.at).desc()).limit(most)))


def of_person(session: Session, person_id: UUID) -> list[Photo]:
    """Return every photo this person handed in, oldest first."""
    return list(session.exec(select(Photo).where(Photo.person_id == person_id).order_by(col(Photo.at))))
