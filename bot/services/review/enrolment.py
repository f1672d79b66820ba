"""Enrolment: keeps the reviewed photo as portrait for future face checks, if the applicant agrees to just that."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.identity import consents, portraits
from bot.services.review import queue
from bot.services.review.queue import CaseDecided
from storage import audit
from storage.engine import outbox
from storage.identity.consents import ConsentText
from storage.register.people import Person
from storage.review.reviews import Review, ReviewStatus


def ask_to_enrol(session: Session, review: Review, person: Person, *, now: datetime) -> None:
    """Ask whether the photo may be kept. A consent to face checks given before is none to keeping a photo."""
    if person.portrait_id is not None or review.advice.get("scene"):
        return
    outbox.notify(session, person.id, "review.enrol", review.id, at=now, sms=False)


def enrol(session: Session, review_id: UUID, *, by: Person, now: datetime) -> bool:
    """Store the applicant's consent, and enrol the reviewed photo.

    Returns False if the photo is deleted already. Raises CaseDecided for a round of another person or one not passed.
    """
    review, filing = queue.of_review(session, review_id)
    if filing.filer_id != by.id or review.status is not ReviewStatus.PASSED:
        raise CaseDecided(number=filing.number)
    consents.agree(session, by, ConsentText.FACE, now=now)
    enrolled = portraits.enrol(session, by, review.scene_id, now=now)
    if enrolled:
        audit.record(session, audit.Action.PORTRAIT_ENROLLED, by=by.id, on=by.id, at=now)
    return enrolled
