"""Enrolment: keeps the reviewed photo as portrait for future face checks, with the applicant's consent."""

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


def enrol_or_ask(session: Session, review: Review, person: Person, *, now: datetime) -> None:
    """Enrol the photo if the applicant has consented to face checks before, else ask for consent."""
    if person.portrait_id is not None or review.advice.get("scene"):
        return
    if not consents.has_agreed(session, person, ConsentText.FACE):
        outbox.notify(session, person.id, "review.enrol", review.id, at=now, sms=False)
    elif portraits.enrol(session, person, review.scene_id, now=now):
        audit.record(session, audit.Action.PORTRAIT_ENROLLED, by=None, on=person.id, at=now)


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
