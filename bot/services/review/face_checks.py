"""The check of the person (实人认证): a face check where it can be had, photos for people where it cannot.

    asked ──► looking ──► passed: the filing is active      failed, unavailable, too many unclear: the photo way
                     └──► unclear: asked again, other digits

RULES 1 and 5: own consent, limited tries, always another way. A verdict counts wherever the
person is when it comes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.adapters.face_check import FaceOutcome
from bot.adapters.pictures import digit_challenge
from bot.errors import NotYours
from bot.services.filing import filings
from bot.services.identity import consents
from bot.services.review import photos
from bot.services.review.photos import BadPicture, PhotoReused, SentPhoto
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import audit, files
from storage.filing import filings as filing_store
from storage.filing.filings import Filing, FilingStatus, FilingWay
from storage.identity.consents import ConsentText
from storage.register import people
from storage.register.people import Person
from storage.review import face_checks
from storage.review import photos as photo_store
from storage.review.face_checks import FaceCheckAttempt, FaceCheckAttemptState
from storage.review.photos import Photo, PhotoState

OPEN = (FilingStatus.CHECKING, FilingStatus.RETURNED)


class FaceCheckObstacle(StrEnum):
    """Why a face check is not to be had for this case."""

    RETURNED = "returned"
    OFF = "off"
    EXTRA_PHOTOS = "extra-photos"
    NO_PORTRAIT = "no-portrait"
    DIFFERENT = "different"
    TRIES = "tries"


class FaceCheckVerdict(StrEnum):
    """What a picture came to."""

    PASSED = "passed"
    NOT_FILED = "not-filed"
    FAILED = "failed"
    UNAVAILABLE = "unavailable"
    UNCLEAR = "unclear"
    TRIES = "tries"
    REUSED = "reused"
    BAD = "bad"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class FaceCheckDecision:
    """A verdict and its reason in one word: why it is unclear, or what is wrong with the file."""

    verdict: FaceCheckVerdict
    reason: str = ""


def find(session: Session, filing_id: UUID, *, by: Person) -> Filing:
    """Return this person's application that waits for the check. Raises NotYours or Decided."""
    filing = filing_store.get(session, filing_id)
    if filing is None or filing.filer_id != by.id:
        raise NotYours
    if filing.status not in OPEN:
        raise filings.ApplicationDecided(number=filing.number)
    return filing


def obstacle(
    session: Session, filing: Filing, *, by: Person, now: datetime, can_compare: bool = True
) -> FaceCheckObstacle | None:
    """Return why this case goes the photo way, None if the face check may be tried.

    can_compare: whether this desk has a face check at all. Where it has none, nobody's consent is asked for it.
    """
    if filing.status is FilingStatus.RETURNED:
        return FaceCheckObstacle.RETURNED
    if not can_compare:
        return FaceCheckObstacle.OFF
    if filing.way is FilingWay.QR and rules.switch(session, RuleName.QR_EXTRA_PHOTOS, at=now):
        return FaceCheckObstacle.EXTRA_PHOTOS
    if by.portrait_id is None:
        return FaceCheckObstacle.NO_PORTRAIT
    if face_checks.count(session, filing.id, FaceCheckAttemptState.FAILED):
        return FaceCheckObstacle.DIFFERENT
    return None if tries_left(session, filing, now=now) > 0 else FaceCheckObstacle.TRIES


def tries_left(session: Session, filing: Filing, *, now: datetime) -> int:
    """Return how many pictures may still be tried."""
    most = rules.number(session, RuleName.FACE_TRIES, at=now)
    return most - face_checks.count(session, filing.id, FaceCheckAttemptState.UNCLEAR)


def ask(session: Session, filing: Filing, *, now: datetime) -> FaceCheckAttempt:
    """Return the try that is open: its digits stay the same until a picture answers them."""
    return face_checks.open_of(session, filing.id) or face_checks.new(
        session, filing.id, digit_challenge.challenge(), at=now
    )


def order(session: Session, filing: Filing, sent: SentPhoto, *, now: datetime) -> None:
    """A selfie has come and is being compared. Raises Decided if one is being compared already."""
    check = ask(session, filing, now=now)
    photo = photos.record_selfie(session, filing, sent, now=now)
    if not (
        check.state is FaceCheckAttemptState.ASKED
        and face_checks.move(session, check, FaceCheckAttemptState.LOOKING, photo_id=photo.id)
    ):
        raise filings.ApplicationDecided(number=filing.number)


def question(session: Session, filing: Filing, *, by: Person, now: datetime) -> dict[str, Any]:
    """Return what the task needs to know beside the picture."""
    accept, doubt = (
        rules.number(session, name, at=now) / 1000
        for name in (RuleName.FACE_ACCEPT_PERMILLE, RuleName.FACE_DOUBT_PERMILLE)
    )
    assert by.portrait_id is not None
    digits = ask(session, filing, now=now).digits
    return {"portrait": by.portrait_id.hex, "digits": digits, "accept": accept, "doubt": doubt, "owner": by.id.hex}


def decide(session: Session, photo: Photo, result: dict[str, Any], *, now: datetime) -> FaceCheckDecision:
    """Write the verdict down and do what follows from it. A file that is no photo does not count as a try."""
    check, filing = face_checks.of_photo(session, photo.id), filing_store.get(session, photo.filing_id)
    assert check is not None
    assert filing is not None
    if check.state is not FaceCheckAttemptState.LOOKING:
        return FaceCheckDecision(FaceCheckVerdict.LATE)
    try:
        wanted = result.get("failed") or photos.record_result(session, photo, result)
    except PhotoReused:
        return _unclear(session, check, filing, "reused", now=now)
    except BadPicture as bad:
        face_checks.move(session, check, FaceCheckAttemptState.ASKED, photo_id=None)
        return FaceCheckDecision(FaceCheckVerdict.BAD, bad.key)
    if filing.status is not FilingStatus.CHECKING or not wanted:
        return _close(
            session, check, photo, FaceCheckAttemptState.UNAVAILABLE, "moved_on", FaceCheckVerdict.LATE, now=now
        )
    if result.get("failed") or not _consents(session, filing):
        return _close(
            session, check, photo, FaceCheckAttemptState.UNAVAILABLE, "failed", FaceCheckVerdict.UNAVAILABLE, now=now
        )
    return _judge(session, check, filing, photo, result, now=now)


def _judge(
    session: Session, check: FaceCheckAttempt, filing: Filing, photo: Photo, result: dict[str, Any], *, now: datetime
) -> FaceCheckDecision:
    outcome, reason = FaceOutcome(result["outcome"]), str(result["reason"])
    check.similarity_permille = result["similarity"]
    if outcome is FaceOutcome.UNAVAILABLE:
        return _close(
            session, check, photo, FaceCheckAttemptState.UNAVAILABLE, reason, FaceCheckVerdict.UNAVAILABLE, now=now
        )
    if not photo_store.use(session, photo):
        photo_store.discard(session, photo, PhotoState.REFUSED)
        return _unclear(session, check, filing, "reused", now=now)
    if outcome is FaceOutcome.UNCLEAR:
        photo_store.discard(session, photo, PhotoState.USED)
        return _unclear(session, check, filing, reason, now=now)
    days = rules.number(session, RuleName.PHOTO_DAYS, at=now)
    assert photo.file_id is not None
    files.set_delete_at(session, photo.file_id, now + timedelta(days=days))
    if outcome is FaceOutcome.FAIL:
        return _decided(session, check, FaceCheckAttemptState.FAILED, reason, FaceCheckVerdict.FAILED, now=now)
    return _pass(session, check, filing, now=now)


def _pass(session: Session, check: FaceCheckAttempt, filing: Filing, *, now: datetime) -> FaceCheckDecision:
    decision = _decided(session, check, FaceCheckAttemptState.PASSED, "", FaceCheckVerdict.PASSED, now=now)
    person = people.get(session, filing.filer_id)
    assert person is not None
    filed = filings.activate(session, filing, by=person.id, now=now)
    person.verified_at = now
    session.add(person)
    return decision if filed else FaceCheckDecision(FaceCheckVerdict.NOT_FILED)


def _unclear(
    session: Session, check: FaceCheckAttempt, filing: Filing, reason: str, *, now: datetime
) -> FaceCheckDecision:
    verdict = FaceCheckVerdict.REUSED if reason == "reused" else FaceCheckVerdict.UNCLEAR
    decision = _decided(session, check, FaceCheckAttemptState.UNCLEAR, reason, verdict, now=now)
    return decision if tries_left(session, filing, now=now) > 0 else FaceCheckDecision(FaceCheckVerdict.TRIES, reason)


def _close(
    session: Session,
    check: FaceCheckAttempt,
    photo: Photo,
    state: FaceCheckAttemptState,
    reason: str,
    verdict: FaceCheckVerdict,
    *,
    now: datetime,
) -> FaceCheckDecision:
    photo_store.discard(session, photo, PhotoState.REFUSED)
    return _decided(session, check, state, reason, verdict, now=now)


def _decided(
    session: Session,
    check: FaceCheckAttempt,
    state: FaceCheckAttemptState,
    reason: str,
    verdict: FaceCheckVerdict,
    *,
    now: datetime,
) -> FaceCheckDecision:
    permille = check.similarity_permille
    face_checks.move(session, check, state, reason=reason, decided_at=now, similarity_permille=permille)
    audit.record(session, audit.Action.FACE_CHECKED, by=None, on=check.filing_id, at=now, came_out=state.value)
    return FaceCheckDecision(verdict, reason)


def _consents(session: Session, filing: Filing) -> bool:
    """The agreement may have been taken back while the picture was compared."""
    person = people.get(session, filing.filer_id)
    return person is not None and consents.has_agreed(session, person, ConsentText.FACE)
