"""The queue of identity cases: undecided cases, who has taken which, and who may decide which.

waiting ──► taken (a lease that expires) ──► decided (identity_decisions)
   ▲          │
   └──────────┴── released, or the lease expired

Reviewers may not decide cases about themselves: as applicant, as holder, by ID number or by phone number. Who has
approved a disputed case may not decide it a second time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.identity.same_person import had_any, may_be_same
from bot.services.review.identity_cases import IdentityCaseClosed
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import departures, permissions
from bot.services.staff.same_member import is_one_of
from storage import audit
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review import identity_case_status, identity_cases
from storage.review.identity_cases import IdentityCase, IdentityCaseStatus
from storage.staff.members import StaffRole

MAX_SHOWN = 12


class NoSuchIdentityCase(Refusal, key="refused-identity-none", offers=("identity",)):
    """There is no case with this number. Value: number."""


class OwnIdentityCase(Refusal, key="refused-identity-own", offers=("identity",)):
    """The case is the reviewer's own, or about their account, ID number or phone number. Value: number."""


class SecondApprovalNeeded(Refusal, key="refused-identity-second", offers=("identity",)):
    """The reviewer has approved this case already, which needs two; somebody else has to decide it. Value: number."""


class IdentityCaseNotHeld(Refusal, key="refused-identity-not-held", offers=("identity",)):
    """Another reviewer has taken the case, or nobody has. Value: number."""


class IdentityHolding(StrEnum):
    """Who has taken a case, as one reviewer sees it; *holder* means who holds the identity elsewhere."""

    FREE = "free"
    YOURS = "yours"
    OTHER = "other"
    OWN = "own"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class QueuedIdentityCase:
    """A case in the queue, as one reviewer sees it."""

    case: IdentityCase
    holding: IdentityHolding
    overdue: bool


def queue(session: Session, *, by: Account, now: datetime) -> list[QueuedIdentityCase]:
    """Return the undecided cases, the earliest due first. Raises NotStaff."""
    permissions.require(session, by, StaffRole.REVIEWER)
    found = identity_cases.undecided(session, limit=MAX_SHOWN)
    return [QueuedIdentityCase(case, holding(session, case, by=by, now=now), case.due_at <= now) for case in found]


def by_number(session: Session, number: int, *, by: Account) -> IdentityCase:
    """Return the case with this number to a reviewer. Raises NotStaff or NoSuchIdentityCase."""
    permissions.require(session, by, StaffRole.REVIEWER)
    case = identity_cases.by_number(session, number)
    if case is None:
        raise NoSuchIdentityCase(number=number)
    return case


def holding(session: Session, case: IdentityCase, *, by: Account, now: datetime) -> IdentityHolding:
    """Return who has taken a case now, or that this reviewer may not decide it."""
    if is_own(session, case, by=by):
        return IdentityHolding.OWN
    if approved_first(session, case, by=by):
        return IdentityHolding.SECOND
    if case.status is not IdentityCaseStatus.TAKEN or case.lease_until is None or case.lease_until <= now:
        return IdentityHolding.FREE
    return IdentityHolding.YOURS if case.reviewer == by.id else IdentityHolding.OTHER


def take(session: Session, case_id: UUID, *, by: Account, now: datetime) -> IdentityCase:
    """Lease a case to a reviewer; a lease that they have already is not extended.

    Raises NotStaff, NoSuchIdentityCase, OwnIdentityCase, SecondApprovalNeeded, IdentityCaseClosed or
    IdentityCaseNotHeld.
    """
    case = _decidable(session, case_id, by=by)
    if holding(session, case, by=by, now=now) is IdentityHolding.YOURS:
        return case
    until = now + timedelta(minutes=rules.number(session, RuleName.REVIEW_LEASE_MINUTES, at=now))
    if not identity_case_status.take(session, case, reviewer=by.id, person=by.person_id, until=until, at=now):
        raise IdentityCaseNotHeld(number=case.reference) if case.is_open else IdentityCaseClosed(number=case.reference)
    audit.record(session, audit.Action.IDENTITY_TAKEN, by=by.id, on=case.id, at=now)
    return case


def require_held(session: Session, case_id: UUID, *, by: Account, now: datetime) -> IdentityCase:
    """Return a case that this reviewer has taken. Raises what `take` raises."""
    case = _decidable(session, case_id, by=by)
    if holding(session, case, by=by, now=now) is not IdentityHolding.YOURS:
        raise IdentityCaseNotHeld(number=case.reference)
    return case


def release(session: Session, case_id: UUID, *, by: Account, now: datetime) -> IdentityCase:
    """Put a case back into the queue. Raises what `take` raises."""
    case = require_held(session, case_id, by=by, now=now)
    if not identity_case_status.release(session, case, reviewer=by.id):
        raise IdentityCaseNotHeld(number=case.reference)
    audit.record(session, audit.Action.IDENTITY_RELEASED, by=by.id, on=case.id, at=now)
    return case


def end_lease(session: Session, case: IdentityCase, *, reviewer: UUID, now: datetime) -> bool:
    """Put a case back whose reviewer may not serve now. Returns False if they do not hold it any more."""
    if not identity_case_status.release(session, case, reviewer=reviewer):
        return False
    audit.record(session, audit.Action.IDENTITY_RELEASED, by=None, on=case.id, at=now)
    return True


def is_own(session: Session, case: IdentityCase, *, by: Account) -> bool:
    """Return whether this reviewer is the applicant, the holder, or has the ID number or the phone of the case."""
    if may_be_same(session, by, session.get_one(Account, case.account_id)):
        return True
    ids = {each for each in (case.person_id, case.holder_id) if each is not None}
    if any(may_be_same(session, by, session.get_one(Person, each)) for each in ids):
        return True
    typed = [f"number:{people.id_number_index(case.id_number)}"] if case.id_number else []
    typed += [f"phone:{people.phone_index(case.phone)}"] if case.phone else []
    return had_any(session, by, typed)


def identity_of(session: Session, case: IdentityCase) -> tuple[str, str]:
    """Return name and ID number of the case: those that were typed, else those of the account that asks."""
    person = session.get(Person, case.person_id) if case.person_id is not None else None
    own = (person.name, person.id_number) if person is not None else ("", "")
    return case.name or own[0], case.id_number or own[1]


def approved_first(session: Session, case: IdentityCase, *, by: Account) -> bool:
    """Return whether this reviewer, under whichever account or identity, has given the first approval."""
    return is_one_of(session, by, case.first_reviewer, case.first_person)


def is_first_approval(session: Session, case: IdentityCase) -> bool:
    """Whether an approval would be the first of two: nobody has given one, or who did is no longer a reviewer."""
    return case.takes_two and not departures.account_has_role(session, case.first_reviewer, StaffRole.REVIEWER)


def _decidable(session: Session, case_id: UUID, *, by: Account) -> IdentityCase:
    permissions.require(session, by, StaffRole.REVIEWER)
    case = session.get(IdentityCase, case_id)
    if case is None:
        raise NoSuchIdentityCase(number="?")
    if is_own(session, case, by=by):
        raise OwnIdentityCase(number=case.reference)
    if approved_first(session, case, by=by):
        raise SecondApprovalNeeded(number=case.reference)
    if not case.is_open:
        raise IdentityCaseClosed(number=case.reference)
    return case
