"""What is said before somebody withdraws their identity case: which one it is, and that it still counts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours
from bot.services.review.identity_cases import MONTH, IdentityCaseClosed
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage.identity.accounts import Account
from storage.review.identity_cases import IdentityCase


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
