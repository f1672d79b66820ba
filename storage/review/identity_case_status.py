"""Status changes of identity cases: guarded updates, of which the WHERE clause is the lock.

The states are drawn in `identity_cases`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col

from storage.database import update_if
from storage.review.identity_cases import OPEN_STATUSES, IdentityCase, IdentityCaseStatus

RELEASED: dict[str, Any] = {
    "status": IdentityCaseStatus.WAITING,
    "reviewer": None,
    "reviewer_person": None,
    "lease_until": None,
}


def take(
    session: Session, case: IdentityCase, *, reviewer: UUID, person: UUID | None, until: datetime, at: datetime
) -> bool:
    """Lease a case to a reviewer, an account and its person. Returns False if another holds it, or it is closed."""
    run_out = and_(col(IdentityCase.status) == IdentityCaseStatus.TAKEN, col(IdentityCase.lease_until) <= at)
    is_free = or_(col(IdentityCase.status) == IdentityCaseStatus.WAITING, run_out)
    first = col(IdentityCase.first_person)
    is_another = or_(first.is_(None), first != person)
    values = {"status": IdentityCaseStatus.TAKEN, "reviewer": reviewer, "lease_until": until}
    return update_if(session, case, is_free, is_another, reviewer_person=person, **values)


def release(session: Session, case: IdentityCase, *, reviewer: UUID) -> bool:
    """Return a case to the queue. Returns False if this reviewer does not hold it any more."""
    return update_if(session, case, *_is_taken_by(reviewer), **RELEASED)


def decide(
    session: Session, case: IdentityCase, to: IdentityCaseStatus, *, reviewer: UUID, at: datetime, reason: str
) -> bool:
    """Record the decision of the reviewer who holds the case. Returns False if they do not hold it any more.

    One statement: a second UPDATE of the row would make PostgreSQL lock the people and accounts that it refers to.
    """
    is_leased = col(IdentityCase.lease_until) > at
    values: dict[str, Any] = {
        "status": to,
        "lease_until": None,
        "closed_at": at,
        "sealed_reason": IdentityCase.reason.encrypted(case, reason),
    }
    conditions = [*_is_taken_by(reviewer), is_leased]
    if to is IdentityCaseStatus.APPROVED:
        conditions += [or_(~_needs_two(), col(IdentityCase.first_reviewer).is_not(None)), ~col(IdentityCase.outdated)]
    return update_if(session, case, *conditions, **values)


def approve_first(
    session: Session,
    case: IdentityCase,
    *,
    reviewer: UUID,
    person: UUID | None,
    at: datetime,
    former: UUID | None = None,
    counts: bool | None = None,
) -> bool:
    """Record the first of two approvals; the case returns to the queue. Returns False if it is not theirs.

    former: the reviewer whose first approval no longer counts, and is replaced. counts: their answer about a shared
    number, if there was one to give.
    """
    is_leased = col(IdentityCase.lease_until) > at
    is_first = and_(_needs_two(), col(IdentityCase.first_reviewer).is_not_distinct_from(former))
    values = {**RELEASED, "first_reviewer": reviewer, "first_person": person, "first_counts": counts}
    return update_if(session, case, *_is_taken_by(reviewer), is_leased, is_first, **values)


def dispute(session: Session, case: IdentityCase, *, at: datetime) -> bool:
    """Record that the holder objects: the case returns to the queue, and an approval before does not count any more.

    Returns False if it is closed or disputed.
    """
    is_open = col(IdentityCase.status).in_(OPEN_STATUSES)
    values = {**RELEASED, "disputed_at": at, "first_reviewer": None, "first_person": None, "first_counts": None}
    return update_if(session, case, is_open, col(IdentityCase.disputed_at).is_(None), **values)


def confirm(session: Session, case: IdentityCase, *, at: datetime, due_at: datetime, needs_two: bool = False) -> bool:
    """Record that the phone on record confirms the case: one approval is enough, unless the case is disputed.

    needs_two: it takes two all the same. Returns False if it is closed or confirmed already.
    """
    is_open = col(IdentityCase.status).in_(OPEN_STATUSES)
    is_new = col(IdentityCase.confirmed_at).is_(None)
    return update_if(session, case, is_open, is_new, confirmed_at=at, needs_two=needs_two, due_at=due_at)


def close(session: Session, case: IdentityCase, to: IdentityCaseStatus, *, at: datetime) -> bool:
    """Withdraw a case. Returns False if it is closed already."""
    is_open = col(IdentityCase.status).in_(OPEN_STATUSES)
    return update_if(session, case, is_open, status=to, lease_until=None, closed_at=at)


def outdate(session: Session, person_id: UUID) -> None:
    """Record that the holder of undecided cases has got another account: nobody there was told of them."""
    about = and_(col(IdentityCase.holder_id) == person_id, col(IdentityCase.status).in_(OPEN_STATUSES))
    session.execute(update(IdentityCase).where(about).values(outdated=True))


def unconfirm(session: Session, person_id: UUID) -> None:
    """Let a code that has confirmed undecided cases count no more: the phone on record is another one since."""
    about = or_(col(IdentityCase.holder_id) == person_id, col(IdentityCase.person_id) == person_id)
    confirmed = and_(col(IdentityCase.status).in_(OPEN_STATUSES), col(IdentityCase.confirmed_at).is_not(None))
    session.execute(update(IdentityCase).where(about, confirmed).values(confirmed_at=None, needs_two=True))


def _needs_two() -> ColumnElement[bool]:
    return or_(col(IdentityCase.needs_two), col(IdentityCase.disputed_at).is_not(None))


def _is_taken_by(reviewer: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(IdentityCase.status) == IdentityCaseStatus.TAKEN, col(IdentityCase.reviewer) == reviewer
