"""Reviewing cases: take, release, pass or return a case.

waiting ──► taken ──► passed: the filing is active      returned: the applicant takes the photos again
   ▲           │
   └───────────┴── released, or the lease expired

Locks are taken in one order: the person, the vehicle, the filing, the review.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.services.filing import activation, step_cards
from bot.services.identity import shared_numbers, verification
from bot.services.identity.shared_numbers import SharedMatter
from bot.services.organisations import authority
from bot.services.review import enrolment, queue, return_reasons
from bot.services.review.queue import CaseDecided, HeldByOther, Holding, NotHeld, NothingToTake
from bot.services.review.return_reasons import ReturnReason
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import permissions, work_news
from storage import audit, database, files
from storage.engine import outbox, timers
from storage.filing import filings as filing_store
from storage.filing.filings import Filing, FilingStatus
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import reviews
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffRole

LEASE_TIMER = "review.lease"
CASE, RETURN = "case", "return"  # Kinds of work.


def take(session: Session, review_id: UUID, *, by: Account, now: datetime) -> Review:
    """Lease a case to a reviewer; a lease that they have already is not extended.

    Raises NotStaff, NoSuchCase, CaseDecided, OwnCase, SecondReviewerNeeded, HeldByOther.
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
    """Lease the earliest due case that this reviewer may take. Raises NotStaff or NothingToTake."""
    permissions.require(session, by, StaffRole.REVIEWER)
    for review in reviews.waiting(session, at=now, limit=queue.MAX_CONSIDERED):
        filing = session.get_one(Filing, review.filing_id)
        try:
            queue.require_may_decide(session, filing, by=by, now=now)
        except (queue.OwnCase, queue.SecondReviewerNeeded):
            continue
        if _lease(session, review, by=by, now=now):  # Otherwise another reviewer was first.
            return review
    raise NothingToTake


def release(session: Session, review_id: UUID, *, by: Account, now: datetime) -> Filing:
    """Put a case back into the queue. Raises what `queue.require_held` raises."""
    review, filing = queue.require_held(session, review_id, by=by, now=now)
    if not reviews.release(session, review, reviewer=by.id):
        raise NotHeld(number=filing.number)
    audit.record(session, audit.Action.REVIEW_RELEASED, by=by.id, on=review.id, at=now)
    timers.cancel(session, LEASE_TIMER, review.id)
    return filing


def only_held(session: Session, command: str, *, by: Account, now: datetime) -> Review:
    """Return the only case that a reviewer has taken. Raises NotStaff, NothingHeld, or CaseNumberMissing of several."""
    permissions.require(session, by, StaffRole.REVIEWER)
    held = [each for each in reviews.held_by(session, by.id) if queue.holding(each, by=by, now=now) is Holding.YOURS]
    if not held:
        raise queue.NothingHeld
    if len(held) > 1:
        raise queue.CaseNumberMissing(command=command)
    return held[0]


def end_lease(session: Session, review: Review, *, reviewer: UUID, now: datetime) -> bool:
    """Put a case back whose reviewer may not serve now. Returns False if they do not hold it any more."""
    if not reviews.release(session, review, reviewer=reviewer):
        return False
    audit.record(session, audit.Action.REVIEW_RELEASED, by=None, on=review.id, at=now)
    timers.cancel(session, LEASE_TIMER, review.id)
    return True


def expire(session: Session, review_id: UUID, *, now: datetime) -> Filing | None:
    """End an expired lease. Returns None if the case was released or decided before."""
    review = session.get(Review, review_id)
    if review is None or not reviews.expire(session, review, at=now):
        return None
    audit.record(session, audit.Action.REVIEW_EXPIRED, by=None, on=review.id, at=now)
    return session.get(Filing, review.filing_id)


def pass_case(session: Session, review_id: UUID, *, by: Account, now: datetime, counts: bool | None = None) -> Filing:
    """Pass a case: the filing becomes active, and both sides are notified.

    The filing stays inactive, as its status says, if a limit was reached meanwhile. counts: whether who else has
    declared the ID number is the same person, to be answered if anything is held against them. Raises
    NumberHeldByOther, SharedNumberUnanswered and what `queue.require_held` raises.
    """
    review, filing = queue.require_held(session, review_id, by=by, now=now)
    person, _ = activation.lock_to_activate(session, filing)
    shared = shared_matters(session, review, now=now)
    shared_numbers.require_answer(shared, counts)
    shared_numbers.answer(session, person, shared, counts=bool(counts), by=by.id, now=now)
    _decide(session, review, filing, ReviewStatus.PASSED, by=by, now=now)
    audit.record(session, audit.Action.REVIEW_PASSED, by=by.id, on=review.id, at=now, round=review.round)
    if activation.activate(session, filing, by=by.id, now=now):
        verification.verify(session, person, now=now)
        enrolment.ask_to_enrol(session, review, person, now=now)
    return filing


def shared_matters(session: Session, review: Review, *, now: datetime) -> list[SharedMatter]:
    """Return what is held against others who have declared the ID number of who sent an undecided case."""
    if review.status not in reviews.OPEN_STATUSES:
        return []
    person = session.get_one(Person, session.get_one(Filing, review.filing_id).filer_id)
    return shared_numbers.matters(session, person, person.id_number, now=now)


def return_case(
    session: Session, review_id: UUID, *why: ReturnReason, by: Account, now: datetime, words: str = ""
) -> Filing:
    """Return a case to the applicant, who takes the photos again and is notified together with the owner.

    why: every reason that applies; none, or `OTHER`, if the words say it all. They are stored separated by blanks.
    Raises WordsMissing and what `queue.require_held` raises.
    """
    said, reasons = return_reasons.parse_words(words), return_reasons.codes(why)
    if reasons == ReturnReason.OTHER and not said:
        raise return_reasons.WordsMissing(most=return_reasons.MAX_CHARACTERS)
    review, filing = queue.require_held(session, review_id, by=by, now=now)
    database.lock_row(session, Filing, filing.id)
    _decide(session, review, filing, ReviewStatus.RETURNED, by=by, now=now, reason=reasons, words=said)
    returned = {"return_reason": reasons, "returns": filing.returns + 1}
    moved = filing_store.move(session, filing, FilingStatus.RETURNED, at=now, **returned)
    assert moved, "the filing is held"
    filing_store.add_event(session, filing, "returned", at=now, note=reasons)
    audit.record(session, audit.Action.FILING_RETURNED, by=by.id, on=filing.id, at=now, reason=reasons)
    outbox.notify(
        session, filing.filer_id, "review.returned", review.id, at=now, about=step_cards.topic_of_return(filing)
    )
    notify_owner(session, filing, "review.returned.owner", now=now)
    return filing


def announce(session: Session, review: Review, *, now: datetime) -> None:
    """Have the reviewers hear of a case that was sent in, for the first time or again."""
    work_news.arrive(session, kind_of(review), review.id, now=now)


def kind_of(review: Review) -> str:
    """Return the kind of work that a case is."""
    return CASE if review.round == 1 else RETURN


def notify_owner(session: Session, filing: Filing, notification: str, *, now: datetime) -> None:
    """Notify whoever acts for the owner of the vehicle, in chat or by SMS."""
    owner = authority.acting_owner(session, filing.vehicle_id)
    if owner is not None:
        outbox.notify(session, owner.id, notification, filing.id, at=now)


def _lease(session: Session, review: Review, *, by: Account, now: datetime) -> bool:
    until = now + timedelta(minutes=rules.number(session, RuleName.REVIEW_LEASE_MINUTES, at=now))
    if not reviews.take(session, review, reviewer=by.id, person=by.person_id, until=until, at=now):
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
    """Store the decision. The photos are kept for `photo_days` from now, for an appeal."""
    if not reviews.decide(session, review, to, reviewer=by.id, at=now, reason=reason, words=words):
        raise CaseDecided(number=filing.number)  # Withdrawn, or decided on another device, at the same time.
    timers.cancel(session, LEASE_TIMER, review.id)
    days = rules.number(session, RuleName.PHOTO_DAYS, at=now)
    for photo in (review.handheld_id, review.scene_id):
        files.set_delete_at(session, photo, now + timedelta(days=days))
