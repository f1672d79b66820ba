"""Access to the photos of a case: reviewers get watermarked copies, every view is recorded, copies are deleted.

Who has taken the case also gets the portrait on record, and the applicant's name and numbers in full.

require_access ──► (a task makes the copies) ──► begin_viewings ──► end_viewings: decided or released
                                                               └──► expire: the time is over
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.review import queue
from bot.services.review.queue import Holding
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import permissions
from storage import audit, database, files
from storage.engine import timers
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import blacklist, photo_views
from storage.review.photo_views import VIEWING_TIMER as VIEWING_TIMER, PhotoView, ViewedItem
from storage.review.reviews import Review
from storage.staff.members import StaffRole


class NotForYou(Refusal, key="refused-not-for-you", offers=("queue",)):
    """The photos are shown only to the reviewer who has taken the case."""


@dataclass(frozen=True, slots=True)
class Originals:
    """The stored photos of a round, without deleted ones, the portrait, and the person who submitted them."""

    photos: dict[ViewedItem, bytes]
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
    """Return the photos of a round, and the applicant's portrait if there is one. Raises NoSuchCase."""
    review, filing = queue.of_review(session, review_id)
    kept = {ViewedItem.HANDHELD: review.handheld_id, ViewedItem.SCENE: review.scene_id}
    portrait = session.get_one(Person, filing.filer_id).portrait_id
    if portrait is not None:
        kept[ViewedItem.PORTRAIT] = portrait
    opened = {item: files.read(session, file_id) for item, file_id in kept.items()}
    return Originals({item: file.content for item, file in opened.items() if file is not None}, filing.filer_id)


def begin_viewings(
    session: Session, review: Review, copies: dict[ViewedItem, UUID], *, by: Account, now: datetime
) -> list[PhotoView]:
    """Record that these copies are shown, until the lease expires; with the facts to who has taken the case.

    Deletes them, and returns none, if the reviewer has released or decided the case while they were made. Who decides
    about a blacklist entry sees the photos only.
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
    if not is_held and (portrait := copies.get(ViewedItem.PORTRAIT)):
        files.delete_file(session, portrait)
    shown = [item for item in ViewedItem if item in copies and (is_held or item is not ViewedItem.PORTRAIT)]
    views = [_view(review, item, copies.get(item), by=by, now=now) for item in _with_facts(shown, is_held=is_held)]
    for view in views:
        _begin(session, view, by=by, ends=ends)
    return views


def view(session: Session, review: Review, item: ViewedItem, *, by: Account, now: datetime) -> bytes | None:
    """Return a photo to be shown once outside the chat, where nothing of it stays, and record that.

    None if it has been deleted. The portrait and the facts (which are no photo) are for who has taken the case. Raises
    what `require_access` raises.
    """
    require_access(session, review, by=by, now=now)
    is_held = queue.holding(review, by=by, now=now) is Holding.YOURS
    if not is_held and item in (ViewedItem.PORTRAIT, ViewedItem.FACTS):
        raise NotForYou(number=queue.of_review(session, review.id)[1].number)
    content = originals(session, review.id).photos.get(item)
    if content is not None or item is ViewedItem.FACTS:
        database.add(session, PhotoView(review_id=review.id, account_id=by.id, slot=item, at=now, ended_at=now))
        audit.record(session, audit.Action.PHOTO_VIEWED, by=by.id, on=review.id, at=now, slot=item.value)
    return content


def end_soon(session: Session, review_id: UUID, *, by: Account, now: datetime) -> None:
    """Have the copies that the chat shows this person go at once: the case is decided or released elsewhere."""
    for viewing in photo_views.open_views(session, review_id, by.id):
        timers.bring_forward(session, VIEWING_TIMER, viewing.id, to=now)


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


def _with_facts(shown: list[ViewedItem], *, is_held: bool) -> list[ViewedItem]:
    return [*shown, ViewedItem.FACTS] if is_held else shown


def _view(review: Review, item: ViewedItem, copy: UUID | None, *, by: Account, now: datetime) -> PhotoView:
    return PhotoView(review_id=review.id, account_id=by.id, slot=item, file_id=copy, at=now)


def _begin(session: Session, view: PhotoView, *, by: Account, ends: datetime) -> None:
    database.add(session, view)
    what = view.slot.value
    audit.record(session, audit.Action.PHOTO_VIEWED, by=by.id, on=view.review_id, at=view.at, slot=what)
    if view.file_id is not None:
        files.set_delete_at(session, view.file_id, ends)
    timers.start(session, VIEWING_TIMER, view.id, lane=by.lane, due_at=ends)
