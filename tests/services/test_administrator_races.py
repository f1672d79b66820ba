"""Races between admins, on both databases: one decides, and there is always an admin."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from bot.services.rules import parser, rules
from bot.services.rules.names import RuleName
from bot.services.staff import members as staff_members, rule_proposals
from storage.database import Database
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.staff import members as storage_members, role_proposals as staff_store, rule_proposals as rule_store
from storage.staff.members import StaffMember, StaffRole
from storage.staff.proposals import ProposalStatus
from storage.staff.rule_proposals import RuleProposal
from storage.staff.rules import DatedRule
from tests.services.builders import staff_account
from tests.services.concurrency import NOW, SessionAction, outcomes

ADMIN = frozenset({StaffRole.ADMIN})


@pytest.fixture
def admins(database: Database) -> list[Account]:
    """Return four admins with accounts."""
    with database.transaction() as session:
        return [staff_account(session, 10 + at, "admin") for at in range(4)]


def member_of(database: Database, account: Account) -> UUID:
    with database.reading() as session:
        member = storage_members.by_telegram(session, account.telegram_id)
    assert member is not None
    return member.id


def propose_rule(database: Database, by: Account, text: str = "vehicles_per_user 5 because") -> UUID:
    wording = parser.parse_rule(text, now=NOW)
    with database.transaction() as session:
        return rule_proposals.propose(session, wording, announce=True, by=by, now=NOW).id


def test_a_rule_confirmed_by_many_admins_at_once_is_set_once(database: Database, admins: list[Account]) -> None:
    proposal = propose_rule(database, admins[0])
    actions: list[SessionAction] = [
        lambda session, by=by: rule_proposals.confirm(session, proposal, by=by, now=NOW)  # type: ignore[misc]
        for by in admins * 2
    ]
    found = outcomes(database, actions)
    assert found.count("passed") == 1
    with database.reading() as session:
        assert len(session.exec(select(DatedRule)).all()) == 1
        assert rules.number(session, RuleName.VEHICLES_PER_USER, at=NOW) == 5


def test_a_proposal_confirmed_and_refused_at_once_ends_in_one_state(database: Database, admins: list[Account]) -> None:
    proposal = propose_rule(database, admins[0])
    actions: list[SessionAction] = [
        lambda session: rule_proposals.confirm(session, proposal, by=admins[1], now=NOW),
        lambda session: rule_proposals.refuse(session, proposal, by=admins[2], now=NOW),
        lambda session: rule_proposals.refuse(session, proposal, by=admins[0], now=NOW),
    ]
    assert outcomes(database, actions).count("passed") == 1
    with database.reading() as session:
        row = session.get(RuleProposal, proposal)
        written = len(session.exec(select(DatedRule)).all())
    assert row is not None
    assert written == (row.status is ProposalStatus.CONFIRMED)


def test_a_rule_has_one_open_proposal_however_many_propose_at_once(database: Database, admins: list[Account]) -> None:
    wording = parser.parse_rule("vehicles_per_user 5 because", now=NOW)
    actions: list[SessionAction] = [
        lambda session, by=by: rule_proposals.propose(session, wording, announce=False, by=by, now=NOW)  # type: ignore[misc]
        for by in admins * 2
    ]
    assert outcomes(database, actions) == ["RuleProposedAlready"] * 7 + ["passed"]


def test_the_database_refuses_a_confirmation_by_the_proposer(database: Database, admins: list[Account]) -> None:
    proposal = propose_rule(database, admins[0])
    with database.transaction() as session:
        invited = staff_members.invite(session, "somebody", ADMIN, by=admins[0], now=NOW).id
    own = member_of(database, admins[0])
    kinds = (rule_store.RuleProposal, proposal), (staff_store.StaffProposal, invited)
    for kind, key in kinds:
        with pytest.raises(IntegrityError):
            close_alone(database, kind, key, own)


def close_alone(database: Database, kind: type[Any], key: UUID, own: UUID) -> None:
    """Store a confirmation by the proposer, which no service does."""
    with database.transaction() as session:
        row = session.get_one(kind, key)
        row.status, row.decided_by, row.decided_at = "confirmed", own, NOW
        session.add(row)


def test_one_admin_remains_when_admins_remove_each_other_at_once(database: Database, admins: list[Account]) -> None:
    """Each of four admins proposes to remove the next; all confirm what they may, at once."""
    members = [member_of(database, account) for account in admins]
    ends = []
    for at, by in enumerate(admins):
        with database.transaction() as session:
            proposal = staff_members.end(session, members[(at + 1) % 4], by=by, now=NOW)
            assert proposal is not None
            ends.append(proposal.id)
    actions: list[SessionAction] = [
        lambda session, one=one, by=by: staff_members.confirm(session, one, by=by, now=NOW)  # type: ignore[misc]
        for at, one in enumerate(ends)
        for by in (admins[(at + 1) % 4], admins[(at + 2) % 4])
    ]
    outcomes(database, actions)
    with database.reading() as session:
        left = storage_members.with_role(session, StaffRole.ADMIN)
    assert 1 <= len(left) < 4


def test_one_of_two_admins_who_confirm_each_others_removal_remains(database: Database, admins: list[Account]) -> None:
    members = [member_of(database, account) for account in admins]
    with database.transaction() as session:
        for member in members[2:]:
            row = session.get_one(StaffMember, member)
            row.ended_at = NOW
            session.add(row)
    with database.transaction() as session:
        ends = [staff_members.end(session, members[1 - at], by=admins[at], now=NOW) for at in (0, 1)]
    actions: list[SessionAction] = [
        lambda session, at=at: staff_members.confirm(session, ends[at].id, by=admins[1 - at], now=NOW)  # type: ignore[misc, union-attr]
        for at in (0, 1)
    ]
    found = outcomes(database, actions)
    assert found.count("passed") == 1
    with database.reading() as session:
        assert len(storage_members.with_role(session, StaffRole.ADMIN)) == 1


def test_one_of_many_people_accepts_an_invitation(database: Database, admins: list[Account]) -> None:
    with database.transaction() as session:
        invited = staff_members.invite(session, "somebody", ADMIN, by=admins[0], now=NOW)
        _, code = staff_members.confirm(session, invited.id, by=admins[1], now=NOW)
        crowd = [accounts.get_or_create(session, 1, 100 + at, language="en", at=NOW) for at in range(8)]
    soon = NOW + timedelta(minutes=1)
    actions: list[SessionAction] = [
        lambda session, by=by: staff_members.accept(session, code, by=by, now=soon)  # type: ignore[misc]
        for by in crowd
    ]
    assert outcomes(database, actions) == ["StaffInvitationGone"] * 7 + ["passed"]
    with database.reading() as session:
        assert len(storage_members.with_role(session, StaffRole.ADMIN)) == 5
