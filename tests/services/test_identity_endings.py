"""Identity cases end with the account that asks and with the identity that they are about."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.services.privacy import data_requests
from bot.services.review import (
    identity_cases,
    identity_decisions,
    identity_digests,
    identity_endings,
    identity_queue,
    identity_withdrawals,
)
from bot.services.review.identity_cases import IdentityRequest
from bot.services.review.identity_decisions import IdentityCaseOutdated
from storage import files
from storage.audit import Action, AuditEntry
from storage.database import add
from storage.database.encryption import current_keyring
from storage.engine import outbox, timers
from storage.engine.outbox import Delivery
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review import identity_cases as identity_store
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
    approve,
    approve_by_two,
    open_case,
    picture,
)

OTHER_NUMBER, OTHER_NAME = "450903198001010014", "王秀英"
LOST, WRONG, VERIFY = IdentityCaseKind.LOST_ACCOUNT, IdentityCaseKind.WRONG_PERSON, IdentityCaseKind.VERIFY
LATER = AFTER_WAIT + timedelta(hours=1)


@pytest.fixture
def holder(session: Session) -> Person:
    """Return a person on record with an account, 101."""
    person = add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))
    account(session, 101, person)
    return person


def of(session: Session, person: Person) -> Account:
    found = accounts.of_person(session, person.id)
    assert found is not None
    return found


def ask(session: Session, by: Account, kind: IdentityCaseKind, name: str, number: str) -> IdentityCase:
    request = IdentityRequest(kind, picture(session), picture(session), name, number, NEW_PHONE)
    return identity_cases.open_case(session, by, request, now=NOW)


def told(session: Session, name: str) -> list[dict[str, Any]]:
    """Return the notifications of this name that wait in the outbox."""
    rows, keyring = session.exec(select(Delivery)).all(), current_keyring()
    found = [keyring.decrypt_json(each.payload, f"outbox:{each.reference}") for each in rows]
    return [each for each in found if each.get(outbox.NOTIFICATION_KEY) == name]


def digest_tells(session: Session, holder: Person) -> list[int]:
    """Return the cases of the digest that is due, at the moment when a case ends."""
    assert timers.is_set(session, identity_digests.DIGEST, holder.id)
    timers.fire(session, now=LATER)
    assert not timers.is_set(session, identity_digests.DIGEST, holder.id)
    return [each.number for each in identity_store.to_tell(session, holder.id)]


def is_empty(session: Session, case: IdentityCase) -> bool:
    texts = (case.name, case.id_number, case.phone, case.number_index)
    return texts == ("", "", "", "") and all(files.read(session, each) is None for each in case.photo_ids.values())


def approve_at(session: Session, case: IdentityCase, by: Account, at: datetime) -> None:
    identity_queue.take(session, case.id, by=by, now=at)
    identity_decisions.approve(session, case.id, "一致", by=by, now=at)


def deletes(session: Session, person: Person) -> None:
    data_requests.delete(session, of(session, person), person, now=LATER)


def test_the_case_of_an_account_ends_when_its_person_gets_another_one(session: Session, holder: Person) -> None:
    open_one = open_case(session, of(session, holder), IdentityCaseKind.NEW_NUMBER)
    approve_by_two(session, open_case(session, account(session, 102)))
    assert open_one.status is IdentityCaseStatus.STOPPED
    assert is_empty(session, open_one)
    actions = session.exec(select(AuditEntry.action).where(AuditEntry.on == open_one.id)).all()
    assert actions[-1] == Action.IDENTITY_STOPPED
    assert told(session, "identity.stopped") == []  # The chat of the account that has ended.


def test_who_holds_the_identity_hears_that_such_a_case_has_ended(session: Session, holder: Person) -> None:
    other = add(session, people.new(id_number=OTHER_NUMBER, name=OTHER_NAME, phone=""))
    account(session, 105, other)
    against = ask(session, of(session, holder), WRONG, OTHER_NAME, OTHER_NUMBER)
    timers.cancel(session, "identity.digest", other.id)  # The day of the first message is over.
    approve_by_two(session, open_case(session, account(session, 102)))
    assert against.status is IdentityCaseStatus.STOPPED
    assert digest_tells(session, other) == [against.number]


def test_photos_that_a_reviewer_sees_are_deleted_when_the_case_ends(session: Session, holder: Person) -> None:
    case = open_case(session, of(session, holder), IdentityCaseKind.NEW_NUMBER)
    timers.start(session, "identity.lease", case.id, lane="1:900", due_at=LATER + timedelta(hours=1))
    identity_endings.end_of_account(session, of(session, holder), now=LATER)
    timers.fire(session, now=LATER)
    assert not timers.is_set(session, "identity.lease", case.id)


def test_a_closed_case_does_not_end_again(session: Session) -> None:
    guest = account(session, 102)
    case = open_case(session, guest)
    identity_withdrawals.withdraw(session, case.id, by=guest, now=NOW)
    assert not identity_endings.end(session, case, lane=guest.lane, now=NOW)
    assert case.status is IdentityCaseStatus.WITHDRAWN


def test_what_a_withdrawn_case_says_is_deleted_at_once(session: Session) -> None:
    guest = account(session, 102)
    case = open_case(session, guest)
    identity_withdrawals.withdraw(session, case.id, by=guest, now=NOW)
    assert is_empty(session, case)


def test_a_deleted_account_gets_no_identity(session: Session) -> None:
    guest = account(session, 102)
    case = open_case(session, guest)
    approve(session, case, staff_account(session, 900, "reviewer"))
    accounts.pseudonymise(session, guest)
    with pytest.raises(IdentityCaseOutdated):
        approve(session, case, staff_account(session, 901, "reviewer"))


@pytest.mark.parametrize("field", ["name", "id_number"])
def test_nobody_is_verified_without_name_and_id_number(session: Session, field: str) -> None:
    case = open_case(session, account(session, 102))
    approve(session, case, staff_account(session, 900, "reviewer"))
    setattr(case, field, "")
    add(session, case)
    with pytest.raises(IdentityCaseOutdated):
        approve(session, case, staff_account(session, 901, "reviewer"))


def test_the_deletion_of_an_account_ends_its_case_for_reviewers_and_the_holder(
    session: Session, holder: Person
) -> None:
    declared = add(session, people.new(id_number=OTHER_NUMBER, name=OTHER_NAME, registered=False))
    account(session, 105, declared)
    case = ask(session, of(session, declared), WRONG, NAME, ID_NUMBER)
    timers.cancel(session, "identity.digest", holder.id)
    identity_queue.take(session, case.id, by=staff_account(session, 900, "reviewer"), now=AFTER_WAIT)
    deletes(session, declared)
    session.refresh(case)
    assert case.status is IdentityCaseStatus.STOPPED
    assert is_empty(session, case)
    assert case.person_id is None
    assert digest_tells(session, holder) == [case.number]


def test_a_closed_case_of_the_person_is_deleted(session: Session, holder: Person) -> None:
    own = of(session, holder)
    case = open_case(session, own, IdentityCaseKind.NEW_NUMBER)
    identity_withdrawals.withdraw(session, case.id, by=own, now=NOW)
    deletes(session, holder)
    assert session.exec(select(IdentityCase)).all() == []


def test_the_cases_of_a_former_account_are_deleted(session: Session, holder: Person) -> None:
    first = open_case(session, account(session, 102))
    approve_by_two(session, first)  # The person moves from 101 to 102.
    again = ask(session, account(session, 103), LOST, NAME, ID_NUMBER)
    again.opened_at = AFTER_WAIT
    add(session, again)
    for telegram_id in (902, 903):
        approve_at(session, again, staff_account(session, telegram_id, "reviewer"), AFTER_WAIT + timedelta(hours=73))
    data_requests.delete(session, of(session, holder), holder, now=AFTER_WAIT + timedelta(hours=74))
    assert [case.id_number for case in session.exec(select(IdentityCase)) if case.id_number] == []


def test_a_case_of_a_stranger_ends_and_forgets_who_deletes_their_account(session: Session, holder: Person) -> None:
    stranger = account(session, 102)
    case = open_case(session, stranger)
    deletes(session, holder)
    session.refresh(case)
    assert case.status is IdentityCaseStatus.STOPPED
    assert is_empty(session, case)
    assert case.holder_id is None
    assert len(told(session, "identity.stopped")) == 1


def test_a_rejected_case_of_a_stranger_forgets_whose_number_was_typed(session: Session, holder: Person) -> None:
    case = ask(session, account(session, 102), LOST, "贼贼贼", ID_NUMBER)
    case.status, case.closed_at = IdentityCaseStatus.REJECTED, AFTER_WAIT
    add(session, case)
    deletes(session, holder)
    session.refresh(case)
    assert (case.status, is_empty(session, case)) == (IdentityCaseStatus.REJECTED, True)


def test_who_only_declares_a_number_ends_no_case_of_whose_number_it_may_be(session: Session) -> None:
    declared = add(session, people.new(id_number=ID_NUMBER, name=NAME, registered=False))
    account(session, 105, declared)
    theirs = open_case(session, account(session, 102))
    of_another_name = ask(session, account(session, 103), LOST, "李建军", ID_NUMBER)
    same_name = ask(session, account(session, 104), LOST, NAME, ID_NUMBER)
    for each in (of_another_name, same_name):
        each.status, each.closed_at = IdentityCaseStatus.REJECTED, AFTER_WAIT
        add(session, each)
    deletes(session, declared)
    found = [session.get_one(IdentityCase, each.id) for each in (theirs, of_another_name, same_name)]
    assert [each.is_open for each in found] == [True, False, False]
    assert [each.id_number for each in found] == [ID_NUMBER, ID_NUMBER, ""]


def test_a_number_declared_while_somebody_holds_it_is_found_too(session: Session, holder: Person) -> None:
    declared = add(session, people.new(id_number=ID_NUMBER, name=NAME, registered=False, is_held=True))
    account(session, 105, declared)
    case = ask(session, account(session, 102), LOST, NAME, ID_NUMBER)
    case.status, case.closed_at = IdentityCaseStatus.REJECTED, AFTER_WAIT
    add(session, case)
    deletes(session, declared)
    assert session.get_one(IdentityCase, case.id).id_number == ""


def test_an_approved_case_of_who_has_the_account_now_stays_theirs(session: Session) -> None:
    """Who was registered on the account before and leaves it deletes nothing of the one whose case was approved."""
    left = add(session, people.new(id_number=OTHER_NUMBER, name=OTHER_NAME, phone=OLD_PHONE, registered=False))
    case = ask(session, account(session, 101, left), WRONG, NAME, ID_NUMBER)
    approve_by_two(session, case)
    data_requests.erase_left(session, AFTER_WAIT + timedelta(days=200))
    session.refresh(case)
    assert (case.id_number, case.person_id) == (ID_NUMBER, None)
