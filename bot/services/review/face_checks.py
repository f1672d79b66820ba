"""Face checks (实人认证): a selfie is compared with the portrait on record, or two photos are reviewed by staff.

A face check needs a consent of its own, attempts are limited, and photos are always possible instead.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.adapters.pictures import digit_challenge
from bot.errors import NotYours
from bot.services.filing import filings
from bot.services.review import photos
from bot.services.review.photos import SentPhoto
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import database
from storage.filing import filings as filing_store
from storage.filing.filings import Filing, FilingStatus
from storage.register.people import Person
from storage.review import face_checks
from storage.review.face_checks import FaceCheckAttempt, FaceCheckAttemptState

OPEN = (FilingStatus.CHECKING, FilingStatus.RETURNED)


class FaceCheckObstacle(StrEnum):
    """Why photos are needed instead of a face check."""

    RETURNED = "returned"
    OFF = "off"
    EXTRA_PHOTOS = "extra-photos"
    NO_PORTRAIT = "no-portrait"
    DIFFERENT = "different"
    DOUBTFUL = "doubtful"
    TRIES = "tries"


@dataclass(frozen=True, slots=True)
class SelfieComparison:
    """What a selfie is compared with: the portrait, the digits it must show, the thresholds of similarity."""

    portrait: UUID
    digits: str
    accept: float
    doubt: float


def find(session: Session, filing_id: UUID, *, by: Person) -> Filing:
    """Return this person's application if it waits for a face check. Raises NotYours or ApplicationDecided."""
    filing = session.get(Filing, filing_id)
    if filing is None or filing.filer_id != by.id:
        raise NotYours
    if filing.status not in OPEN:
        raise filings.ApplicationDecided(number=filing.number)
    return filing


def returned_to(session: Session, person_id: UUID | None) -> list[Filing]:
    """Return this person's applications that wait for new photos, newest first."""
    found = filing_store.open_of_filer(session, person_id) if person_id is not None else []
    return [filing for filing in found if filing.status is FilingStatus.RETURNED]


def obstacle(
    session: Session, filing: Filing, *, by: Person, now: datetime, can_compare: bool = True
) -> FaceCheckObstacle | None:
    """Return why photos are needed for this case, None if a face check may be tried.

    can_compare: whether this desk has a face check at all; without one no consent is asked for.
    """
    if filing.status is FilingStatus.RETURNED:
        return FaceCheckObstacle.RETURNED
    if not can_compare:
        return FaceCheckObstacle.OFF
    if face_checks.count(session, filing.id, FaceCheckAttemptState.PASSED):
        return FaceCheckObstacle.EXTRA_PHOTOS
    if by.portrait_id is None:
        return FaceCheckObstacle.NO_PORTRAIT
    if face_checks.count(session, filing.id, FaceCheckAttemptState.FAILED):
        return FaceCheckObstacle.DIFFERENT
    if face_checks.count(session, filing.id, FaceCheckAttemptState.DOUBTFUL):
        return FaceCheckObstacle.DOUBTFUL
    return None if tries_left(session, filing, now=now) > 0 else FaceCheckObstacle.TRIES


def tries_left(session: Session, filing: Filing, *, now: datetime) -> int:
    """Return how many selfies may still be tried."""
    most = rules.number(session, RuleName.FACE_TRIES, at=now)
    return most - face_checks.count(session, filing.id, FaceCheckAttemptState.UNCLEAR)


def ask(session: Session, filing: Filing, *, now: datetime) -> FaceCheckAttempt:
    """Return the open attempt, or begin one. Its digits stay the same until a selfie comes."""
    attempt = FaceCheckAttempt(filing_id=filing.id, digits=digit_challenge.new_challenge(), asked_at=now)
    return face_checks.open_of(session, filing.id) or database.add(session, attempt)


def order(session: Session, filing: Filing, sent: SentPhoto, *, now: datetime) -> None:
    """Store a selfie that is being compared. Raises ApplicationDecided if another one is being compared already."""
    check = ask(session, filing, now=now)
    photo = photos.record_selfie(session, filing, sent, now=now)
    if not (
        check.state is FaceCheckAttemptState.ASKED
        and face_checks.move(session, check, FaceCheckAttemptState.COMPARING, photo_id=photo.id)
    ):
        raise filings.ApplicationDecided(number=filing.number)


def comparison(session: Session, filing: Filing, *, by: Person, now: datetime) -> SelfieComparison:
    """Return what the next selfie is compared with."""
    assert by.portrait_id is not None
    accept, doubt = thresholds(session, at=now)
    return SelfieComparison(by.portrait_id, ask(session, filing, now=now).digits, accept, doubt)


def thresholds(session: Session, *, at: datetime) -> tuple[float, float]:
    """Return the similarity from which faces are the same, and the one below which they differ (0 to 1)."""
    accept = rules.number(session, RuleName.FACE_ACCEPT_PERMILLE, at=at)
    return accept / 1000, rules.number(session, RuleName.FACE_DOUBT_PERMILLE, at=at) / 1000
