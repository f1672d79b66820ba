"""Submitted photos: what each is for, what was found in it, and whether it was used before.

The picture is an encrypted file with a retention period; this row is kept, so that an old picture is
recognised. It is known by keyed hashes and a perceptual hash, from which no picture can be restored.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import or_, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from storage import files
from storage.database import UuidRow, add, big_integer, choice, instant, partial_index
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.retention import delete_with

IS_USED = "state = 'used'"
IS_USED_AND_HASHED = "state = 'used' AND look <> ''"


class PhotoSlot(StrEnum):
    """What a photo is for: the face check, or one of the two for manual review."""

    SELFIE = "selfie"
    HANDHELD = "handheld"
    SCENE = "scene"


class PhotoState(StrEnum):
    """The state of a photo. A used photo cannot be submitted again."""

    EXAMINING = "looking"
    READY = "ready"
    REFUSED = "refused"
    REPLACED = "replaced"
    USED = "used"


class Photo(UuidRow, table=True):
    """One photo. `reference`: the task that examines it; `findings`: our codes, separated by blanks.

    `telegram_hash`, `content_hash`: keyed hashes of Telegram's id and of the content; `perceptual_hash`: 64 bits, hex.
    The columns keep the names that they had in version 0.1.0.
    """

    __tablename__ = "photos"
    __table_args__ = (
        partial_index("uq_photos_used", "bytes_mark", unique=True, where=IS_USED),
        partial_index("ix_photos_looks", "at", where=IS_USED_AND_HASHED),
    )

    filing_id: UUID = Field(foreign_key="filings.id", index=True)
    person_id: UUID = Field(foreign_key="people.id", index=True)
    slot: PhotoSlot = choice(PhotoSlot)
    state: PhotoState = choice(PhotoState, default=PhotoState.EXAMINING)
    reference: UUID = Field(unique=True)
    telegram_hash: str = keyed_hash(index=True, sa_column_kwargs={"name": "unique_mark"})
    content_hash: str = keyed_hash(default="", index=True, sa_column_kwargs={"name": "bytes_mark"})
    perceptual_hash: str = Field(default="", index=True, sa_column_kwargs={"name": "look"})
    findings: str = ""
    message_id: int = big_integer()
    album: str = ""
    file_id: UUID | None = None
    at: datetime = instant()


delete_with(Photo, "filing_id")


def by_reference(session: Session, reference: UUID) -> Photo | None:
    """Return the photo that this task examines."""
    return session.exec(select(Photo).where(Photo.reference == reference)).one_or_none()


def current(session: Session, filing_id: UUID) -> dict[PhotoSlot, Photo]:
    """Return the photos for manual review that are accepted or being examined, by what they are for."""
    query = select(Photo).where(Photo.filing_id == filing_id, Photo.slot != PhotoSlot.SELFIE)
    query = query.where(col(Photo.state).in_((PhotoState.EXAMINING, PhotoState.READY)))
    return {photo.slot: photo for photo in session.exec(query.order_by(col(Photo.at), col(Photo.message_id)))}


def photo_hash(kind: str, value: str) -> str:
    """Return the keyed hash by which a photo is recognised. kind: `sent` (Telegram's id of it) or `bytes` (content)."""
    return current_keyring().blind_index("photo", f"{kind}:{value}")


def was_used(session: Session, *, telegram_hash: str = "", content_hash: str = "", perceptual_hash: str = "") -> bool:
    """Return whether a photo with one of these hashes was used before, by anybody."""
    hashes = (
        (Photo.telegram_hash, telegram_hash),
        (Photo.content_hash, content_hash),
        (Photo.perceptual_hash, perceptual_hash),
    )
    same = [col(column) == value for column, value in hashes if value]
    if not same:
        return False
    query = select(Photo.id).where(Photo.state == PhotoState.USED, or_(*same))
    return session.exec(query.limit(1)).first() is not None


def use(session: Session, photo: Photo) -> bool:
    """Mark a photo as used. Returns False if the same picture was used by another transaction first."""
    try:
        with session.begin_nested():
            photo.state = PhotoState.USED
            session.add(photo)
    except IntegrityError:
        session.refresh(photo)
        return False
    return True


def discard(session: Session, photo: Photo, state: PhotoState) -> None:
    """Set a final state, and delete the picture."""
    photo.state = state
    if photo.file_id is not None:
        files.delete_file(session, photo.file_id)
        photo.file_id = None
    add(session, photo)


def discard_unsent(session: Session, person_id: UUID) -> None:
    """Delete the pictures that this person has not sent for review."""
    for photo in of_person(session, person_id):
        if photo.state in (PhotoState.EXAMINING, PhotoState.READY):
            discard(session, photo, PhotoState.REPLACED)


def used_of(session: Session, filing_id: UUID) -> list[Photo]:
    """Return the photos used for a case, oldest first."""
    query = select(Photo).where(Photo.filing_id == filing_id, Photo.state == PhotoState.USED)
    return list(session.exec(query.order_by(col(Photo.at))))


def newest_used(session: Session, *, but: UUID, limit: int) -> list[Photo]:
    """Return the newest used photos of other cases."""
    query = select(Photo).where(text(IS_USED_AND_HASHED), Photo.filing_id != but)
    return list(session.exec(query.order_by(col(Photo.at).desc()).limit(limit)))


def of_person(session: Session, person_id: UUID) -> list[Photo]:
    """Return all photos this person submitted, oldest first."""
    return list(session.exec(select(Photo).where(Photo.person_id == person_id).order_by(col(Photo.at))))
