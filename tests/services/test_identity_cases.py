"""Identity cases without a chat: who may open, stop, take and decide, and what an approval binds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.errors import AccountEnded, NotStaff, NotYours, StaleButton
from bot.services.identity import accounts as account_service
from bot.services.identity.ages import TooYoungToRegister
from bot.services.review import (
    identity_cases,
    identity_decisions,
    identity_objections,
    identity_queue,
    identity_withdrawals,
)
from bot.services.review.identity_cases import IdentityCaseClosed, IdentityRequest
from bot.services.review.identity_queue import IdentityHolding, OwnIdentityCase
from bot.services.review.submission import PhotosMissing
from storage import files
from storage.database import add
from storage.engine import conversations
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review import identity_case_status as updates, identity_cases as store
from storage.review.identity_cases import IdentityCase, IdentityCaseKind, IdentityCaseStatus
from tests.services.builders import staff_account
from tests.services.concurrency import NOW
from tests.services.identity_case_builders import (
    AFTER_WAIT,
    ID_NUMBER,
    NAME,
    NEW_PHONE,
    OLD_PHONE,
    account,
    approve_by_two,
    open_case,
    picture,
)
from tests.stories.cast import id_number


def holder(session: Session) -> Account:
    """Add the person on record of these tests, with an account."""
    return account(session, 101, add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE)))


def taken(session: Session, case: IdentityCase) -> Account:
    """Have a reviewer take the case; returns the reviewer."""
    reviewer = staff_account(session, 900, "reviewer")
    identity_queue.take(session, case.id, by=reviewer, now=AFTER_WAIT)
    return reviewer


def test_only_the_holder_stops_a_case_and_only_the_applicant_withdraws_it(session: Session) -> None:
    old, guest = holder(session), account(session, 102)
    case = open_case(session, guest)
    stranger = add(session, people.new(id_number=id_number(5), name="欧阳明", phone="+8613800000005"))
    with pytest.raises(NotYours):
        identity_objections.object_to(session, case.id, by=stranger, now=NOW)
    with pytest.raises(NotYours):
        identity_withdrawals.withdraw(session, case.id, by=old, now=NOW)
    identity_withdrawals.withdraw(session, case.id, by=guest, now=NOW)
    with pytest.raises(IdentityCaseClosed):
        identity_objections.object_to(session, case.id, by=session.get_one(Person, old.person_id), now=NOW)


def test_a_withdrawn_case_is_neither_disputed_nor_decided(session: Session) -> None:
    old, guest = holder(session), account(session, 102)
    case = open_case(session, guest, IdentityCaseKind.WRONG_PERSON)
    by = taken(session, case)
    identity_withdrawals.withdraw(session, case.id, by=guest, now=AFTER_WAIT)
    for act in (identity_decisions.approve, identity_decisions.reject):
        with pytest.raises(IdentityCaseClosed):
            act(session, case.id, "一致", by=by, now=AFTER_WAIT)
    with pytest.raises(IdentityCaseClosed):
        identity_objections.object_to(session, case.id, by=session.get_one(Person, old.person_id), now=AFTER_WAIT)
    with pytest.raises(IdentityCaseClosed):
        identity_withdrawals.withdraw(session, case.id, by=guest, now=AFTER_WAIT)
    with pytest.raises(IdentityCaseClosed):
        identity_queue.take(session, case.id, by=by, now=AFTER_WAIT)


def test_the_kinds_depend_on_the_account(session: Session) -> None:
    lost, moved, wrong = (IdentityCaseKind(each) for each in ("lost_account", "new_number", "wrong_person"))
    old, guest = holder(session), account(session, 102)
    assert identity_cases.kinds_for(session, guest, now=NOW) == (lost, moved, wrong)
    assert identity_cases.kinds_for(session, old, now=NOW) == (IdentityCaseKind.VERIFY, moved, wrong)
    old.locked_at = NOW
    assert identity_cases.kinds_for(session, old, now=NOW) == (moved, wrong)
    old.locked_at, session.get_one(Person, old.person_id).verified_at = None, NOW
    assert identity_cases.kinds_for(session, old, now=NOW) == (moved, wrong)
    with pytest.raises(StaleButton):
        open_case(session, old, IdentityCaseKind.VERIFY)


def test_an_account_opens_three_cases_within_thirty_days(session: Session) -> None:
    guest = account(session, 102)
    for _ in range(3):
        identity_withdrawals.withdraw(session, open_case(session, guest).id, by=guest, now=NOW)
    with pytest.raises(identity_cases.TooManyIdentityCases):
        open_case(session, guest)
    identity_cases.require_possible(session, guest, now=NOW + timedelta(days=30, seconds=1))


def test_facts_that_the_kind_does_not_need_are_not_kept(session: Session) -> None:
    case = open_case(session, holder(session), IdentityCaseKind.VERIFY)
    assert (case.name, case.id_number, case.phone) == ("", "", "")


def test_a_case_needs_both_photos_and_the_age(session: Session) -> None:
    guest, kind = account(session, 102), IdentityCaseKind.LOST_ACCOUNT
    gone = picture(session)
    files.delete_file(session, gone)
    for document, selfie in ((gone, picture(session)), (picture(session), gone)):
        with pytest.raises(PhotosMissing):
            identity_cases.open_case(
                session, guest, IdentityRequest(kind, document, selfie, NAME, ID_NUMBER, NEW_PHONE), now=NOW
            )
        session.delete(store.open_of_account(session, guest.id))
        session.flush()
    child = id_number(1, born=(NOW - timedelta(days=3650)).date())
    with pytest.raises(TooYoungToRegister):
        identity_cases.open_case(
            session, guest, IdentityRequest(kind, picture(session), picture(session), NAME, child, NEW_PHONE), now=NOW
        )


BARRED: list[tuple[str, Callable[[Session, Account, Person], None]]] = [
    ("the ID number", lambda session, guest, own: setattr(own, "id_number_index", people.id_number_index(ID_NUMBER))),
    ("the phone of the case", lambda session, guest, own: people.set_phone(own, NEW_PHONE)),
    ("the phone of the holder", lambda session, guest, own: people.set_phone(own, OLD_PHONE)),
]


@pytest.mark.parametrize(("what", "change"), BARRED, ids=[each for each, _ in BARRED])
def test_reviewers_whom_a_case_concerns_do_not_take_it(
    session: Session, what: str, change: Callable[[Session, Account, Person], None]
) -> None:
    if what != "the ID number":
        holder(session)
    guest = account(session, 102)
    case, reviewer = open_case(session, guest), staff_account(session, 900, "reviewer")
    assert identity_queue.holding(session, case, by=reviewer, now=NOW) is IdentityHolding.FREE
    own = session.get_one(Person, reviewer.person_id)
    change(session, guest, own)
    add(session, own)
    assert identity_queue.holding(session, case, by=reviewer, now=NOW) is IdentityHolding.OWN
    with pytest.raises(OwnIdentityCase):
        identity_queue.take(session, case.id, by=reviewer, now=NOW)


def test_the_applicant_does_not_take_their_own_case(session: Session) -> None:
    reviewer = staff_account(session, 900, "reviewer")
    case = open_case(session, reviewer, IdentityCaseKind.NEW_NUMBER)
    with pytest.raises(OwnIdentityCase):
        identity_queue.take(session, case.id, by=reviewer, now=NOW)


def test_the_same_telegram_user_with_another_bot_is_the_applicant(session: Session) -> None:
    reviewer = staff_account(session, 900, "reviewer")
    case = open_case(session, add(session, Account(bot_id=2, telegram_id=900, created_at=NOW)))
    with pytest.raises(OwnIdentityCase):
        identity_queue.take(session, case.id, by=reviewer, now=NOW)


def test_who_is_no_reviewer_sees_and_takes_nothing(session: Session) -> None:
    case, cashier = open_case(session, account(session, 102)), staff_account(session, 900, "cashier")
    for act in (
        lambda: identity_queue.queue(session, by=cashier, now=NOW),
        lambda: identity_queue.by_number(session, case.number, by=cashier),
        lambda: identity_queue.take(session, case.id, by=cashier, now=NOW),
        lambda: identity_decisions.approve(session, case.id, "一致", by=cashier, now=NOW),
        lambda: identity_decisions.reject(session, case.id, "不符", by=cashier, now=NOW),
    ):
        with pytest.raises(NotStaff):
            act()


def test_a_case_is_approved_when_the_time_to_object_is_over(session: Session) -> None:
    holder(session)
    case = open_case(session, account(session, 102))
    by = taken(session, case)
    with pytest.raises(identity_decisions.HolderHasTime):
        identity_decisions.approve(session, case.id, "一致", by=by, now=AFTER_WAIT - timedelta(seconds=1))
    identity_decisions.approve(session, case.id, "一致", by=by, now=AFTER_WAIT)
    assert (case.status, case.first_person) == (IdentityCaseStatus.WAITING, by.person_id)


def test_a_lease_that_is_over_decides_nothing(session: Session) -> None:
    case = open_case(session, account(session, 102))
    by, lease_over = taken(session, case), AFTER_WAIT + timedelta(minutes=30)
    for act in (identity_decisions.approve, identity_decisions.reject):
        with pytest.raises(identity_queue.IdentityCaseNotHeld):
            act(session, case.id, "一致", by=by, now=lease_over)
    assert not updates.decide(session, case, IdentityCaseStatus.REJECTED, reviewer=by.id, at=lease_over, reason="x")


def test_an_approval_binds_the_new_account_and_ends_the_old_one(session: Session) -> None:
    old, guest = holder(session), account(session, 102)
    person_id, lane = old.person_id, old.lane
    conversation = conversations.load(session, lane)
    conversation.flow, conversation.step = "filing", "plate"
    conversations.save(session, conversation, at=NOW)
    case = approve_by_two(session, open_case(session, guest))
    assert (case.status, case.reason) == (IdentityCaseStatus.APPROVED, "一致")
    assert (guest.person_id, old.person_id) == (person_id, None)
    assert old.ended_at is not None
    assert old.ended_at != AFTER_WAIT
    assert conversations.load(session, lane).flow == ""
    with pytest.raises(AccountEnded):
        account_service.require_unused(old)
    person = session.get_one(Person, person_id)
    assert (person.phone, person.verified_at) == (NEW_PHONE, AFTER_WAIT)


def test_another_person_on_the_account_leaves_it(session: Session) -> None:
    first = account(session, 103, add(session, people.new(id_number=id_number(5), name="李大国", phone=OLD_PHONE)))
    left = first.person_id
    case = open_case(session, first, IdentityCaseKind.WRONG_PERSON)
    approve_by_two(session, case)
    present = session.get_one(Account, case.account_id)
    assert present.person_id not in (None, left)
    assert session.get_one(Person, present.person_id).id_number == ID_NUMBER
