"""Cases before the reviewers: the queue, whose case is whose, and who may not decide which.

Nobody decides his own case, one about his own car, or one of his organisation; a case that
came back again and again is looked at by another person (RULES 5).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import permissions
from storage import audit
from storage.filing import filings
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.organisations import organisations
from storage.register.vehicles import Vehicle
from storage.review import reviews
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffRole

MAX_SHOWN = 12
MAX_CONSIDERED = 200


class NoSuchCase(Refusal, key="refused-no-such-case", offers=("queue",)):
    """No case for review has this number."""


class HeldByOther(Refusal, key="refused-held-by-other", offers=("queue",)):
    """Another reviewer has the case; who, is not told."""


class NotHeld(Refusal, key="refused-not-held", offers=("queue",)):
    """He has not taken the case, or his time for it ran out."""


class CaseDecided(Refusal, key="refused-case-decided", offers=("queue",)):
    """The case is decided, or was taken back."""


class OwnCase(Refusal, key="refused-own-case", offers=("queue",)):
    """The case is his own: as the applicant, as the owner, or as a member of the organisation."""


class SecondReviewer(Refusal, key="refused-second-reviewer", offers=("queue",)):
    """The case came back too often: another person has to look at it."""


class NothingToTake(Refusal, key="refused-nothing-to-take", offers=("queue",)):
    """Nothing waits that this person may take."""


class Holding(StrEnum):
    """Who has a case of the queue, as one reviewer sees it."""

    FREE = "free"
    YOURS = "yours"
    OTHER = "other"
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class Queued:
    """A case as it stands in the queue."""

    review: Review
    filing: Filing
    holding: Holding
    overdue: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue as one reviewer sees it: the first cases, how many there are, how many of them are overdue."""

    cases: tuple[Queued, ...]
    total: int
    overdue: int


def queue(session: Session, *, by: Account, now: datetime) -> Queue:
    """Return what is not decided, oldest due first. Raises NotStaff."""
    permissions.require(session, by, StaffRole.REVIEWER)
    shown = [_queued(session, review, by=by, now=now) for review in reviews.undecided(session, most=MAX_SHOWN)]
    overdue = reviews.count_undecided(session, due_before=now)
    return Queue(tuple(shown), reviews.count_undecided(session), overdue)


def by_number(session: Session, number: int) -> Review:
    """Return the newest round of the case with this application number. Raises NoSuchCase."""
    filing = filings.by_number(session, number)
    rounds = reviews.of_filing(session, filing.id) if filing else []
    if not rounds:
        raise NoSuchCase(number=number)
    return rounds[-1]


def of_review(session: Session, review_id: UUID) -> tuple[Review, Filing]:
    """Return a case and the application it is about. Raises NoSuchCase."""
    review = session.get(Review, review_id)
    filing = session.get(Filing, review.filing_id) if review else None
    if review is None or filing is None:
        raise NoSuchCase(number="?")
    return review, filing


def holding(review: Review, *, by: Account, now: datetime) -> Holding:
    """Say who has a case now; a lease that has run out holds nothing."""
    if review.status is not ReviewStatus.TAKEN or review.lease_until is None or review.lease_until <= now:
        return Holding.FREE
    return Holding.YOURS if review.reviewer == by.id else Holding.OTHER


def open_case(session: Session, review: Review, *, by: Account, now: datetime) -> tuple[Filing, Holding]:
    """Open a case as it stands, for a reviewer or an admin; that he did is written down. Raises NotStaff or OwnCase."""
    member = permissions.require(session, by, StaffRole.REVIEWER, StaffRole.ADMIN)
    _, filing = of_review(session, review.id)
    if is_own(session, filing, by=by):
        raise OwnCase(number=filing.number)
    audit.record(session, audit.Action.REVIEW_OPENED, by=by.id, on=review.id, at=now)
    whose = holding_for(session, review, filing, by=by, now=now)
    return filing, whose if StaffRole.REVIEWER in member.role_set() else Holding.BARRED


def holding_for(session: Session, review: Review, filing: Filing, *, by: Account, now: datetime) -> Holding:
    """Say who has a case now, or that it is not for this reviewer."""
    whose = holding(review, by=by, now=now)
    if whose is not Holding.FREE:
        return whose
    try:
        require_may_decide(session, filing, by=by, now=now)
    except (OwnCase, SecondReviewer):
        return Holding.BARRED
    return whose


def require_held(session: Session, review_id: UUID, *, by: Account, now: datetime) -> tuple[Review, Filing]:
    """Return a case that this reviewer has and may decide.

    Raises NotStaff, NoSuchCase, CaseDecided, HeldByOther, NotHeld, and what `check` raises.
    """
    permissions.require(session, by, StaffRole.REVIEWER)
    review, filing = of_review(session, review_id)
    require_open(review, filing)
    require_may_decide(session, filing, by=by, now=now)
    whose = holding(review, by=by, now=now)
    if whose is Holding.OTHER:
        raise HeldByOther(number=filing.number)
    if whose is not Holding.YOURS:
        raise NotHeld(number=filing.number)
    return review, filing


def require_open(review: Review, filing: Filing) -> None:
    """See that a case is still to be decided. Raises CaseDecided."""
    if review.status not in reviews.OPEN_STATUSES:
        raise CaseDecided(number=filing.number)


def require_may_decide(session: Session, filing: Filing, *, by: Account, now: datetime) -> None:
    """See that this reviewer may decide on this application. Raises OwnCase or SecondReviewer."""
    if is_own(session, filing, by=by):
        raise OwnCase(number=filing.number)
    most = rules.number(session, RuleName.RETURNS_BEFORE_SECOND_REVIEWER, at=now)
    last = reviews.last_decided(session, filing.id) if filing.returns >= most else None
    if last is not None and _is_same(session, last.reviewer, by):
        raise SecondReviewer(number=filing.number, returns=filing.returns)


def is_own(session: Session, filing: Filing, *, by: Account) -> bool:
    """Say whether the application is this person's, or about a car of his or of an organisation of his."""
    vehicle = session.get(Vehicle, filing.vehicle_id)
    if by.person_id is None or vehicle is None:
        return False
    acting = {member.organisation_id for member in organisations.of_person(session, by.person_id)}
    return by.person_id in (filing.filer_id, vehicle.owner_person_id) or vehicle.owner_organisation_id in acting


def _is_same(session: Session, reviewer: UUID | None, by: Account) -> bool:
    """The same Telegram user is the same person, in whichever bot of the desk he speaks."""
    account = session.get(Account, reviewer) if reviewer else None
    return account is not None and account.telegram_id == by.telegram_id


def _queued(session: Session, review: Review, *, by: Account, now: datetime) -> Queued:
    filing = session.get_one(Filing, review.filing_id)
    whose = holding_for(session, review, filing, by=by, now=now)
    return Queued(review, filing, whose, overdue=review.due_at <= now)
