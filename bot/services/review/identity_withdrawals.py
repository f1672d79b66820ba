"""Withdrawing an identity case: what is said before, that it still counts, and what a withdrawal deletes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours
from bot.services.identity import consents
from bot.services.review import identity_digests, identity_held
from bot.services.review.identity_cases import MONTH, IdentityCaseClosed
from bot.services.review.identity_moves import IDENTITY_LEASE_TIMER
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import audit
from storage.engine import timers
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.review import identity_case_deletion, identity_case_status, identity_cases
from storage.review.identity_cases import IdentityCase, IdentityCaseStatus


@dataclass(frozen=True, slots=True)
class WithdrawalCost:
    """What a withdrawal costs: this case counts as one of so many (most) that one may open in so many days."""

    case: IdentityCase
    most: int
    days: int


def find_own(session: Session, case_id: UUID, *, by: Account) -> IdentityCase:
    """Return the undecided case that this account has opened. Raises NotYours or IdentityCaseClosed."""
    case = session.get(IdentityCase, case_id)
    if case is None or case.account_id != by.id:
        raise NotYours
    if not case.is_open:
        raise IdentityCaseClosed(number=case.reference)
    return case


def cost(session: Session, case_id: UUID, *, by: Account, now: datetime) -> WithdrawalCost:
    """Return what it costs to withdraw this case. Raises like `find_own`."""
    case = find_own(session, case_id, by=by)
    return WithdrawalCost(case, rules.number(session, RuleName.IDENTITY_CASES_A_MONTH, at=now), MONTH.days)


def withdraw(session: Session, case_id: UUID, *, by: Account, now: datetime) -> IdentityCase:
    """Withdraw a case that this account has opened: what it says and its photos are deleted, and the holder is told.

    Raises NotYours or IdentityCaseClosed.
    """
    case = find_own(session, case_id, by=by)
    identity_digests.lock(session, case)
    reviewer = identity_held.reviewer_of(session, case, now=now)
    if not identity_case_status.close(session, case, IdentityCaseStatus.WITHDRAWN, at=now):
        raise IdentityCaseClosed(number=case.reference)
    identity_held.tell_end(session, case, reviewer, now=now)
    audit.record(session, audit.Action.IDENTITY_WITHDRAWN, by=by.id, on=case.id, at=now)
    identity_case_deletion.empty(session, case)
    if by.person_id is None:
        consents.record_of_guest(session, by, ConsentText.ID_PHOTOS, about=case.id, is_revoked=True, now=now)
    timers.bring_forward(session, IDENTITY_LEASE_TIMER, case.id, to=now)  # The reviewer's photos are deleted.
    identity_digests.tell_end(session, case, lane=by.lane, now=now)
    return case


def withdraw_open(session: Session, account: Account, *, now: datetime) -> IdentityCase | None:
    """Withdraw the open case of this account, if there is one, and return it."""
    case = identity_cases.open_of_account(session, account.id)
    return withdraw(session, case.id, by=account, now=now) if case is not None else None
