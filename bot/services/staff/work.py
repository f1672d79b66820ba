"""The admins' kinds of work: what one has proposed and another confirms or refuses."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.identity.same_person import may_be_same
from bot.services.rules.names import RuleName
from bot.services.staff import members, rule_proposals, wrong_verifications
from bot.services.staff.same_member import is_one_of
from bot.services.staff.work_kinds import WorkKind
from storage.database import UuidRow
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff.members import StaffRole
from storage.staff.role_proposals import StaffProposal
from storage.staff.rule_proposals import RuleProposal
from storage.staff.verification_withdrawals import VerificationWithdrawal


def is_first(session: Session, proposal: Any, by: Account, now: datetime) -> bool:
    """Return whether this account, under whichever identity, has proposed it."""
    return is_one_of(session, by, proposal.proposed_by, proposal.proposed_person)


def of_admins(name: str, place: int, model: type[UuidRow], *, opens: str, news: str, **values: Any) -> WorkKind:
    """Return the kind of a table of proposals, each made by an admin and decided by another."""
    return WorkKind(
        name=name,
        place=place,
        model=model,
        is_open="status = 'open'",
        roles=(StaffRole.ADMIN,),
        rule=RuleName.PROPOSAL_WORKING_DAYS,
        since=lambda proposal: proposal.proposed_at,
        is_barred=is_first,
        opens=opens,
        opens_held=opens,
        news=news,
        proposer=lambda proposal: proposal.proposed_by,
        **{"is_own": lambda session, proposal, by: False, "label": lambda session, proposal: "", **values},
    )


ROLES = of_admins(
    members.WORK,
    70,
    StaffProposal,
    opens="staff-open",
    news="staff.proposed",
    lists="staff",
    label=lambda session, proposal: proposal.name,
    is_own=members.may_not_confirm,
)
RULE = of_admins(
    rule_proposals.WORK,
    71,
    RuleProposal,
    opens="rule-open",
    news="rule.proposed",
    lists="rule",
    label=lambda session, proposal: proposal.name,
)
WITHDRAWAL = of_admins(
    wrong_verifications.WORK,
    72,
    VerificationWithdrawal,
    opens="unver-open",
    news="verification.proposed",
    is_own=lambda session, row, by: may_be_same(session, by, session.get_one(Person, row.person_id)),
)
