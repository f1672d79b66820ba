"""Changing a rule with four eyes: an admin proposes, a second one confirms; then it is told to everybody, or not.

propose ──► confirm: the value is written, and announced if it was to be      refuse, withdraw: nothing happens
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.errors import Refusal
from bot.services.rules import catalogue, setting
from bot.services.rules.names import RuleName
from bot.services.rules.parser import ParsedRule, RuleDaysReversed
from bot.services.staff import announcements, notifications, permissions
from storage import audit
from storage.identity.accounts import Account
from storage.staff import rule_proposals as store
from storage.staff.members import StaffMember, StaffRole
from storage.staff.rule_proposals import RuleProposal, RuleProposalStatus
from storage.staff.rules import Rule


class RuleOpenAlready(Refusal, key="refused-rule-open-already", offers=("rule",)):
    """A value for this rule waits for its second admin already."""


class RulesOutOfOrder(Refusal, key="refused-rules-out-of-order"):
    """Two rules would contradict each other. smaller, greater: their names."""


class RuleProposalDecided(Refusal, key="refused-rule-proposal-decided", offers=("rule",)):
    """The proposal is decided, or withdrawn."""


class SecondAdminNeeded(Refusal, key="refused-second-admin-needed", offers=("rule",)):
    """Nobody confirms his own proposal."""


def check(session: Session, wording: ParsedRule, *, by: Account, now: datetime) -> ParsedRule:
    """See that the value may be proposed, before it is asked how. Raises NotStaff, RulesOutOfOrder."""
    permissions.require(session, by, StaffRole.ADMIN)
    _check_order(session, wording.name, wording.value, at=wording.valid_from or now)
    return wording


def propose(session: Session, wording: ParsedRule, *, announce: bool, by: Account, now: datetime) -> RuleProposal:
    """Propose a value; the other admins are asked. Raises NotStaff, RulesOutOfOrder or RuleOpenAlready."""
    member = permissions.require(session, by, StaffRole.ADMIN)
    check(session, wording, by=by, now=now)
    proposal = RuleProposal(
        name=wording.name,
        value=catalogue.format_value(wording.value),
        valid_from=wording.valid_from,
        valid_until=wording.valid_until,
        why=wording.why,
        announce=announce,
        proposed_by=member.id,
        proposed_at=now,
    )
    try:
        with session.begin_nested():
            store.new(session, proposal)
    except IntegrityError:
        raise RuleOpenAlready from None
    audit.record(session, audit.Action.RULE_PROPOSED, by=by.id, on=proposal.id, at=now, rule=proposal.name)
    notifications.notify_roles(session, "rule.proposed", proposal.id, StaffRole.ADMIN, at=now, but=(member.id,))
    return proposal


def confirm(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> tuple[RuleProposal, Rule]:
    """A second admin agrees: the value is written, from now or its day on, and told to everybody if it was to be.

    Raises NotStaff, RuleProposalDecided, SecondAdminNeeded, RuleDaysReversed or RulesOutOfOrder.
    """
    proposal, member = _find(session, proposal_id, by=by)
    if member.id == proposal.proposed_by:
        raise SecondAdminNeeded
    if not store.close(session, proposal, RuleProposalStatus.CONFIRMED, by=member.id, at=now):
        raise RuleProposalDecided  # Another was faster.
    first = max(proposal.valid_from or now, now)
    if proposal.valid_until is not None and proposal.valid_until <= first:
        raise RuleDaysReversed
    rule = _write(session, proposal, first, by=by, now=now)
    notifications.notify_roles(session, "rule.decided", proposal.id, StaffRole.ADMIN, at=now, but=(member.id,))
    if proposal.announce:
        announcements.start(session, rule, lane=by.lane, now=now)
    return proposal, rule


def refuse(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> RuleProposal:
    """A second admin disagrees; the first takes it back. Raises NotStaff or RuleProposalDecided."""
    proposal, member = _find(session, proposal_id, by=by)
    is_own = member.id == proposal.proposed_by
    to = RuleProposalStatus.WITHDRAWN if is_own else RuleProposalStatus.REFUSED
    if not store.close(session, proposal, to, by=member.id, at=now):
        raise RuleProposalDecided  # Another was faster.
    audit.record(session, audit.Action.RULE_REFUSED, by=by.id, on=proposal.id, at=now, how=to.value)
    notifications.notify_roles(session, "rule.decided", proposal.id, StaffRole.ADMIN, at=now, but=(member.id,))
    return proposal


def _find(session: Session, proposal_id: UUID, *, by: Account) -> tuple[RuleProposal, StaffMember]:
    member = permissions.require(session, by, StaffRole.ADMIN)
    proposal = session.get(RuleProposal, proposal_id)
    if proposal is None or proposal.status is not RuleProposalStatus.OPEN:
        raise RuleProposalDecided
    return proposal, member


def _write(session: Session, proposal: RuleProposal, first: datetime, *, by: Account, now: datetime) -> Rule:
    name = RuleName(proposal.name)
    done = setting.set_value(
        session,
        name,
        proposal.value,
        valid_from=first,
        valid_until=proposal.valid_until,
        why=proposal.why,
        by=by.id,
        now=now,
    )
    if isinstance(done, tuple):
        raise RulesOutOfOrder(smaller=done[0], greater=done[1])
    if not isinstance(done, Rule):
        raise TypeError(f"a proposal that was checked does not parse: {name}")
    return done


def _check_order(session: Session, name: RuleName, value: catalogue.RuleValue, *, at: datetime) -> None:
    pair = setting.out_of_order(session, name, value, at=at)
    if pair:
        raise RulesOutOfOrder(smaller=pair[0], greater=pair[1])
