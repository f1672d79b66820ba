"""Automatic advice for reviewers, shown beside the photos; the reviewer decides.

Whose ID number and name are on the document, whether the faces are similar, whether a photo is similar to one
submitted before. Faces are compared only with the applicant's consent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.adapters.pictures.documents import DocumentReading
from bot.adapters.pictures.perceptual_hash import is_near_duplicate
from bot.services.identity import consents
from bot.services.organisations import authority
from bot.services.review import face_checks
from bot.services.values import identity_documents
from storage import files
from storage.filing.filings import Filing
from storage.identity.consents import ConsentText
from storage.register.people import Person
from storage.review import photos, reviews
from storage.review.photos import Photo
from storage.review.reviews import Review

ILLEGIBLE = "illegible"
MAX_COMPARED = 5_000  # So many of the newest photos a new one is compared with.


@dataclass(frozen=True, slots=True)
class ReviewMaterial:
    """What the task needs: the photos (JPEG), people as (ID number, name), and whether faces may be compared."""

    handheld: bytes
    scene: bytes
    portrait: bytes | None
    applicant: tuple[str, str]
    owner: tuple[str, str] | None
    compares: bool
    accept: float
    doubt: float
    unasked: bool = False


def material(session: Session, review_id: UUID, *, at: datetime) -> ReviewMaterial | None:
    """Return what the task needs for its advice, None if the photos are already deleted."""
    review = session.get(Review, review_id)
    filing = session.get(Filing, review.filing_id) if review else None
    person = session.get(Person, filing.filer_id) if filing else None
    if review is None or filing is None or person is None:
        return None
    handheld, scene = files.read(session, review.handheld_id), files.read(session, review.scene_id)
    if handheld is None or scene is None:
        return None
    compares = consents.has_agreed(session, person, ConsentText.FACE)
    portrait = files.read(session, person.portrait_id) if person.portrait_id and compares else None
    accept, doubt = face_checks.thresholds(session, at=at)
    return ReviewMaterial(
        handheld=handheld.content,
        scene=scene.content,
        portrait=portrait.content if portrait else None,
        applicant=(identity_documents.bare(person.id_number), person.name),
        owner=_owner(session, filing),
        compares=compares,
        unasked=person.portrait_id is None and not consents.has_answered(session, person, ConsentText.FACE),
        accept=accept,
        doubt=doubt,
    )


def reading(read: DocumentReading) -> dict[str, str]:
    """Return whose numbers and names were read as it is stored: codes separated by blanks; nothing without OCR."""
    if not read.available:
        return {}
    return {"number": " ".join(read.numbers) or ILLEGIBLE, "name": " ".join(read.names) or ILLEGIBLE}


def record(session: Session, review_id: UUID, found: dict[str, Any]) -> None:
    """Store what the task found, and how many similar photos there are."""
    review = session.get(Review, review_id)
    if review is not None:
        reviews.add_findings(session, review, {**found, "seen": count_similar(session, review.filing_id)})


def count_similar(session: Session, filing_id: UUID) -> dict[str, int]:
    """Count the photos of other cases that are similar to one of this case: of the same person, and of others."""
    used = photos.used_of(session, filing_id)
    others = photos.newest_used(session, but=filing_id, limit=MAX_COMPARED)
    similar = [other for other in others if any(_similar(photo, other) for photo in used)]
    own = sum(other.person_id == photo.person_id for other in similar for photo in used[:1])
    return {"own": own, "others": len(similar) - own}


def _similar(photo: Photo, other: Photo) -> bool:
    return bool(photo.perceptual_hash) and is_near_duplicate(photo.perceptual_hash, other.perceptual_hash)


def _owner(session: Session, filing: Filing) -> tuple[str, str] | None:
    owner: Person | None = authority.acting_owner(session, filing.vehicle_id)
    return (identity_documents.bare(owner.id_number), owner.name) if owner else None
