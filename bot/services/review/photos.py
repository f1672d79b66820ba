"""Photos handed in for a case: taken one by one or as an album, looked at by machine, used once.

    take ──► (a task looks) ──► looked_at ──► ready, refused      a new one for the same place puts the old one away

Only what a photo was used for counts: one that was replaced or refused may be sent again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from storage import files
from storage.filing.filings import Filing
from storage.review import photos
from storage.review.photos import Photo, PhotoSlot, PhotoState

MAX_BYTES = 20 * 1024 * 1024
GUIDE = "guide:id-photo:1"
"""Under this fingerprint the drawn example is kept: another number when it is drawn otherwise."""
FOR_REVIEW = (PhotoSlot.HANDHELD, PhotoSlot.SCENE)


class PhotoReused(Refusal, key="refused-photo-reused", keeps=True):
    """This very photo was handed in before, by this person or another."""


class PhotoChoice(Refusal, key="refused-photo-choice"):
    """Both photos are there: which one shall this replace?"""


class BadPicture(Refusal, key="picture-problem", keeps=True):
    """A file that is no photo to be taken; the problem has its own sentence."""


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photo as it came: Telegram's lasting id of it, its message, its album; `reference`: the task that looks."""

    unique_id: str
    message_id: int
    album: str
    reference: UUID


def check_new(session: Session, unique_id: str, size: int) -> None:
    """See, before anything is fetched, that this photo may be taken. Raises BadPicture or PhotoReused."""
    if size > MAX_BYTES:
        raise BadPicture("too_large")
    if photos.was_used(session, unique_mark=photos.photo_hash("sent", unique_id)):
        raise PhotoReused


def slot_for(session: Session, filing: Filing, *, replacing: PhotoSlot | None) -> PhotoSlot:
    """Return what the next photo is for: what is to be replaced, else what is missing. Raises PhotoChoice."""
    missing = [slot for slot in FOR_REVIEW if slot not in photos.current(session, filing.id)]
    if replacing is None and not missing:
        raise PhotoChoice
    return replacing or missing[0]


def record_sent(session: Session, filing: Filing, slot: PhotoSlot, sent: SentPhoto, *, now: datetime) -> Photo:
    """Write down a photo that is being looked at, in place of one sent before.

    Of an album the lower message is the one with the document: messages may come in any order.
    """
    standing = photos.current(session, filing.id)
    if slot in standing:
        photos.discard(session, standing.pop(slot), PhotoState.REPLACED)
    photo = _order(session, filing, slot, sent, now=now)
    other = next(iter(standing.values()), None)
    if sent.album and other is not None and other.album == sent.album:
        first, second = sorted((photo, other), key=lambda each: each.message_id)
        first.slot, second.slot = FOR_REVIEW
        session.flush()
    return photo


def record_selfie(session: Session, filing: Filing, sent: SentPhoto, *, now: datetime) -> Photo:
    """Write down a selfie that is being compared."""
    return _order(session, filing, PhotoSlot.SELFIE, sent, now=now)


def record_result(session: Session, photo: Photo, result: dict[str, Any]) -> bool:
    """Write down what the task found; False if the photo is not wanted any more. Raises BadPicture, PhotoReused."""
    if photo.state is not PhotoState.LOOKING:
        _drop(session, result)
        return False
    problem = "failed" if result.get("failed") else result.get("problem")
    if problem:
        photos.discard(session, photo, PhotoState.REFUSED)
        raise BadPicture(problem)
    photo.file_id = UUID(hex=result["file"])
    photo.bytes_mark, photo.look = photos.photo_hash("bytes", result["sha256"]), result["look"]
    photo.findings = " ".join(result["findings"])
    if photos.was_used(session, bytes_mark=photo.bytes_mark, look=photo.look) or _is_double(session, photo):
        photos.discard(session, photo, PhotoState.REFUSED)
        raise PhotoReused
    photo.state = PhotoState.READY
    session.add(photo)
    session.flush()
    return True


def swap(session: Session, filing: Filing) -> None:
    """Let the two photos change places."""
    standing = photos.current(session, filing.id)
    for slot, photo in standing.items():
        photo.slot = FOR_REVIEW[1 - FOR_REVIEW.index(slot)]
    session.flush()


def findings(photo: Photo) -> list[str]:
    """Return what speaks against a photo; a document is missed only where one is due."""
    told = photo.findings.split()
    return told if photo.slot is PhotoSlot.HANDHELD else [each for each in told if each != "no_document"]


def _order(session: Session, filing: Filing, slot: PhotoSlot, sent: SentPhoto, *, now: datetime) -> Photo:
    photo = Photo(
        filing_id=filing.id,
        person_id=filing.filer_id,
        slot=slot,
        reference=sent.reference,
        unique_mark=photos.photo_hash("sent", sent.unique_id),
        message_id=sent.message_id,
        album=sent.album,
        at=now,
    )
    return photos.add_photo(session, photo)


def _is_double(session: Session, photo: Photo) -> bool:
    others = photos.current(session, photo.filing_id).values()
    return any(other.id != photo.id and other.bytes_mark == photo.bytes_mark for other in others)


def _drop(session: Session, result: dict[str, Any]) -> None:
    if result.get("file"):
        files.delete_file(session, UUID(hex=result["file"]))
