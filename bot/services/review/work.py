"""The reviewers' kinds of work: cases, cases sent in again, identity cases, entries of the blacklist and appeals."""

from datetime import datetime
from functools import partial
from typing import cast
from uuid import UUID

from sqlmodel import Session

from bot.services.review import (
    blacklist as entries,
    case_decisions,
    identity_cases as identity_cases_service,
    identity_queue,
    photo_access,
    queue,
)
from bot.services.review.blacklist import BLACKLIST_ROLES
from bot.services.review.identity_moves import IDENTITY_LEASE_TIMER
from bot.services.review.queue import SecondReviewerNeeded
from bot.services.rules.names import RuleName
from bot.services.staff.work_kinds import Lease, WorkKind
from bot.services.values import masking
from storage.engine import timers
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import blacklist, identity_cases, photo_views, reviews
from storage.review.blacklist import BlacklistEntry
from storage.review.identity_cases import IdentityCase, IdentityCaseStatus
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffRole


def _filing(session: Session, review: Review) -> Filing:
    return session.get_one(Filing, review.filing_id)


def _needs_another(session: Session, review: Review, by: Account, now: datetime) -> bool:
    try:
        queue.require_may_decide(session, _filing(session, review), by=by, now=now)
    except SecondReviewerNeeded:
        return True
    return False


def _reviewer(review: Review, now: datetime) -> UUID | None:
    is_held = review.status is ReviewStatus.TAKEN and review.lease_until is not None and review.lease_until > now
    return review.reviewer if is_held else None


def _release_case(session: Session, review_id: UUID, *, by: Account, now: datetime) -> None:
    """Put a case back; the photos in the chat of who had it go at once."""
    case_decisions.release(session, review_id, by=by, now=now)
    photo_access.end_soon(session, review_id, by=by, now=now)


def _end_cases(session: Session, by: Account, now: datetime, *, kind: str) -> list[UUID]:
    """End the leases of a reviewer who may not serve now; the photos of all cases in their chat go at once."""
    for viewing in photo_views.of_account(session, by.id):
        timers.bring_forward(session, photo_views.VIEWING_TIMER, viewing.id, to=now)
    held = [each for each in reviews.held_by(session, by.id) if case_decisions.kind_of(each) == kind]
    return [each.id for each in held if case_decisions.end_lease(session, each, reviewer=by.id, now=now)]


def _cases(name: str, place: int, rounds: str) -> WorkKind:
    return WorkKind(
        name=name,
        place=place,
        model=Review,
        is_open=f"{reviews.IS_OPEN} AND {rounds}",
        roles=(StaffRole.REVIEWER,),
        rule=RuleName.REVIEW_WORKING_DAYS,
        since=lambda review: review.submitted_at,
        due=lambda review: review.due_at,
        label=lambda session, review: f"#{_filing(session, review).number}",
        is_own=lambda session, review, by: queue.is_own(session, _filing(session, review), by=by),
        is_barred=_needs_another,
        opens="take",
        opens_held="case",
        lists="take",
        alarm="review.overdue",
        lease=Lease(_reviewer, case_decisions.take, _release_case, partial(_end_cases, kind=name)),
        in_group=True,
    )


CASE = _cases(case_decisions.CASE, 10, "round = 1")
RETURN = _cases(case_decisions.RETURN, 11, "round > 1")


def _stage(case: IdentityCase) -> str:
    if case.first_reviewer is not None:
        return "second"
    return "disputed" if case.disputed_at else "confirmed" if case.confirmed_at else ""


def _identity_reviewer(case: IdentityCase, now: datetime) -> UUID | None:
    is_held = case.status is IdentityCaseStatus.TAKEN and case.lease_until is not None and case.lease_until > now
    return case.reviewer if is_held else None


def _release_identity(session: Session, case_id: UUID, *, by: Account, now: datetime) -> None:
    """Put an identity case back; the photos in the chat of who had it go at once."""
    identity_queue.release(session, case_id, by=by, now=now)
    timers.bring_forward(session, IDENTITY_LEASE_TIMER, case_id, to=now)


def _end_identity(session: Session, by: Account, now: datetime) -> list[UUID]:
    """End the leases of identity cases of a reviewer who may not serve now; what was shown of them goes at once."""
    held = identity_cases.held_by(session, by.id)
    ended = [each.id for each in held if identity_queue.end_lease(session, each, reviewer=by.id, now=now)]
    for case_id in ended:
        timers.bring_forward(session, IDENTITY_LEASE_TIMER, case_id, to=now)
    return ended


IDENTITY = WorkKind(
    name=identity_cases_service.WORK,
    place=20,
    model=IdentityCase,
    is_open=identity_cases.IS_OPEN,
    roles=(StaffRole.REVIEWER,),
    rule=RuleName.REVIEW_WORKING_DAYS,
    since=lambda case: case.opened_at,
    due=lambda case: case.due_at,
    label=lambda session, case: f"#ID{case.number}",
    is_own=lambda session, case, by: identity_queue.is_own(session, case, by=by),
    is_barred=lambda session, case, by, now: identity_queue.approved_first(session, case, by=by),
    opens="id-take",
    opens_held="id-take",
    lists="identity",
    news="identity.opened",
    alarm="identity.overdue",
    stage=_stage,
    proposer=lambda case: case.first_reviewer,
    lease=Lease(_identity_reviewer, identity_queue.take, _release_identity, _end_identity),
    in_group=True,
)


def entry_label(session: Session, entry: BlacklistEntry) -> str:
    """Return what tells entries apart: the number of the application, else the masked name, else a part of the id.

    An imported entry has no application, and who has deleted their account no name.
    """
    review = entries.evidence_of(session, entry)
    if review is not None:
        return f"#{_filing(session, review).number}"
    person = session.get(Person, entry.person_id)
    return masking.name(person.name) if person is not None and person.name else entry.id.hex[:6].upper()


def _waits_for_second(session: Session, entry: BlacklistEntry, by: Account, now: datetime) -> bool:
    """Whether this member may not confirm it; the proposal of who has left becomes that of who confirms it first."""
    return entries.is_involved(session, entry, by)


LISTING = WorkKind(
    name=entries.LISTING,
    place=30,
    model=BlacklistEntry,
    is_open=blacklist.IS_PROPOSED,
    roles=BLACKLIST_ROLES,
    rule=RuleName.PROPOSAL_WORKING_DAYS,
    since=lambda entry: entry.proposed_at,
    label=entry_label,
    is_own=lambda session, entry, by: entries.is_own(session, entry, by=by),
    is_barred=_waits_for_second,
    opens="listing",
    opens_held="listing",
    lists="blacklist",
    news="blacklist.proposed",
    in_group=True,
    stage=lambda entry: entry.proposed_by.hex if entry.proposed_by else "",
    proposer=lambda entry: cast(UUID | None, entry.proposed_by),
)

APPEAL = WorkKind(
    name=entries.APPEAL,
    place=31,
    model=BlacklistEntry,
    is_open=blacklist.IS_APPEALED,
    roles=BLACKLIST_ROLES,
    rule=RuleName.APPEAL_WORKING_DAYS,
    since=lambda entry: entry.appealed_at,
    label=entry_label,
    is_own=lambda session, entry, by: entries.is_own(session, entry, by=by),
    is_barred=_waits_for_second,
    opens="listing",
    opens_held="listing",
    lists="blacklist",
    news="blacklist.appealed",
    in_group=True,
)
