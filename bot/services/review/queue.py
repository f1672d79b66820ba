"""The review queue: undecided cases, who has taken which, and who may decide which.

Reviewers may not decide cases of their own, about a vehicle that they or their organisation own or use or have owned
or used since the application, or to which they have agreed as the owner. A case that was returned
as often as the rule `returns_before_second_reviewer` says is decided by another reviewer.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.organisations import vehicles_of_staff
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import permissions
from bot.services.staff.same_member import is_one_of
from storage import audit
from storage.filing import filings
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.review import reviews
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffRole

MAX_CONSIDERED = 200


class NoSuchCase(Refusal, key="refused-no-such-case", offers=("queue",)):
    """No application with this number was submitted for review."""


class IdentityCaseNumber(Refusal, key="refused-identity-number", offers=("identity", "queue")):
    """The number is one of an identity case, which has its own command."""


class HeldByOther(Refusal, key="refused-held-by-other", offers=("queue",)):
    """Another reviewer has taken the case. Their name is not revealed."""


class NotHeld(Refusal, key="refused-not-held", offers=("queue",)):
    """The reviewer has not taken the case, or their lease has expired."""


class NothingHeld(Refusal, key="refused-nothing-held", offers=("queue",)):
    """The reviewer has taken no case, or their leases have expired."""


class CaseNumberMissing(Refusal, key="refused-case-number-missing", offers=("queue",)):
    """A command of reviewers lacks the number that it requires. Value: command."""


class CaseDecided(Refusal, key="refused-case-decided", offers=("queue",)):
    """The case is decided or withdrawn."""


class OwnCase(Refusal, key="refused-own-case", offers=("queue",)):
    """The case is the reviewer's own, as applicant, owner or member of the organisation."""


class SecondReviewerNeeded(Refusal, key="refused-second-reviewer", offers=("queue",)):
    """The case was returned too often; another reviewer has to decide it."""


class NothingToTake(Refusal, key="refused-nothing-to-take", offers=("queue",)):
    """There is no case that this reviewer may take."""


class Holding(StrEnum):
    """The holder of a case, as one reviewer sees it."""

    FREE = "free"
    YOURS = "yours"
    OTHER = "other"
    SECOND = "second"  # Somebody else has to decide it: they have returned it before.
    NO_DUTY = "no-duty"  # They may see it, as an admin, and not decide it.
    OWN = "own"


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
    """Open a case for a reviewer or an admin, and record that. Raises NotStaff or OwnCase."""
    member = permissions.require(session, by, StaffRole.REVIEWER, StaffRole.ADMIN)
    _, filing = of_review(session, review.id)
    if is_own(session, filing, by=by):
        raise OwnCase(number=filing.number)
    audit.record(session, audit.Action.REVIEW_OPENED, by=by.id, on=review.id, at=now)
    whose = holding_for(session, review, filing, by=by, now=now)
    return filing, whose if StaffRole.REVIEWER in member.role_set() else Holding.NO_DUTY


def holding_for(session: Session, review: Review, filing: Filing, *, by: Account, now: datetime) -> Holding:
    """Return who has taken a case, or that this reviewer may not decide it; of a case of their own nothing else."""
    if is_own(session, filing, by=by):
        return Holding.OWN
    whose = holding(review, by=by, now=now)
    if whose is not Holding.FREE:
        return whose
    try:
        require_may_decide(session, filing, by=by, now=now)
    except SecondReviewerNeeded:
        return Holding.SECOND
    return whose


def require_held(session: Session, review_id: UUID, *, by: Account, now: datetime) -> tuple[Review, Filing]:
    """Return a case that this reviewer has taken and may decide.

    Raises NotStaff, NoSuchCase, CaseDecided, HeldByOther, NotHeld, OwnCase or SecondReviewerNeeded.
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
    """Check that a case is undecided. Raises CaseDecided."""
    if review.status not in reviews.OPEN_STATUSES:
        raise CaseDecided(number=filing.number)


def require_may_decide(session: Session, filing: Filing, *, by: Account, now: datetime) -> None:
    """Check that this reviewer may decide this application. Raises OwnCase or SecondReviewerNeeded."""
    if is_own(session, filing, by=by):
        raise OwnCase(number=filing.number)
    most = rules.number(session, RuleName.RETURNS_BEFORE_SECOND_REVIEWER, at=now)
    last = reviews.last_decided(session, filing.id) if filing.returns >= most else None
    if last is not None and is_one_of(session, by, last.reviewer, last.reviewer_person):
        raise SecondReviewerNeeded(number=filing.number, returns=filing.returns)


def is_own(session: Session, filing: Filing, *, by: Account) -> bool:
    """Return whether a case is this person's own: as applicant, as who agreed for the owner, or by the vehicle."""
    return vehicles_of_staff.is_own_filing(session, filing, by=by)
