"""Objections to a lost account: the case goes on, and two reviewers decide who see the objection."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot.services.review import identity_decisions, identity_objections, identity_queue
from bot.services.review.identity_queue import IdentityCaseNotHeld, IdentityHolding, SecondApprovalNeeded
from storage import audit
from storage.audit import Action
from storage.database import add
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review import identity_case_status as updates
from storage.review.identity_cases import IdentityCase, IdentityCaseKind, IdentityCaseStatus
from storage.staff.members import StaffMember
from tests.services.builders import staff_account
from tests.services.concurrency import NOW
from tests.services.identity_case_builders import AFTER_WAIT, ID_NUMBER, NAME, OLD_PHONE, account, approve, open_case

LEASE_OVER = AFTER_WAIT + timedelta(minutes=30)


@pytest.fixture
def holder(session: Session) -> Person:
    """The person on record, with the account that is to end."""
    person = add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))
    account(session, 101, person)
    return person


@pytest.fixture
def case(session: Session, holder: Person) -> IdentityCase:
    """A case to which the holder has objected."""
    opened = open_case(session, account(session, 102))
    return identity_objections.object_to(session, opened.id, by=holder, now=NOW)


def test_a_disputed_case_takes_two_reviewers(session: Session, case: IdentityCase, holder: Person) -> None:
    first, second = staff_account(session, 900, "reviewer"), staff_account(session, 901, "reviewer")
    approve(session, case, first)
    assert (case.status, case.first_person) == (IdentityCaseStatus.WAITING, first.person_id)
    assert audit.count(session, Action.IDENTITY_APPROVED, since=NOW) == 0
    assert approve(session, case, second).status is IdentityCaseStatus.APPROVED
    assert session.get_one(Account, case.account_id).person_id == holder.id


def test_the_first_reviewer_is_not_the_second_under_any_identity(session: Session, case: IdentityCase) -> None:
    first, other = staff_account(session, 900, "reviewer"), staff_account(session, 901, "reviewer")
    approve(session, case, first)
    own = session.get_one(Person, other.person_id)
    people.set_phone(own, "+8613899999999")
    people.set_phone(session.get_one(Person, first.person_id), "+8613899999999")
    session.flush()
    for by in (first, other):
        assert identity_queue.holding(session, case, by=by, now=AFTER_WAIT) is IdentityHolding.SECOND
        with pytest.raises(SecondApprovalNeeded):
            identity_queue.take(session, case.id, by=by, now=AFTER_WAIT)
    lease = {"until": LEASE_OVER, "at": AFTER_WAIT}
    assert not updates.take(session, case, reviewer=first.id, person=first.person_id, **lease)
    assert updates.take(session, case, reviewer=other.id, person=other.person_id, **lease)


def test_one_of_them_rejects(session: Session, case: IdentityCase) -> None:
    reviewer = staff_account(session, 900, "reviewer")
    identity_queue.take(session, case.id, by=reviewer, now=AFTER_WAIT)
    identity_decisions.reject(session, case.id, "不符", by=reviewer, now=AFTER_WAIT)
    assert case.status is IdentityCaseStatus.REJECTED


def test_who_took_the_case_before_the_objection_takes_it_again(session: Session, holder: Person) -> None:
    opened, reviewer = open_case(session, account(session, 102)), staff_account(session, 900, "reviewer")
    identity_queue.take(session, opened.id, by=reviewer, now=AFTER_WAIT)
    identity_objections.object_to(session, opened.id, by=holder, now=AFTER_WAIT)
    with pytest.raises(IdentityCaseNotHeld):
        identity_decisions.approve(session, opened.id, "一致", by=reviewer, now=AFTER_WAIT)
    with pytest.raises(identity_objections.AlreadyDisputed):
        identity_objections.object_to(session, opened.id, by=holder, now=AFTER_WAIT)


def test_an_approval_alone_is_not_stored(session: Session, case: IdentityCase) -> None:
    reviewer = staff_account(session, 900, "reviewer")
    identity_queue.take(session, case.id, by=reviewer, now=AFTER_WAIT)
    to = IdentityCaseStatus.APPROVED
    assert not updates.decide(session, case, to, reviewer=reviewer.id, at=AFTER_WAIT, reason="x")
    row = update(IdentityCase).where(col(IdentityCase.id) == case.id)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(row.values(status=to))


def test_only_who_holds_a_disputed_case_approves_it_first(session: Session, case: IdentityCase) -> None:
    first, other = staff_account(session, 900, "reviewer"), staff_account(session, 901, "reviewer")
    identity_queue.take(session, case.id, by=first, now=AFTER_WAIT)
    assert not updates.approve_first(session, case, reviewer=other.id, person=other.person_id, at=AFTER_WAIT)
    assert not updates.approve_first(session, case, reviewer=first.id, person=first.person_id, at=LEASE_OVER)
    approve(session, case, first)
    identity_queue.take(session, case.id, by=other, now=AFTER_WAIT)
    assert not updates.approve_first(session, case, reviewer=other.id, person=other.person_id, at=AFTER_WAIT)


def test_a_case_that_nobody_disputes_takes_two_reviewers(session: Session, holder: Person) -> None:
    opened = open_case(session, account(session, 102))
    first, second = staff_account(session, 900, "reviewer"), staff_account(session, 901, "reviewer")
    assert approve(session, opened, first).status is IdentityCaseStatus.WAITING
    row = update(IdentityCase).where(col(IdentityCase.id) == opened.id)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(row.values(status="approved", first_reviewer=None))
    assert approve(session, opened, second).status is IdentityCaseStatus.APPROVED


def test_an_approval_before_the_objection_counts_no_more(session: Session, holder: Person) -> None:
    opened = open_case(session, account(session, 102))
    first, second = staff_account(session, 900, "reviewer"), staff_account(session, 901, "reviewer")
    approve(session, opened, first)
    identity_objections.object_to(session, opened.id, by=holder, now=AFTER_WAIT)
    assert approve(session, opened, second).status is IdentityCaseStatus.WAITING
    assert approve(session, opened, first).status is IdentityCaseStatus.APPROVED


@pytest.mark.parametrize(("left", "roles"), [(True, "reviewer"), (False, "cashier;officer")])
def test_the_approval_of_a_former_reviewer_is_given_again(
    session: Session, case: IdentityCase, holder: Person, left: bool, roles: str
) -> None:
    first, second, third = (staff_account(session, number, "reviewer") for number in (900, 901, 902))
    approve(session, case, first)
    member = session.exec(select(StaffMember).where(StaffMember.telegram_id == first.telegram_id)).one()
    member.roles, member.ended_at = roles, AFTER_WAIT if left else None
    session.flush()
    assert identity_queue.is_first_approval(session, case)
    approve(session, case, second)
    assert (case.status, case.first_reviewer) == (IdentityCaseStatus.WAITING, second.id)
    assert case.first_person == second.person_id
    assert session.get_one(Account, case.account_id).person_id != holder.id
    assert not identity_queue.is_first_approval(session, case)
    with pytest.raises(SecondApprovalNeeded):
        identity_queue.take(session, case.id, by=second, now=AFTER_WAIT)
    assert approve(session, case, third).status is IdentityCaseStatus.APPROVED


def test_one_approval_decides_a_confirmed_case_whose_first_reviewer_has_left(session: Session, holder: Person) -> None:
    opened = open_case(session, account(session, 102))
    first, second = staff_account(session, 900, "reviewer"), staff_account(session, 901, "reviewer")
    approve(session, opened, first)
    assert updates.confirm(session, opened, at=AFTER_WAIT, due_at=AFTER_WAIT)
    session.exec(select(StaffMember).where(StaffMember.telegram_id == first.telegram_id)).one().ended_at = AFTER_WAIT
    session.flush()
    assert approve(session, opened, second).status is IdentityCaseStatus.APPROVED


def test_who_has_the_phone_on_record_objects_from_any_account(session: Session, holder: Person) -> None:
    applicant, other = account(session, 102), account(session, 103)
    opened = open_case(session, applicant)
    for by, phone in ((applicant, OLD_PHONE), (other, "+8613800000099")):
        identity_objections.object_by_phone(session, phone, by=by, now=NOW)
        assert opened.disputed_at is None
    identity_objections.object_by_phone(session, OLD_PHONE, by=other, now=NOW)
    assert opened.disputed_at == NOW


def test_the_number_that_a_case_replaces_objects_too(session: Session, holder: Person) -> None:
    theirs = session.exec(select(Account).where(Account.person_id == holder.id)).one()
    opened = open_case(session, theirs, IdentityCaseKind.NEW_NUMBER)
    identity_objections.object_by_phone(session, OLD_PHONE, by=account(session, 103), now=NOW)
    assert opened.disputed_at == NOW


def test_a_verification_of_oneself_is_not_disputed_by_phone(session: Session, holder: Person) -> None:
    theirs = session.exec(select(Account).where(Account.person_id == holder.id)).one()
    opened = open_case(session, theirs, IdentityCaseKind.VERIFY)
    identity_objections.object_by_phone(session, OLD_PHONE, by=account(session, 103), now=NOW)
    assert opened.disputed_at is None
