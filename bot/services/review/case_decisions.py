"""The review desk: taking a case, giving it back, deciding it; and the alarm when nobody does in time.

waiting ──► taken ──► passed: the filing is active      returned: the applicant takes the photos again
   ▲           │
   └───────────┴── released, or the lease ran out

Locks are taken in one order: the person, the car, the filing, the review.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.filing import eligibility, filings
from bot.services.identity import consents, portraits
from bot.services.review import queue
from bot.services.review.queue import CaseDecided, HeldByOther, Holding, NotHeld, NothingToTake
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import groups, notifications, permissions
from bot.services.values import working_days
from bot.services.values.text_cleaning import display_safe
from storage import audit, database, files
from storage.engine import outbox, timers
from storage.filing import filings as filing_store
from storage.filing.filings import Filing, FilingStatus
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review import reviews
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffRole

LEASE_TIMER, DUE_TIMER = "review.lease", "review.due"
MAX_CHARACTERS = 200


class ReturnReason(StrEnum):
    """Why a case goes back (RULES 5), as the filing keeps it and the catalogue calls it."""

    ANOTHERS_DOCUMENT = "anothers-document"
    ANOTHER_PERSON = "another-person"
    ILLEGIBLE = "illegible"
    ALTERED = "altered"
    OTHER = "other"


TYPED_REASONS = {
    "1": ReturnReason.ANOTHERS_DOCUMENT,
    "2": ReturnReason.ANOTHER_PERSON,
    "3": ReturnReason.ILLEGIBLE,
    "other": ReturnReason.OTHER,
    "其他": ReturnReason.OTHER,
}


class BadReason(Refusal, key="refused-bad-reason"):
    """A reason to return is one of 1, 2, 3, other."""


class WordsMissing(Refusal, key="refused-words-missing"):
    """Returned for another reason, it has to be said which, in few words."""


def parse_reason(typed: str) -> ReturnReason:
    """Read a reason as reviewers type it. Raises BadReason."""
    found = TYPED_REASONS.get(typed.strip().lower())
    if found is None:
        raise BadReason
    return found


def take(session: Session, review_id: UUID, *, by: Account, now: datetime) -> Review:
    """Lease a case to a reviewer; one he has already stays his as it is.

    Raises NotStaff, NoSuchCase, CaseDecided, OwnCase, SecondReviewer, HeldByOther.
    """
    permissions.require(session, by, StaffRole.REVIEWER)
    review, filing = queue.of_review(session, review_id)
    queue.require_open(review, filing)
    queue.require_may_decide(session, filing, by=by, now=now)
    if queue.holding(review, by=by, now=now) is Holding.YOURS:
        return review
    if not _lease(session, review, by=by, now=now):
        queue.require_open(review, filing)
        raise HeldByOther(number=filing.number)
    return review


def take_next(session: Session, *, by: Account, now: datetime) -> Review:
    """Lease the oldest case that waits and that this reviewer may take. Raises NotStaff or NothingToTake."""
    permissions.require(session, by, StaffRole.REVIEWER)
    for review in reviews.waiting(session, at=now, most=queue.MAX_CONSIDERED):
        filing = session.get_one(Filing, review.filing_id)
        try:
            queue.require_may_decide(session, filing, by=by, now=now)
        except (queue.OwnCase, queue.SecondReviewer):
            continue
        if _lease(session, review, by=by, now=now):  # Else another reviewer was faster: on to the next.
            return review
    raise NothingToTake


def release(session: Session, review_id: UUID, *, by: Account, now: datetime) -> Filing:
    """Give a case back to the queue. Raises what `review_cases.held` raises."""
    review, filing = queue.require_held(session, review_id, by=by, now=now)
    if not reviews.release(session, review, reviewer=by.id):
        raise NotHeld(number=filing.number)
    audit.record(session, audit.Action.REVIEW_RELEASED, by=by.id, on=review.id, at=now)
    timers.cancel(session, LEASE_TIMER, review.id)
    return filing


def expire(session: Session, review_id: UUID, *, now: datetime) -> Filing | None:
    """The time of a lease is over: the case is anybody's again. None if it was given back or decided meanwhile."""
    review = session.get(Review, review_id)
    if review is None or not reviews.expire(session, review, at=now):
        return None
    audit.record(session, audit.Action.REVIEW_EXPIRED, by=None, on=review.id, at=now)
    return session.get(Filing, review.filing_id)


def pass_case(session: Session, review_id: UUID, *, by: Account, now: datetime) -> Filing:
    """The photos show the applicant and his document: the filing becomes active, both sides are told.

    Its status then says whether it did: a limit may have been reached meanwhile. Raises what `review_cases.held`
    raises.
    """
    review, filing = queue.require_held(session, review_id, by=by, now=now)
    person = database.lock_row(session, Person, filing.filer_id)
    database.lock_row(session, Vehicle, filing.vehicle_id)
    database.lock_row(session, Filing, filing.id)
    assert person is not None
    _decide(session, review, filing, ReviewStatus.PASSED, by=by, now=now)
    audit.record(session, audit.Action.REVIEW_PASSED, by=by.id, on=review.id, at=now, round=review.round)
    if filings.activate(session, filing, by=by.id, now=now):
        person.verified_at = now
        session.add(person)
        _enrol(session, review, person, now=now)
    else:
        notify_owner(session, filing, "review.failed.owner", now=now)
    return filing


def return_case(
    session: Session, review_id: UUID, why: ReturnReason, *, by: Account, now: datetime, words: str = ""
) -> Filing:
    """Return a case with its reason: the applicant takes the photos again, all else is kept; both sides are told.

    Raises WordsMissing and what `review_cases.held` raises.
    """
    said = display_safe(" ".join(words.split()))
    if len(said) > MAX_CHARACTERS or (why is ReturnReason.OTHER and not said):
        raise WordsMissing(most=MAX_CHARACTERS)
    review, filing = queue.require_held(session, review_id, by=by, now=now)
    database.lock_row(session, Filing, filing.id)
    _decide(session, review, filing, ReviewStatus.RETURNED, by=by, now=now, reason=why.value, words=said)
    returned = {"return_reason": why.value, "returns": filing.returns + 1}
    moved = filing_store.move(session, filing, FilingStatus.RETURNED, at=now, **returned)
    assert moved, "the filing is held"
    filing_store.add_event(session, filing, "returned", at=now, note=why.value)
    audit.record(session, audit.Action.FILING_RETURNED, by=by.id, on=filing.id, at=now, reason=why.value)
    outbox.notify(session, filing.filer_id, "review.returned", review.id, at=now)
    notify_owner(session, filing, "review.returned.owner", now=now)
    return filing


def announce(session: Session, review: Review, *, lane: str) -> None:
    """Tell the group of a case, and let an alarm be given when the promised day is over. lane: the applicant's."""
    groups.schedule_announcement(session, review.id, lane=lane, at=review.submitted_at)
    timers.start(session, DUE_TIMER, review.id, lane=lane, due_at=review.due_at)


def notify_overdue(session: Session, review_id: UUID, *, lane: str, now: datetime) -> int:
    """The promised day is over: tell the reviewers and every admin, and again each working day until it is decided.

    The reviewers hear of it in their group, or each alone where there is none. Returns how many are told alone.
    """
    review = session.get(Review, review_id)
    if review is None or review.status not in reviews.OPEN_STATUSES or review.due_at > now:
        return 0
    in_group = groups.notify(session, "group.overdue", review.id, at=now, otherwise="review.overdue")
    roles = (StaffRole.ADMIN,) if in_group else (StaffRole.REVIEWER, StaffRole.ADMIN)
    told = notifications.notify_roles(session, "review.overdue", review.id, *roles, at=now)
    audit.record(session, audit.Action.REVIEW_OVERDUE, by=None, on=review.id, at=now, told=told, group=in_group)
    today = working_days.due_after(now, 0).at
    again = today if today > now else working_days.due_after(now, 1).at
    timers.start(session, DUE_TIMER, review.id, lane=lane, due_at=again)
    return told


def enrol(session: Session, review_id: UUID, *, by: Person, now: datetime) -> bool:
    """The applicant agrees that his reviewed photo is kept for face checks to come. False if it cannot be any more.

    Raises CaseDecided for a round that is not his or did not pass.
    """
    review, filing = queue.of_review(session, review_id)
    if filing.filer_id != by.id or review.status is not ReviewStatus.PASSED:
        raise CaseDecided(number=filing.number)
    consents.agree(session, by, ConsentText.FACE, now=now)
    enrolled = portraits.enrol(session, by, review.scene_id, now=now)
    if enrolled:
        audit.record(session, audit.Action.PORTRAIT_ENROLLED, by=by.id, on=by.id, at=now)
    return enrolled


def notify_owner(session: Session, filing: Filing, notice: str, *, now: datetime) -> None:
    """Tell who speaks for the car, in chat or by SMS."""
    owner = eligibility.acting_owner(session, filing.vehicle_id)
    if owner is not None:
        outbox.notify(session, owner.id, notice, filing.id, at=now)


def _lease(session: Session, review: Review, *, by: Account, now: datetime) -> bool:
    until = now + timedelta(minutes=rules.number(session, RuleName.REVIEW_LEASE_MINUTES, at=now))
    if not reviews.take(session, review, reviewer=by.id, until=until, at=now):
        return False
    audit.record(session, audit.Action.REVIEW_TAKEN, by=by.id, on=review.id, at=now, round=review.round)
    timers.start(session, LEASE_TIMER, review.id, lane=by.lane, due_at=until)
    return True


def _decide(
    session: Session,
    review: Review,
    filing: Filing,
    to: ReviewStatus,
    *,
    by: Account,
    now: datetime,
    reason: str = "",
    words: str = "",
) -> None:
    """Write the decision down; the photos are kept so many days from now, for an appeal."""
    if not reviews.decide(session, review, to, reviewer=by.id, at=now, reason=reason, words=words):
        raise CaseDecided(number=filing.number)  # Taken back, or decided on another device, in this very moment.
    timers.cancel(session, LEASE_TIMER, review.id)
    timers.cancel(session, DUE_TIMER, review.id)
    days = rules.number(session, RuleName.PHOTO_DAYS, at=now)
    for photo in (review.handheld_id, review.scene_id):
        files.set_delete_at(session, photo, now + timedelta(days=days))


def _enrol(session: Session, review: Review, person: Person, *, now: datetime) -> None:
    """With his agreement keep the scene photo as portrait; without, ask him whether it may be kept."""
    if person.portrait_id is not None or review.advice.get("scene"):
        return
    if not consents.has_agreed(session, person, ConsentText.FACE):
        outbox.notify(session, person.id, "review.enrol", review.id, at=now, sms=False)
    elif portraits.enrol(session, person, review.scene_id, now=now):
        audit.record(session, audit.Action.PORTRAIT_ENROLLED, by=None, on=person.id, at=now)
