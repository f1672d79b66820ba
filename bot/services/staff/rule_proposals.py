"""Two-person rule changes: an admin proposes a value, a second one confirms it.

propose ──► confirm: the value is stored, and announced if proposed so      refuse, withdraw: nothing changes
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.rules import catalogue, parser, setting
from bot.services.rules.names import RuleName
from bot.services.rules.parser import ParsedRule, RuleDaysReversed
from bot.services.staff import announcements, permissions, rule_changes, work_news
from bot.services.staff.second_person import Proposals
from storage import audit, database
from storage.identity.accounts import Account
from storage.staff.members import StaffRole
from storage.staff.rule_proposals import RuleProposal
from storage.staff.rules import DatedRule

WORK = "rule"  # A kind of work.


class RuleProposedAlready(Refusal, key="refused-rule-open-already", offers=("rule",)):
    """A proposal for this rule is open already."""


class RuleUnchanged(Refusal, key="refused-rule-unchanged", offers=("rules",)):
    """The proposed value is in force already, for the whole period."""


class RuleProposalDecided(Refusal, key="refused-rule-proposal-decided", offers=("rule",)):
    """The proposal is decided or withdrawn."""


PROPOSALS = Proposals(RuleProposal, RuleProposalDecided, audit.Action.RULE_REFUSED, "rule.decided")


def check(session: Session, parsed: ParsedRule, *, by: Account, now: datetime) -> ParsedRule:
    """Check that the value may be proposed. Raises NotStaff, RulesOutOfOrder or RuleUnchanged."""
    permissions.require(session, by, StaffRole.ADMIN)
    since, until = parsed.valid_from or now, parsed.valid_until
    setting.require_order(session, parsed.name, parsed.value, since=since, until=until)
    if setting.changes_nothing(session, parsed.name, parsed.value, since=since, until=until):
        raise RuleUnchanged
    return parsed


def propose(session: Session, parsed: ParsedRule, *, announce: bool, by: Account, now: datetime) -> RuleProposal:
    """Propose a value, and notify the other admins. Raises as `check` does, or RuleProposedAlready."""
    member = permissions.require(session, by, StaffRole.ADMIN)
    check(session, parsed, by=by, now=now)
    proposal = RuleProposal(
        name=parsed.name,
        value=catalogue.format_value(parsed.value),
        valid_from=parsed.valid_from,
        valid_until=parsed.valid_until,
        why=parsed.why,
        announce=announce,
        proposed_by=member.id,
        proposed_person=by.person_id,
        proposed_at=now,
    )
    if not database.try_add(session, proposal):
        raise RuleProposedAlready
    audit.record(session, audit.Action.RULE_PROPOSED, by=by.id, on=proposal.id, at=now, rule=proposal.name)
    work_news.arrive(session, WORK, proposal.id, now=now)
    return proposal


def confirm(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> tuple[RuleProposal, DatedRule]:
    """Confirm a proposal as a second admin: store the value, valid from now or its day, which the proposal keeps.

    It is announced to everybody if so proposed, else to staff.

    Raises NotStaff, RuleProposalDecided, SecondAdminNeeded, FirstHasLeft, RuleDaysReversed or RulesOutOfOrder.
    """
    proposal, member = PROPOSALS.find(session, proposal_id, by=by)
    PROPOSALS.require_second(session, proposal, by=by)
    PROPOSALS.confirm(session, proposal, member, by=by, now=now)
    if is_over(proposal, now=now):
        raise RuleDaysReversed
    first = proposal.valid_from = begins_at(proposal, now=now)
    session.add(proposal)
    rule = _write(session, proposal, first, by=by, now=now)
    PROPOSALS.tell(session, proposal, member, now=now)
    if proposal.announce:
        announcements.start(session, rule, lane=by.lane, now=now)
    else:
        rule_changes.tell_staff(session, rule, now=now, admins_too=False)
    return proposal, rule


def begins_at(proposal: RuleProposal, *, now: datetime) -> datetime:
    """Return when a proposal that is confirmed now comes into force: on its first day, which may have passed."""
    return max(proposal.valid_from or now, now)


def is_over(proposal: RuleProposal, *, now: datetime) -> bool:
    """Return whether the last day of a proposal has passed, so that it cannot be confirmed any more."""
    return proposal.valid_until is not None and proposal.valid_until <= begins_at(proposal, now=now)


def refuse(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> RuleProposal:
    """Refuse a proposal as a second admin, or withdraw it as the first. Raises NotStaff or RuleProposalDecided."""
    proposal, member = PROPOSALS.find(session, proposal_id, by=by)
    PROPOSALS.refuse(session, proposal, member, by=by, now=now)
    return proposal


def _write(session: Session, proposal: RuleProposal, first: datetime, *, by: Account, now: datetime) -> DatedRule:
    name = RuleName(proposal.name)
    return setting.set_value(
        session,
        name,
        parser.parse_value(name, proposal.value),
        valid_from=first,
        valid_until=proposal.valid_until,
        why=proposal.why,
        by=by.id,
        now=now,
    )
