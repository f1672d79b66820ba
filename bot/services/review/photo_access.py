"""Access to the photos of a case: reviewers get watermarked copies, every view is recorded, copies are deleted.

require_access ──► (a task makes the copies) ──► begin_viewings ──► end_viewings: decided or released
                                                               └──► expire: the time is over
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.review import queue
from bot.services.review.photos import FOR_REVIEW
from bot.services.review.queue import Holding
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import permissions
from storage import audit, database, files
from storage.engine import timers
from storage.identity.accounts import Account
from storage.review import blacklist, photo_views
from storage.review.photo_views import VIEWING_TIMER as VIEWING_TIMER, PhotoView
from storage.review.photos import PhotoSlot
from storage.review.reviews import Review
from storage.staff.members import StaffRole


class NotForYou(Refusal, key="refused-not-for-you", offers=("queue",)):
    """The photos are shown only to the reviewer who has taken the case."""


@dataclass(frozen=True, slots=True)
class Originals:
    """The stored photos of a round, without deleted ones, and the person who submitted them."""

    photos: dict[PhotoSlot, bytes]
    person_id: UUID


def require_access(session: Session, review: Review, *, by: Account, now: datetime) -> None:
    """Check that this member of staff may view the photos: they have taken the case, or a blacklist entry is pending.

    Raises NotStaff, OwnCase or NotForYou.
    """
    permissions.require(session, by, StaffRole.REVIEWER, StaffRole.ADMIN)
    _, filing = queue.of_review(session, review.id)
    if queue.is_own(session, filing, by=by):
        raise queue.OwnCase(number=filing.number)
    has_it = queue.holding(review, by=by, now=now) is Holding.YOURS
    if not has_it and blacklist.pending_about(session, review.id) is None:
        raise NotForYou(number=filing.number)


def originals(session: Session, review_id: UUID) -> Originals:
    """Return the photos of a round. Raises NoSuchCase."""
    review, filing = queue.of_review(session, review_id)
    kept = zip(FOR_REVIEW, (review.handheld_id, review.scene_id), strict=True)
    opened = {slot: files.read(session, file_id) for slot, file_id in kept}
    return Originals({slot: file.content for slot, file in opened.items() if file is not None}, filing.filer_id)


def begin_viewings(
    session: Session, review: Review, copies: dict[PhotoSlot, UUID], *, by: Account, now: datetime
) -> list[PhotoView]:
    """Record that these copies are shown, until the lease expires.

    Deletes them, and returns none, if the reviewer has released or decided the case while they were made.
    """
    try:
        require_access(session, review, by=by, now=now)
    except Refusal:
        for copy in copies.values():
            files.delete_file(session, copy)
        return []
    minutes = rules.number(session, RuleName.REVIEW_LEASE_MINUTES, at=now)
    is_held = queue.holding(review, by=by, now=now) is Holding.YOURS
    ends = review.lease_until if is_held and review.lease_until else now + timedelta(minutes=minutes)
    return [_begin(session, review, slot, copy, by=by, now=now, ends=ends) for slot, copy in copies.items()]


def end_viewings(session: Session, review_id: UUID, *, by: Account, now: datetime) -> list[PhotoView]:
    """Delete the copies shown to this person. Returns the views, so that their messages can be deleted too."""
    shown = photo_views.open_views(session, review_id, by.id)
    for viewing in shown:
        photo_views.end(session, viewing, at=now)
        timers.cancel(session, VIEWING_TIMER, viewing.id)
    return shown


def expire(session: Session, viewing_id: UUID, *, now: datetime) -> PhotoView | None:
    """End a view whose time is over, and return it; None if it has ended already."""
    viewing = session.get(PhotoView, viewing_id)
    if viewing is None or viewing.ended_at is not None:
        return None
    photo_views.end(session, viewing, at=now)
    return viewing


def _begin(
    session: Session, review: Review, slot: PhotoSlot, copy: UUID, *, by: Account, now: datetime, ends: datetime
) -> PhotoView:
    viewing = PhotoView(review_id=review.id, account_id=by.id, slot=slot, file_id=copy, at=now)
    database.add(session, viewing)
    audit.record(session, audit.Action.PHOTO_VIEWED, by=by.id, on=review.id, at=now, slot=slot.value)
    files.set_delete_at(session, copy, ends)
    timers.start(session, VIEWING_TIMER, viewing.id, lane=by.lane, due_at=ends)
    return viewing
