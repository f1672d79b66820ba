"""Proposals for rules: one admin proposes a value, another confirms it, and it becomes a rule."""

from datetime import datetime

from storage.database import choice, instant, partial_index
from storage.retention import without_personal_data
from storage.staff.proposals import Proposal, ProposalStatus, by_two_people


class RuleProposal(Proposal, table=True):
    """One value proposed for one rule. `valid_from` None: from its confirmation on. announce: notify all users."""

    __tablename__ = "rule_proposals"
    __table_args__ = (
        *by_two_people(),
        partial_index("uq_rule_proposals_open", "name", unique=True, where="status = 'open'"),
    )

    name: str
    value: str
    valid_from: datetime | None = instant(default=None)
    valid_until: datetime | None = instant(default=None)
    why: str
    announce: bool
    status: ProposalStatus = choice(ProposalStatus, constraint="ruleproposalstatus", default=ProposalStatus.OPEN)


without_personal_data(RuleProposal, "proposed values of rules; by ids of members of staff")
