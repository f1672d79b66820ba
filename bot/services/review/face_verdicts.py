"""Verdicts on face checks (实人认证): what the comparison of a selfie leads to.

    asked ──► comparing ──► passed: the filing is active
                       ├──► failed, doubtful, unavailable, too many unclear: photos for staff
                       └──► unclear: asked again with other digits

A result counts even if the person has left the flow before it arrives.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from bot.adapters.face_check import FaceCheckOutcome
from bot.services.filing import activation, filings
from bot.services.identity import consents, verification
from bot.services.identity.verification import NumberHeldByOther
from bot.services.review import face_checks, photos
from bot.services.review.photos import CheckedPhoto, InvalidPicture, PhotoReused
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import audit, files
from storage.filing.filings import Filing, FilingStatus, FilingWay
from storage.identity.consents import ConsentText
from storage.register.people import Person
from storage.review import face_checks as face_check_store, photos as photo_store
from storage.review.face_checks import FaceCheckAttempt, FaceCheckAttemptState
from storage.review.photos import Photo, PhotoState

REUSED = "reused"


class FaceCheckVerdict(StrEnum):
    """What a selfie led to."""

    PASSED = "passed"
    PASSED_PHOTOS = "passed-photos"
    NOT_FILED = "not-filed"
    FAILED = "failed"
    UNAVAILABLE = "unavailable"
    UNCLEAR = "unclear"
    DOUBTFUL = "doubtful"
    TRIES = "tries"
    BAD = "bad"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class FaceCheckDecision:
    """A verdict, and the key of its reason: why the selfie is unclear, or what is wrong with the file."""

    verdict: FaceCheckVerdict
    reason: str = ""


class CheckedFace(CheckedPhoto):
    """What the task found in a selfie: as in any photo, and how the face check came out. similarity: permille."""

    outcome: FaceCheckOutcome | None = None
    reason: str = ""
    similarity: int | None = None


def decide(session: Session, photo: Photo, result: CheckedFace | None, *, now: datetime) -> FaceCheckDecision:
    """Store the verdict on a selfie and act on it. result: None if the task failed.

    A file that is no photo does not count as an attempt.
    """
    attempt, filing = face_check_store.of_photo(session, photo.id), session.get_one(Filing, photo.filing_id)
    assert attempt is not None
    if attempt.state is not FaceCheckAttemptState.COMPARING:
        return FaceCheckDecision(FaceCheckVerdict.LATE)
    activation.lock_to_activate(session, filing)  # Before the person is verified.
    try:
        wanted = result is None or photos.record_result(session, photo, result)
    except PhotoReused:
        return _doubtful(session, attempt, REUSED, now=now)
    except InvalidPicture as bad:
        face_check_store.move(session, attempt, FaceCheckAttemptState.ASKED, photo_id=None)
        return FaceCheckDecision(FaceCheckVerdict.BAD, bad.key)
    if filing.status is not FilingStatus.CHECKING or not wanted:
        return _unavailable(session, attempt, photo, FaceCheckVerdict.LATE, "moved_on", now=now)
    if result is None or not _consents(session, filing):
        return _unavailable(session, attempt, photo, FaceCheckVerdict.UNAVAILABLE, "failed", now=now)
    return _judge(session, attempt, filing, photo, result, now=now)


def interrupt(session: Session, filing: Filing, *, now: datetime) -> None:
    """End a comparison that is under way without a result: its selfie came from an account that is not the person's."""
    attempt = face_check_store.open_of(session, filing.id)
    photo = session.get(Photo, attempt.photo_id) if attempt is not None and attempt.photo_id is not None else None
    if attempt is not None and photo is not None and attempt.state is FaceCheckAttemptState.COMPARING:
        _unavailable(session, attempt, photo, FaceCheckVerdict.LATE, "moved_on", now=now)


def _judge(
    session: Session, attempt: FaceCheckAttempt, filing: Filing, photo: Photo, result: CheckedFace, *, now: datetime
) -> FaceCheckDecision:
    outcome, reason, attempt.similarity_permille = result.outcome, result.reason, result.similarity
    if outcome is FaceCheckOutcome.UNAVAILABLE:
        return _unavailable(session, attempt, photo, FaceCheckVerdict.UNAVAILABLE, reason, now=now)
    if not photo_store.use(session, photo):
        photo_store.discard(session, photo, PhotoState.REFUSED)
        return _doubtful(session, attempt, REUSED, now=now)
    if outcome is FaceCheckOutcome.UNCLEAR:
        photo_store.discard(session, photo, PhotoState.USED)
        return _unclear(session, attempt, filing, reason, now=now)
    days = rules.number(session, RuleName.PHOTO_DAYS, at=now)
    assert photo.file_id is not None
    files.set_delete_at(session, photo.file_id, now + timedelta(days=days))
    if outcome is FaceCheckOutcome.DOUBTFUL:
        return _doubtful(session, attempt, reason, now=now)
    if outcome is FaceCheckOutcome.FAIL:
        return _decided(session, attempt, FaceCheckAttemptState.FAILED, FaceCheckVerdict.FAILED, reason, now=now)
    return _pass(session, attempt, filing, now=now)


def _pass(session: Session, attempt: FaceCheckAttempt, filing: Filing, *, now: datetime) -> FaceCheckDecision:
    decision = _decided(session, attempt, FaceCheckAttemptState.PASSED, FaceCheckVerdict.PASSED, "", now=now)
    person = session.get_one(Person, filing.filer_id)
    try:
        verification.verify(session, person, now=now)
    except NumberHeldByOther:
        filings.refuse(session, filing, now=now, why="number-held", tell_owner=True)
        return FaceCheckDecision(FaceCheckVerdict.NOT_FILED)
    if filing.way is FilingWay.QR and rules.switch(session, RuleName.QR_EXTRA_PHOTOS, at=now):
        return FaceCheckDecision(FaceCheckVerdict.PASSED_PHOTOS)
    filed = activation.activate(session, filing, by=person.id, now=now)
    return decision if filed else FaceCheckDecision(FaceCheckVerdict.NOT_FILED)


def _unclear(
    session: Session, attempt: FaceCheckAttempt, filing: Filing, reason: str, *, now: datetime
) -> FaceCheckDecision:
    decision = _decided(session, attempt, FaceCheckAttemptState.UNCLEAR, FaceCheckVerdict.UNCLEAR, reason, now=now)
    more = face_checks.tries_left(session, filing, now=now) > 0
    return decision if more else FaceCheckDecision(FaceCheckVerdict.TRIES, reason)


def _doubtful(session: Session, attempt: FaceCheckAttempt, reason: str, *, now: datetime) -> FaceCheckDecision:
    """Leave it to people: what a machine doubts costs the applicant no try, and is not tried again."""
    return _decided(session, attempt, FaceCheckAttemptState.DOUBTFUL, FaceCheckVerdict.DOUBTFUL, reason, now=now)


def _unavailable(
    session: Session, attempt: FaceCheckAttempt, photo: Photo, verdict: FaceCheckVerdict, reason: str, *, now: datetime
) -> FaceCheckDecision:
    photo_store.discard(session, photo, PhotoState.REFUSED)
    return _decided(session, attempt, FaceCheckAttemptState.UNAVAILABLE, verdict, reason, now=now)


def _decided(
    session: Session,
    attempt: FaceCheckAttempt,
    state: FaceCheckAttemptState,
    verdict: FaceCheckVerdict,
    reason: str,
    *,
    now: datetime,
) -> FaceCheckDecision:
    permille = attempt.similarity_permille
    face_check_store.move(session, attempt, state, reason=reason, decided_at=now, similarity_permille=permille)
    audit.record(session, audit.Action.FACE_CHECKED, by=None, on=attempt.filing_id, at=now, came_out=state.value)
    return FaceCheckDecision(verdict, reason)


def _consents(session: Session, filing: Filing) -> bool:
    """Return whether the consent still holds: it may have been withdrawn while the selfie was compared."""
    person = session.get(Person, filing.filer_id)
    return person is not None and consents.has_agreed(session, person, ConsentText.FACE)
