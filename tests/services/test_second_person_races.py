"""Two accounts of one person act at once where two people must act: on both databases at most one of them counts."""

from uuid import UUID

import pytest
from sqlmodel import Session, SQLModel, select

from bot.services import objection_answers
from bot.services.payments import refunds
from bot.services.review import blacklist, case_decisions
from bot.services.rules import parser
from bot.services.staff import members, rule_proposals, wrong_verifications
from storage.database import Database, add
from storage.identity.accounts import Account
from storage.objections import Objection, ObjectionState
from storage.payments.refunds import Refund, RefundReason, RefundState
from storage.register import people
from storage.register.people import Person
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial
from storage.review.reviews import Review
from storage.staff.members import StaffRole
from storage.staff.proposals import ProposalStatus
from storage.staff.role_proposals import StaffProposal, StaffProposalStatus
from storage.staff.rule_proposals import RuleProposal
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation
from tests.services.builders import staff_account
from tests.services.concurrency import NOW, SessionAction, in_order, outcomes
from tests.services.test_refunds import order, pay
from tests.storage.rows import put

PHONE = "+8613911112222"
ROLES = "admin;reviewer;cashier"


@pytest.fixture
def one_person(database: Database) -> list[Account]:
    """Four accounts of one person: their declared identities differ, the phone number is the same."""
    with database.transaction() as session:
        found = [staff_account(session, 30 + at, *ROLES.split(";")) for at in range(4)]
        for account in found:
            person = session.get_one(Person, account.person_id)
            people.set_phone(person, PHONE)
            add(session, person)
    return found


def other(database: Database) -> Account:
    with database.transaction() as session:
        return staff_account(session, 50, *ROLES.split(";"))


def test_no_second_approval_of_a_refund_comes_from_the_same_person(
    database: Database, one_person: list[Account]
) -> None:
    with database.transaction() as session:
        paid = pay(session, order(session), "T1")
        refund = refunds.propose(session, paid, paid.amount, RefundReason.REVOKED, about=paid.id, now=NOW)
        refund.amount = 10_000_000
        add(session, refund)

    def approving(by: Account) -> SessionAction:
        return lambda session: refunds.approve(session, refund.id, by=session.get_one(Account, by.id), now=NOW)

    found = outcomes(database, [approving(by) for by in one_person])
    assert found.count("passed") == 1
    assert set(found) - {"passed"} <= {"SecondCashierNeeded", "RefundAlreadyMoved"}
    assert state_of(database, refund.id) is RefundState.APPROVED
    assert outcomes(database, [approving(other(database))]) == ["passed"]
    assert state_of(database, refund.id) is RefundState.SENT


def test_nobody_upholds_an_objection_to_a_paid_decision_twice(database: Database, one_person: list[Account]) -> None:
    with database.transaction() as session:
        about = {"violation_id": put(session, Violation), "person_id": put(session, Person)}
        put(session, Decision, state=DecisionState.PAID, paid_at=NOW, fine=20_000, **about)
        made = put(session, Objection, **about)

    def upholding(by: Account) -> SessionAction:
        return lambda session: objection_answers.answer(
            session, made, uphold=True, said="It is true.", by=session.get_one(Account, by.id), now=NOW
        )

    def state() -> ObjectionState:
        with database.reading() as session:
            return session.get_one(Objection, made).state

    found = outcomes(database, [upholding(by) for by in one_person])
    assert sorted(found) == [*3 * ["SecondAnswerNeeded"], "passed"]
    assert state() is ObjectionState.OPEN
    assert outcomes(database, [upholding(other(database))]) == ["passed"]
    assert state() is ObjectionState.UPHELD


@pytest.mark.parametrize("uphold", [True, False])
def test_nobody_decides_without_the_answer_that_a_colleague_gives_at_the_same_time(
    database: Database, uphold: bool
) -> None:
    with database.transaction() as session:
        about = {"violation_id": put(session, Violation), "person_id": put(session, Person)}
        put(session, Decision, state=DecisionState.PAID, paid_at=NOW, fine=20_000, **about)
        made = put(session, Objection, **about)
        first, second = (staff_account(session, at, "reviewer").id for at in (30, 31))

    def answering(by: UUID, uphold: bool) -> SessionAction:
        return lambda session: objection_answers.answer(
            session, made, uphold=uphold, said="It is true.", by=session.get_one(Account, by), now=NOW, shown=""
        )

    ends = in_order(database, answering(first, True), answering(second, uphold))
    assert ends == ("passed", "FirstAnswerUnseen")
    with database.reading() as session:
        row = session.get_one(Objection, made)
        assert (row.state, row.first_by) == (ObjectionState.OPEN, first)


def test_no_second_admin_of_a_withdrawn_verification_is_the_same_person(
    database: Database, one_person: list[Account]
) -> None:
    with database.transaction() as session:
        person = put(session, Person, verified_at=NOW)
        row = wrong_verifications.propose(session, person, by=one_person[0], now=NOW)

    def confirming(by: Account) -> SessionAction:
        return lambda session: wrong_verifications.confirm(session, row.id, by=session.get_one(Account, by.id), now=NOW)

    assert set(outcomes(database, [confirming(by) for by in one_person])) == {"SecondAdminNeeded"}
    with database.transaction() as session:
        others = [staff_account(session, 60 + at, "admin") for at in range(3)]
    found = outcomes(database, [confirming(by) for by in others])
    assert found.count("passed") == 1
    assert set(found) - {"passed"} <= {"WithdrawalDecided", "PersonNotVerified"}


def state_of(database: Database, refund_id: UUID) -> RefundState:
    with database.reading() as session:
        return session.get_one(Refund, refund_id).state


def test_no_proposal_is_confirmed_by_its_own_person(database: Database, one_person: list[Account]) -> None:
    first = one_person[0]
    wording = parser.parse_rule("vehicles_per_user 5 because", now=NOW)
    with database.transaction() as session:
        rule = rule_proposals.propose(session, wording, announce=False, by=first, now=NOW)
        role = members.invite(session, "somebody", frozenset({StaffRole.CASHIER}), by=first, now=NOW)

    def confirming(by: Account) -> list[SessionAction]:
        return [
            lambda session: rule_proposals.confirm(session, rule.id, by=by, now=NOW),
            lambda session: members.confirm(session, role.id, by=by, now=NOW),
        ]

    actions = [action for by in one_person for action in confirming(by)]
    assert set(outcomes(database, actions)) == {"SecondAdminNeeded"}
    with database.reading() as session:
        assert session.get_one(RuleProposal, rule.id).status is ProposalStatus.OPEN
        assert session.get_one(StaffProposal, role.id).status is StaffProposalStatus.OPEN


def test_a_second_account_of_the_proposer_withdraws(database: Database, one_person: list[Account]) -> None:
    first, second = one_person[:2]
    wording = parser.parse_rule("vehicles_per_user 5 because", now=NOW)
    with database.transaction() as session:
        rule = rule_proposals.propose(session, wording, announce=False, by=first, now=NOW)
        role = members.invite(session, "somebody", frozenset({StaffRole.CASHIER}), by=first, now=NOW)
    with database.transaction() as session:
        assert rule_proposals.refuse(session, rule.id, by=second, now=NOW).status is ProposalStatus.WITHDRAWN
        assert members.refuse(session, role.id, by=second, now=NOW).status is StaffProposalStatus.WITHDRAWN


def test_a_listing_is_not_confirmed_by_the_person_who_proposed_it(
    database: Database, one_person: list[Account], cases: list[UUID]
) -> None:
    first = one_person[0]
    with database.transaction() as session:
        case_decisions.take(session, cases[0], by=first, now=NOW)
        entry = blacklist.propose(session, cases[0], FalseMaterial.ALTERED, by=first, now=NOW)

    def confirming(by: Account) -> SessionAction:
        return lambda session: blacklist.confirm(session, entry.id, by=by, now=NOW)

    actions = [confirming(by) for by in one_person]
    assert set(outcomes(database, actions)) == {"AlreadyInvolved"}
    with database.transaction() as session:
        assert session.get_one(BlacklistEntry, entry.id).status is BlacklistStatus.PROPOSED


def test_the_rows_name_the_persons_who_acted(database: Database, one_person: list[Account], cases: list[UUID]) -> None:
    first, second = one_person[0], other(database)
    wording = parser.parse_rule("vehicles_per_user 5 because", now=NOW)
    with database.transaction() as session:
        rule = rule_proposals.propose(session, wording, announce=False, by=first, now=NOW)
        role = members.invite(session, "somebody", frozenset({StaffRole.CASHIER}), by=first, now=NOW)
        rule_proposals.confirm(session, rule.id, by=second, now=NOW)
        members.confirm(session, role.id, by=second, now=NOW)
        case_decisions.take(session, cases[0], by=first, now=NOW)
        entry = blacklist.propose(session, cases[0], FalseMaterial.ALTERED, by=first, now=NOW)
        blacklist.confirm(session, entry.id, by=second, now=NOW)
    both = [(first.person_id, second.person_id)]
    with database.reading() as session:
        assert named(session, RuleProposal, "proposed_person", "decided_person") == both
        assert named(session, StaffProposal, "proposed_person", "decided_person") == both
        assert named(session, BlacklistEntry, "proposed_person", "confirmed_person") == both


def test_a_round_names_the_person_who_has_taken_it(
    database: Database, one_person: list[Account], cases: list[UUID]
) -> None:
    reviewer = one_person[0]
    with database.transaction() as session:
        case_decisions.take(session, cases[0], by=reviewer, now=NOW)
        assert session.get_one(Review, cases[0]).reviewer_person == reviewer.person_id
        case_decisions.release(session, cases[0], by=reviewer, now=NOW)
        assert session.get_one(Review, cases[0]).reviewer_person is None


def named(session: Session, kind: type[SQLModel], *columns: str) -> list[tuple[UUID | None, ...]]:
    return [tuple(getattr(row, column) for column in columns) for row in session.exec(select(kind))]
