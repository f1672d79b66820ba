"""Where two people must act, who has acted stays the same person after a change of phone number or account."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.errors import Refusal
from bot.services import objection_answers
from bot.services.certificates import issue_revoke, revocations
from bot.services.certificates.revocations import SecondForRevocation
from bot.services.identity import accounts, phone_changes
from bot.services.importing import api_client_proposals, proposals as import_proposals
from bot.services.importing.kinds import ImportKind
from bot.services.importing.proposals import SecondAdminForImport
from bot.services.objection_answers import SecondAnswerNeeded
from bot.services.payments import refunds
from bot.services.payments.refunds import SecondCashierNeeded
from bot.services.review import appeals, blacklist, case_decisions, identity_queue
from bot.services.review.blacklist import AlreadyInvolved
from bot.services.review.identity_queue import SecondApprovalNeeded
from bot.services.review.queue import SecondReviewerNeeded
from bot.services.rules import parser
from bot.services.staff import members, rule_proposals, wrong_verifications
from bot.services.staff.second_person import SecondAdminNeeded
from storage import files
from storage.certificates.certificates import Certificate
from storage.filing.filings import FilingStatus
from storage.identity.accounts import Account
from storage.objections import Objection
from storage.payments.payments import PaymentOrder, PaymentTransaction
from storage.payments.refunds import RefundReason
from storage.register import people
from storage.register.people import Person
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.review.identity_cases import IdentityCase
from storage.review.reviews import Review
from storage.staff.members import StaffRole
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation
from tests.services.builders import HOUR, NOW, DataBuilder, employ
from tests.services.own_builders import NEW_PHONE, OTHER_PHONE, PHONE, ROLES
from tests.storage.rows import put

Second = Callable[[Account], object]
First = Callable[[DataBuilder, Account], Second]


def confirmed_rule(data: DataBuilder, first: Account) -> Second:
    wording = parser.parse_rule("vehicles_per_user 5 because", now=NOW)
    proposal = rule_proposals.propose(data.session, wording, announce=False, by=first, now=NOW)
    return lambda by: rule_proposals.confirm(data.session, proposal.id, by=by, now=NOW)


def confirmed_import(data: DataBuilder, first: Account) -> Second:
    file = files.store(data.session, b"csv", kind="import", name="register.csv", media_type="text/csv", at=NOW)
    counts = {"new": 1, "changed": 0, "unchanged": 0}
    row = import_proposals.propose(data.session, ImportKind.PEOPLE, file, **counts, by=first, now=NOW)
    return lambda by: import_proposals.confirm(data.session, row.id, by=by, now=NOW)


def confirmed_client(data: DataBuilder, first: Account) -> Second:
    proposal = api_client_proposals.propose(data.session, "insurer", ["taxes"], by=first, now=NOW)
    return lambda by: api_client_proposals.confirm(data.session, proposal.id, by=by, now=NOW)


def confirmed_roles(data: DataBuilder, first: Account) -> Second:
    proposal = members.invite(data.session, "somebody", frozenset({StaffRole.CASHIER}), by=first, now=NOW)
    return lambda by: members.confirm(data.session, proposal.id, by=by, now=NOW)


def confirmed_entry(data: DataBuilder, first: Account) -> Second:
    filing = data.filing(FilingStatus.RETURNED)
    review = put(data.session, Review, filing_id=filing.id, round=1, status="returned", decided_at=NOW)
    entry = blacklist.propose(data.session, review, FalseMaterial.ALTERED, by=first, now=NOW)
    return lambda by: blacklist.confirm(data.session, entry.id, by=by, now=NOW)


def withdrawn_verification(data: DataBuilder, first: Account) -> Second:
    person = put(data.session, Person, verified_at=NOW - HOUR)
    row = wrong_verifications.propose(data.session, person, by=first, now=NOW)
    return lambda by: wrong_verifications.confirm(data.session, row.id, by=by, now=NOW)


def decided_appeal(data: DataBuilder, first: Account) -> Second:
    entry = data.session.get_one(BlacklistEntry, put(data.session, BlacklistEntry, person_id=data.filer.id))
    blacklist.confirm(data.session, entry.id, by=first, now=NOW)
    appeals.appeal(data.session, data.filer, "it was not me", now=NOW)
    return lambda by: appeals.decide(data.session, entry.id, lift=True, by=by, now=NOW)


def approved_refund(data: DataBuilder, first: Account) -> Second:
    order = put(data.session, PaymentOrder, payer_id=data.filer.id, amount=10_000_000)
    paid = data.session.get_one(PaymentTransaction, put(data.session, PaymentTransaction, order_id=order))
    refund = refunds.propose(data.session, paid, 10_000_000, RefundReason.DOUBLE, about=uuid4(), now=NOW)
    refunds.approve(data.session, refund.id, by=first, now=NOW)
    return lambda by: refunds.approve(data.session, refund.id, by=by, now=NOW)


def reviewed_again(data: DataBuilder, first: Account) -> Second:
    filing = data.filing(FilingStatus.IN_REVIEW, returns=2)
    acted = {"reviewer": first.id, "reviewer_person": first.person_id, "decided_at": NOW - HOUR}
    put(data.session, Review, filing_id=filing.id, round=1, status="returned", **acted)
    again = put(data.session, Review, filing_id=filing.id, round=2, status="waiting")
    return lambda by: case_decisions.take(data.session, again, by=by, now=NOW)


def identity_case(data: DataBuilder, first: Account) -> Second:
    acted = {"first_reviewer": first.id, "first_person": first.person_id, "disputed_at": NOW}
    about = {"account_id": data.account(data.filer).id, "person_id": data.filer.id, "holder_id": data.owner.id}
    case = put(data.session, IdentityCase, **about, **acted)
    return lambda by: identity_queue.take(data.session, case, by=by, now=NOW)


def upheld_objection(data: DataBuilder, first: Account) -> Second:
    violation = put(data.session, Violation, vehicle_id=data.car.id)
    about = {"violation_id": violation, "person_id": data.filer.id}
    put(data.session, Decision, vehicle_id=data.car.id, state=DecisionState.PAID, paid_at=NOW, fine=20_000, **about)
    made = put(data.session, Objection, **about)

    def uphold(by: Account) -> object:
        return objection_answers.answer(data.session, made, uphold=True, said="It is true.", by=by, now=NOW)

    uphold(first)
    return uphold


def revoked_certificate(data: DataBuilder, first: Account) -> Second:
    put(data.session, Certificate, vehicle_id=data.car.id)
    _, _, row = issue_revoke.revoke(data.session, f"{data.car.plate} typed wrongly", by=first, now=NOW)
    assert row is not None
    return lambda by: revocations.confirm(data.session, row.id, by=by, now=NOW)


ACTS: dict[First, type[Refusal]] = {
    confirmed_rule: SecondAdminNeeded,
    confirmed_import: SecondAdminForImport,
    confirmed_client: SecondAdminNeeded,
    confirmed_roles: SecondAdminNeeded,
    withdrawn_verification: SecondAdminNeeded,
    confirmed_entry: AlreadyInvolved,
    decided_appeal: AlreadyInvolved,
    approved_refund: SecondCashierNeeded,
    reviewed_again: SecondReviewerNeeded,
    identity_case: SecondApprovalNeeded,
    upheld_objection: SecondAnswerNeeded,
    revoked_certificate: SecondForRevocation,
}


@pytest.mark.parametrize(("act", "refusal"), ACTS.items(), ids=[act.__name__ for act in ACTS])
def test_a_second_identity_stays_the_same_person(data: DataBuilder, act: First, refusal: type[Refusal]) -> None:
    one, other = (data.staff(*ROLES) for _ in range(2))
    both = [data.session.get_one(Person, each.person_id) for each in (one, other)]
    for person in both:
        people.set_phone(person, PHONE)
    data.session.flush()
    second = act(data, one)
    for person, phone in zip(both, (NEW_PHONE, OTHER_PHONE), strict=True):
        phone_changes.change(data.session, person, phone, now=NOW + timedelta(minutes=1))
    with pytest.raises(refusal), data.session.begin_nested():
        second(other)
    second(data.staff(*ROLES))


@pytest.mark.parametrize(("act", "refusal"), ACTS.items(), ids=[act.__name__ for act in ACTS])
def test_a_person_who_gets_another_account_stays_the_same(
    data: DataBuilder, act: First, refusal: type[Refusal]
) -> None:
    old = data.staff(*ROLES)
    second, person = act(data, old), data.session.get_one(Person, old.person_id)
    accounts.end(data.session, old, now=NOW)
    new = data.account(person)
    employ(data.session, new.telegram_id, *ROLES)
    with pytest.raises(refusal), data.session.begin_nested():
        second(new)
    second(data.staff(*ROLES))
