"""Identity cases whose holder gets another account, by whichever act: nobody there was told of them."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.services.identity import accounts, person_merges, phone_changes
from bot.services.review import identity_confirmations, identity_decisions, identity_queue
from bot.services.review.identity_cases import IdentityCaseClosed
from bot.services.review.identity_decisions import IdentityCaseOutdated
from storage.database import add
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review import identity_case_status as updates
from storage.review.identity_cases import IdentityCase, IdentityCaseKind, IdentityCaseStatus
from tests.services.builders import staff_account
from tests.services.concurrency import NOW
from tests.services.identity_case_builders import (
    AFTER_WAIT,
    ID_NUMBER,
    NAME,
    OLD_PHONE,
    account,
    approve,
    approve_by_two,
    open_case,
)
from tests.services.test_identity_confirmations import code

SOON = NOW + timedelta(minutes=2)


@pytest.fixture
def record(session: Session) -> Person:
    """The person on record of these tests, who has no account."""
    return add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))


@pytest.fixture
def case(session: Session, record: Person) -> IdentityCase:
    """A case that a stranger has opened about them."""
    return open_case(session, account(session, 102))


def require_outdated(session: Session, case: IdentityCase) -> None:
    session.refresh(case)
    assert case.outdated
    with pytest.raises(IdentityCaseOutdated):
        approve(session, case, staff_account(session, 910, "reviewer"))
    assert case.first_reviewer is None


def declared(session: Session, telegram_id: int) -> Account:
    """Return an account that has declared the number, long ago, with the phone on record."""
    person = people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE, registered=False, is_held=True)
    return account(session, telegram_id, add(session, person))


def test_who_has_registered_since_keeps_their_account(session: Session, case: IdentityCase) -> None:
    guest, facts = account(session, 101), {"name": NAME, "id_number": ID_NUMBER, "phone": OLD_PHONE}
    accounts.register(session, guest, **facts, verified_phone="", now=SOON)
    require_outdated(session, case)


@pytest.mark.parametrize("kind", [IdentityCaseKind.LOST_ACCOUNT, IdentityCaseKind.WRONG_PERSON])
def test_who_has_got_the_identity_by_another_case_keeps_it(
    session: Session, case: IdentityCase, kind: IdentityCaseKind
) -> None:
    applicant = account(session, 103) if kind is IdentityCaseKind.LOST_ACCOUNT else declared(session, 103)
    approve_by_two(session, open_case(session, applicant, kind))
    require_outdated(session, case)


def test_who_has_got_the_record_by_an_import_keeps_it(session: Session, case: IdentityCase, record: Person) -> None:
    declared(session, 103)
    assert person_merges.heal(session, record, now=SOON)
    require_outdated(session, case)


def test_a_case_that_is_closed_or_about_somebody_else_stays_as_it_is(session: Session, case: IdentityCase) -> None:
    own = open_case(session, declared(session, 103), IdentityCaseKind.NEW_NUMBER)
    approve_by_two(session, case)
    for each in (own, case):
        session.refresh(each)
        assert not each.outdated


def test_a_case_that_is_outdated_at_the_same_time_is_not_approved(session: Session, case: IdentityCase) -> None:
    by = staff_account(session, 910, "reviewer")
    approve(session, case, staff_account(session, 911, "reviewer"))
    identity_queue.take(session, case.id, by=by, now=AFTER_WAIT)
    case.outdated = True
    session.flush()
    assert not updates.decide(session, case, IdentityCaseStatus.APPROVED, reviewer=by.id, at=AFTER_WAIT, reason="一致")
    assert updates.decide(session, case, IdentityCaseStatus.REJECTED, reviewer=by.id, at=AFTER_WAIT, reason="不一致")
    with pytest.raises(IdentityCaseClosed):
        identity_confirmations.find(session, case.id, by=session.get_one(Account, case.account_id))


def test_a_code_from_a_former_phone_confirms_nothing(session: Session, case: IdentityCase, record: Person) -> None:
    guest = session.get_one(Account, case.account_id)
    identity_confirmations.confirm(session, case.id, code(session), by=guest, now=SOON)
    session.refresh(case)
    assert (case.needs_two, case.confirmed_at) == (False, SOON)
    phone_changes.change(session, record, "+8613911112222", now=SOON)
    session.refresh(case)
    assert (case.needs_two, case.confirmed_at) == (True, None)
    by = staff_account(session, 910, "reviewer")
    identity_queue.take(session, case.id, by=by, now=SOON)
    with pytest.raises(identity_decisions.HolderHasTime):
        identity_decisions.approve(session, case.id, "一致", by=by, now=SOON)
