"""Photos submitted for a review: sent one by one or as an album, checked for quality by a task, used once.

    record_sent ──► (a task checks it) ──► record_result ──► ready or refused
    a new photo for the same slot replaces the earlier one

A photo that was replaced or refused may be sent again; a used one may not.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from bot.adapters.pictures.formats import MAX_PHOTO_BYTES
from bot.errors import Refusal
from bot.stored_json import TaskResult
from storage import database, files
from storage.filing.filings import Filing
from storage.review import identity_cases, photos
from storage.review.photos import Photo, PhotoSlot, PhotoState

# Fingerprint under which the drawn example is stored. Raise the number when the drawing changes.
GUIDE = "guide:id-photo:1"
FOR_REVIEW = (PhotoSlot.HANDHELD, PhotoSlot.SCENE)


class PhotoReused(Refusal, key="refused-photo-reused", keeps=True):
    """The same photo was submitted before, by this person or another."""


class PhotoChoice(Refusal, key="refused-photo-choice"):
    """Both photos are there; the person has to say which one to replace."""


class InvalidPicture(Refusal, key="picture-problem", keeps=True):
    """The file cannot be used as a photo. Each problem has a text of its own."""


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photo as received: Telegram's permanent id, its message, its album, and the reference of its task."""

    unique_id: str
    message_id: int
    album: str
    reference: UUID


class CheckedPhoto(TaskResult):
    """What the task found in a photo: the problem, or the stored file, its two hashes and the quality findings."""

    problem: str = ""
    file: UUID | None = None
    sha256: str = ""
    perceptual_hash: str = Field(default="", alias="look")
    findings: list[str] = []


class PhotoHashes(NamedTuple):
    """The hashes by which a photo is recognised: keyed, of its content, and perceptual. Empty if there is none."""

    content: str = ""
    perceptual: str = ""


def check_new(session: Session, unique_id: str, size: int) -> None:
    """Check size and reuse of a photo before it is downloaded. Raises InvalidPicture or PhotoReused."""
    if size > MAX_PHOTO_BYTES:
        raise InvalidPicture("too_large")
    if photos.was_used(session, telegram_hash=photos.photo_hash("sent", unique_id)):
        raise PhotoReused


def is_known(session: Session, hashes: PhotoHashes) -> bool:
    """Return whether an application has used this photo, or an identity case shows it."""
    content, perceptual = hashes
    return photos.was_used(session, content_hash=content, perceptual_hash=perceptual) or identity_cases.uses_photo(
        session, content_hash=content, perceptual_hash=perceptual
    )


def slot_for(session: Session, filing: Filing, *, replacing: PhotoSlot | None) -> PhotoSlot:
    """Return what the next photo is for: the one being replaced, else the first missing one. Raises PhotoChoice."""
    missing = [slot for slot in FOR_REVIEW if slot not in photos.current(session, filing.id)]
    if replacing is None and not missing:
        raise PhotoChoice
    return replacing or missing[0]


def record_sent(session: Session, filing: Filing, slot: PhotoSlot, sent: SentPhoto, *, now: datetime) -> Photo:
    """Store a photo that is being checked; it replaces an earlier one for the same slot.

    Messages of an album may arrive in any order: the one with the lower id shows the document.
    """
    current = photos.current(session, filing.id)
    if slot in current:
        photos.discard(session, current.pop(slot), PhotoState.REPLACED)
    photo = _order(session, filing, slot, sent, now=now)
    other = next(iter(current.values()), None)
    if sent.album and other is not None and other.album == sent.album:
        first, second = sorted((photo, other), key=lambda each: each.message_id)
        first.slot, second.slot = FOR_REVIEW
        session.flush()
    return photo


def record_selfie(session: Session, filing: Filing, sent: SentPhoto, *, now: datetime) -> Photo:
    """Store a selfie that is being compared."""
    return _order(session, filing, PhotoSlot.SELFIE, sent, now=now)


def record_result(session: Session, photo: Photo, result: CheckedPhoto | None) -> bool:
    """Store what the task found; None if it failed. Returns False if the photo was replaced meanwhile.

    Raises InvalidPicture or PhotoReused.
    """
    if photo.state is not PhotoState.EXAMINING:
        if result is not None and result.file is not None:
            files.delete_file(session, result.file)
        return False
    if result is None or result.problem:
        photos.discard(session, photo, PhotoState.REFUSED)
        raise InvalidPicture(result.problem if result is not None else "failed")
    photo.file_id, photo.perceptual_hash = result.file, result.perceptual_hash
    photo.content_hash = photos.photo_hash("bytes", result.sha256)
    photo.findings = " ".join(result.findings)
    if is_known(session, PhotoHashes(photo.content_hash, photo.perceptual_hash)) or _is_double(session, photo):
        photos.discard(session, photo, PhotoState.REFUSED)
        raise PhotoReused
    photo.state = PhotoState.READY
    session.add(photo)
    session.flush()
    return True


def swap(session: Session, filing: Filing) -> None:
    """Exchange the slots of the two photos."""
    for slot, photo in photos.current(session, filing.id).items():
        photo.slot = FOR_REVIEW[1 - FOR_REVIEW.index(slot)]
    session.flush()


def findings(photo: Photo) -> list[str]:
    """Return the quality problems found in a photo; a missing document counts only for the photo that shows it."""
    found = photo.findings.split()
    return found if photo.slot is PhotoSlot.HANDHELD else [each for each in found if each != "no_document"]


def _order(session: Session, filing: Filing, slot: PhotoSlot, sent: SentPhoto, *, now: datetime) -> Photo:
    photo = Photo(
        filing_id=filing.id,
        person_id=filing.filer_id,
        slot=slot,
        reference=sent.reference,
        telegram_hash=photos.photo_hash("sent", sent.unique_id),
        message_id=sent.message_id,
        album=sent.album,
        at=now,
    )
    return database.add(session, photo)


def _is_double(session: Session, photo: Photo) -> bool:
    others = photos.current(session, photo.filing_id).values()
    return any(other.id != photo.id and other.content_hash == photo.content_hash for other in others)
