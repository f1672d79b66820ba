"""Submits a case to the reviewers: with two photos and what the face check found.

checking, returned ──► in_review, due after as many working days as the rule `review_working_days` says
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.filing import step_cards
from bot.services.filing.filings import ApplicationDecided
from bot.services.review import photos
from bot.services.review.photos import FOR_REVIEW, PhotoReused
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import working_days
from storage import audit, files
from storage.filing import filings, given_approvals
from storage.filing.filings import Filing, FilingStatus
from storage.review import face_checks, photos as photo_store, reviews
from storage.review.photos import Photo, PhotoSlot, PhotoState
from storage.review.reviews import Review


class PhotosMissing(Refusal, key="refused-photos-missing"):
    """A photo is missing, still being checked, or already deleted."""


def submit(session: Session, filing: Filing, *, now: datetime) -> Review:
    """Submit a case with its two photos. Raises PhotosMissing, PhotoReused or ApplicationDecided."""
    submitted = _submitted(session, filing)
    rounds = reviews.of_filing(session, filing.id)
    if filing.status not in (FilingStatus.CHECKING, FilingStatus.RETURNED):
        raise ApplicationDecided(number=filing.number)
    if not filings.move(session, filing, FilingStatus.IN_REVIEW, at=now, return_reason=""):
        raise ApplicationDecided(number=filing.number)
    filings.add_event(session, filing, "resubmitted" if rounds else "in_review", at=now)
    step_cards.end_return(session, filing, now=now)
    days = rules.number(session, RuleName.REVIEW_WORKING_DAYS, at=now)
    handheld, scene = (_use(session, submitted[slot], now=now) for slot in FOR_REVIEW)
    review = Review(
        filing_id=filing.id,
        round=len(rounds) + 1,
        applicant_person=filing.filer_id,
        owner_person=next(iter(given_approvals.who_agreed(session, filing.id)), None),
        barred_person=_barred(session, filing, now=now),
        handheld_id=handheld,
        scene_id=scene,
        submitted_at=now,
        due_at=working_days.due_after(now, days).at,
    )
    reviews.new(session, review, _findings(session, filing, submitted))
    audit.record(session, audit.Action.REVIEW_SUBMITTED, by=filing.filer_id, on=review.id, at=now, round=review.round)
    return review


def _barred(session: Session, filing: Filing, *, now: datetime) -> UUID | None:
    """Return the person who may not decide the new round, because they have returned the case too often."""
    most = rules.number(session, RuleName.RETURNS_BEFORE_SECOND_REVIEWER, at=now)
    last = reviews.last_decided(session, filing.id) if filing.returns >= most else None
    return last.reviewer_person if last is not None else None


def _submitted(session: Session, filing: Filing) -> dict[PhotoSlot, Photo]:
    current = photo_store.current(session, filing.id)
    ready = {slot: photo for slot, photo in current.items() if photo.state is PhotoState.READY}
    kept = [slot for slot, photo in ready.items() if photo.file_id and files.read(session, photo.file_id)]
    if set(kept) != set(FOR_REVIEW):
        raise PhotosMissing
    return ready


def _use(session: Session, photo: Photo, *, now: datetime) -> UUID:
    """Mark a photo as used and return its file, kept for `photo_days` from now; the decision counts the days anew."""
    if not photo_store.use(session, photo):
        raise PhotoReused
    assert photo.file_id is not None
    days = rules.number(session, RuleName.PHOTO_DAYS, at=now)
    files.set_delete_at(session, photo.file_id, now + timedelta(days=days))
    return photo.file_id


def _findings(session: Session, filing: Filing, submitted: dict[PhotoSlot, Photo]) -> dict[str, Any]:
    found: dict[str, Any] = {slot.value: photos.findings(photo) for slot, photo in submitted.items()}
    tries = [one for one in face_checks.of_filing(session, filing.id) if one.decided_at is not None]
    if tries:
        found["faces"] = [
            {"state": one.state.value, "reason": one.reason, "permille": one.similarity_permille} for one in tries
        ]
    return found
