"""What machines can tell the reviewer beside the photos: advice, never the decision.

Whose number and name stand on the document, whether the faces look alike, whether a photo
looks like one handed in before. Faces are compared only with the applicant's agreement.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.adapters.pictures.perceptual_hash import SAME_PICTURE_BITS
from bot.services.filing import eligibility
from bot.services.identity import consents
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import files
from storage.filing import filings
from storage.filing.filings import Filing
from storage.identity.consents import ConsentText
from storage.register import people, vehicles
from storage.register.people import Person
from storage.review import photos, reviews
from storage.review.photos import Photo

MAX_COMPARED = 5_000
"""With so many of the newest photos a new one is compared."""


@dataclass(frozen=True, slots=True)
class ReviewMaterial:
    """What the examining task needs: the photos, the persons as (ID number, name), and what it may compare."""

    handheld: bytes
    scene: bytes
    portrait: bytes | None
    applicant: tuple[str, str]
    owner: tuple[str, str] | None
    compares: bool
    accept: float
    doubt: float


def material(session: Session, review_id: UUID, *, at: datetime) -> ReviewMaterial | None:
    """Gather what is to be examined. None if the photos are gone already."""
    review = reviews.get(session, review_id)
    filing = filings.get(session, review.filing_id) if review else None
    person = people.get(session, filing.filer_id) if filing else None
    if review is None or filing is None or person is None:
        return None
    handheld, scene = files.read(session, review.handheld_id), files.read(session, review.scene_id)
    if handheld is None or scene is None:
        return None
    compares = consents.has_agreed(session, person, ConsentText.FACE)
    portrait = files.read(session, person.portrait_id) if person.portrait_id and compares else None
    names = (RuleName.FACE_ACCEPT_PERMILLE, RuleName.FACE_DOUBT_PERMILLE)
    accept, doubt = (rules.number(session, name, at=at) / 1000 for name in names)
    return ReviewMaterial(
        handheld=handheld.content,
        scene=scene.content,
        portrait=portrait.content if portrait else None,
        applicant=(person.id_number, person.name),
        owner=_owner(session, filing),
        compares=compares,
        accept=accept,
        doubt=doubt,
    )


def record(session: Session, review_id: UUID, told: dict[str, Any]) -> None:
    """Write down what the task has found, and whether the photos look like others."""
    review = reviews.get(session, review_id)
    if review is not None:
        reviews.add_findings(session, review, {**told, "seen": count_similar(session, review.filing_id)})


def count_similar(session: Session, filing_id: UUID) -> dict[str, int]:
    """Count the photos of other cases that look like one of this case: the same person's, and others'."""
    used = photos.used_of(session, filing_id)
    others = photos.newest_used(session, but=filing_id, most=MAX_COMPARED)
    alike = [other for other in others if any(_look_alike(photo, other.look) for photo in used)]
    own = sum(other.person_id == photo.person_id for other in alike for photo in used[:1])
    return {"own": own, "others": len(alike) - own}


def _look_alike(photo: Photo, look: str) -> bool:
    return bool(photo.look) and (int(photo.look, 16) ^ int(look, 16)).bit_count() <= SAME_PICTURE_BITS


def _owner(session: Session, filing: Filing) -> tuple[str, str] | None:
    vehicle = vehicles.get(session, filing.vehicle_id)
    owner: Person | None = eligibility.acting_owner(session, vehicle) if vehicle else None
    return (owner.id_number, owner.name) if owner else None
