"""Whoever holds an ID number gets what they did when they only declared it, in an account that they have lost."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select

from bot.services.identity import absorptions, accounts as account_service, verification
from bot.services.review import identity_absorptions, identity_cases, identity_decisions, identity_queue
from storage import audit
from storage.database import add
from storage.database.encryption import current_keyring
from storage.engine import timers
from storage.engine.outbox import Channel, Delivery
from storage.engine.timers import Timer
from storage.filing.filings import Filing, FilingStatus
from storage.filing.owner_blocks import OwnerBlock
from storage.identity import shared_numbers as store
from storage.identity.accounts import Account
from storage.identity.shared_numbers import SharedNumber
from storage.organisations.organisations import OrganisationMember
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase, IdentityCaseKind, IdentityCaseStatus
from tests.services.builders import NOW, DataBuilder, staff_account
from tests.services.identity_case_builders import AFTER_WAIT, ID_NUMBER, NAME, NEW_PHONE, account, open_case

LOST_PHONE = "+8613800000077"


def lost(data: DataBuilder, *, phone: str = LOST_PHONE, name: str = NAME, is_held: bool = False) -> Person:
    """Return who only declares the number in an account that is lost, with a filing and an owner's block."""
    person = people.new(id_number=ID_NUMBER, name=name, phone=phone, registered=False, is_held=is_held)
    account(data.session, 201, add(data.session, person))
    data.filing(FilingStatus.ACTIVE, filer_id=person.id, vehicle_slot=1, filer_slot=1)
    add(data.session, OwnerBlock(vehicle_id=data.car.id, person_id=person.id, by=data.owner.id, since=NOW))
    return person


def administers(data: DataBuilder, person: Person) -> None:
    """Let this person be the administrator of an organisation."""
    data.organisation(person)


def take_up(data: DataBuilder) -> list[str]:
    """Handle every absorption that is ordered. Returns how each has ended."""
    query = select(Timer.subject).where(col(Timer.kind) == absorptions.ABSORB, col(Timer.state) == "set")
    subjects = list(data.session.exec(query))
    for subject in subjects:
        timers.cancel(data.session, absorptions.ABSORB, subject)
    found = ["absorbed" if identity_absorptions.absorb(data.session, each, now=NOW) else "left" for each in subjects]
    data.session.expire_all()
    return found


def decide(data: DataBuilder, case: IdentityCase, *answers: bool | None) -> None:
    """Have one reviewer after the other approve a case with these answers."""
    for number, counts in enumerate(answers):
        by = staff_account(data.session, 900 + 10 * case.number + number, "reviewer")
        identity_queue.take(data.session, case.id, by=by, now=AFTER_WAIT)
        identity_decisions.approve(data.session, case.id, "一致", by=by, now=AFTER_WAIT, counts=counts)


def moved_case(data: DataBuilder, *answers: bool | None) -> Account:
    """Have a guest verified with the number as who has lost their account. Returns the guest's account."""
    guest = account(data.session, 202)
    decide(data, open_case(data.session, guest), *answers)
    return guest


def assert_one_person(data: DataBuilder, other: Person, own: Account) -> None:
    """Check that everything is the holder's, and that the lost account has ended."""
    data.session.expire_all()
    holder = own.person_id
    assert [each.filer_id for each in data.session.exec(select(Filing))] == [holder]
    assert [each.person_id for each in data.session.exec(select(OwnerBlock))] == [holder]
    before = data.session.exec(select(Account).where(Account.telegram_id == 201)).one()
    assert (before.person_id, before.ended_at is None) == (None, False)
    assert (other.name, other.id_number, other.phone) == ("", "", "")


def told(data: DataBuilder) -> set[str]:
    """Return the keys of what is to be sent by chat and by SMS."""
    rows = data.session.exec(select(Delivery).where(col(Delivery.channel).in_([Channel.CHAT, Channel.SMS])))
    contents = [current_keyring().decrypt_json(each.payload, f"outbox:{each.reference}") for each in rows]
    return {each.get("notice", "") or each.get("key", "") for each in contents}


def kept(data: DataBuilder, own: Account) -> list[SharedNumber]:
    """Return what is kept about those who have declared the number of an account's person."""
    assert own.person_id is not None
    return list(store.of_person(data.session, own.person_id).values())


def test_the_same_name_and_phone_number_are_taken_up_without_an_answer_about_the_account(data: DataBuilder) -> None:
    other = lost(data, phone=NEW_PHONE)
    own = moved_case(data, True, True)
    assert take_up(data) == ["absorbed"]
    assert_one_person(data, other, own)


def test_who_proves_the_number_on_record_by_code_gets_what_they_had_declared(data: DataBuilder) -> None:
    record = add(data.session, people.new(id_number=ID_NUMBER, name=NAME, phone="+8613800000001"))
    other = lost(data, is_held=True)
    own = account(data.session, 202)
    facts = {"name": NAME, "id_number": ID_NUMBER, "phone": LOST_PHONE, "verified_phone": record.phone}
    account_service.register(data.session, own, **facts, now=NOW)
    assert take_up(data) == ["absorbed"]
    assert_one_person(data, other, own)
    assert own.person_id == record.id


def test_a_code_to_the_phone_on_record_says_nothing_of_another_phone(data: DataBuilder) -> None:
    record = add(data.session, people.new(id_number=ID_NUMBER, name=NAME, phone="+8613800000001"))
    other = lost(data, is_held=True)
    own = account(data.session, 202)
    facts = {"name": NAME, "id_number": ID_NUMBER, "phone": NEW_PHONE, "verified_phone": record.phone}
    account_service.register(data.session, own, **facts, now=NOW)
    assert take_up(data) == []
    assert other.name == NAME
    assert IdentityCaseKind.VERIFY in identity_cases.kinds_for(data.session, own, now=NOW)
    decide(data, open_case(data.session, own, IdentityCaseKind.VERIFY), True)
    assert take_up(data) == ["absorbed"]
    assert_one_person(data, other, own)


def test_who_is_the_same_person_as_staff_say_has_one_account(data: DataBuilder) -> None:
    other = lost(data)
    own = moved_case(data, True, True)
    assert take_up(data) == ["absorbed"]
    assert_one_person(data, other, own)
    assert {"identity.absorbed", "identity.absorbed-account", "sms-account-absorbed"} <= told(data)
    assert audit.count(data.session, audit.Action.PERSON_MERGED, since=NOW, on=own.person_id) == 1
    assert kept(data, own) == []


def test_another_person_keeps_their_account(data: DataBuilder) -> None:
    other = lost(data)
    moved_case(data, False, False)
    assert take_up(data) == []
    assert other.name == NAME


def test_two_reviewers_who_differ_leave_both_until_somebody_answers(data: DataBuilder) -> None:
    lost(data)
    own = moved_case(data, True, False)
    assert take_up(data) == []
    (row,) = kept(data, own)
    assert (row.counts, row.answered_by) == (True, None)
    assert IdentityCaseKind.VERIFY in identity_cases.kinds_for(data.session, own, now=NOW)


@pytest.mark.parametrize(("answers", "ended"), [((True,), "left"), ((True, True), "absorbed")])
def test_one_reviewer_does_not_hand_an_organisation_over(
    data: DataBuilder, answers: tuple[bool, ...], ended: str
) -> None:
    other = lost(data)
    administers(data, other)
    person = people.new(id_number=ID_NUMBER, name=NAME, phone=NEW_PHONE, registered=False)
    own = account(data.session, 202, add(data.session, person))
    case = open_case(data.session, own, IdentityCaseKind.VERIFY)
    decide(data, case, *answers)
    assert case.status is (IdentityCaseStatus.APPROVED if len(answers) > 1 else IdentityCaseStatus.WAITING)
    assert take_up(data) == (["absorbed"] if ended == "absorbed" else [])
    (seat,) = data.session.exec(select(OrganisationMember.person_id))
    assert seat == (person.id if ended == "absorbed" else other.id)


def test_an_organisation_that_somebody_has_got_since_needs_two(data: DataBuilder) -> None:
    other = lost(data)
    person = people.new(id_number=ID_NUMBER, name=NAME, phone=NEW_PHONE, registered=False)
    own = account(data.session, 202, add(data.session, person))
    case = open_case(data.session, own, IdentityCaseKind.VERIFY)
    administers(data, other)
    decide(data, case, True)
    assert case.status is IdentityCaseStatus.APPROVED
    assert take_up(data) == ["left"]
    assert IdentityCaseKind.VERIFY in identity_cases.kinds_for(data.session, own, now=NOW)
    decide(data, open_case(data.session, own, IdentityCaseKind.VERIFY), *[True, True])
    assert take_up(data) == ["absorbed"]


def rename(other: Person) -> None:
    other.name = "王大明"


def change_phone(other: Person) -> None:
    people.set_phone(other, LOST_PHONE)


def hold(other: Person) -> None:
    other.id_number = "450903199005170048"


@pytest.mark.parametrize("change", [rename, change_phone, hold])
def test_what_has_changed_since_is_left(data: DataBuilder, change: Callable[[Person], None]) -> None:
    other = lost(data, phone=NEW_PHONE)
    person = people.new(id_number=ID_NUMBER, name=NAME, phone=NEW_PHONE, registered=False)
    account(data.session, 202, add(data.session, person))
    verification.verify(data.session, person, now=NOW)
    change(other)
    add(data.session, other)
    assert take_up(data) == ["left"]
    assert other.name != ""


def test_who_only_declares_the_number_absorbs_nobody(data: DataBuilder) -> None:
    other = lost(data, phone=NEW_PHONE)
    person = people.new(id_number=ID_NUMBER, name=NAME, phone=NEW_PHONE, registered=False)
    account(data.session, 202, add(data.session, person))
    assert not identity_absorptions.absorb(data.session, other.id, now=NOW)
    assert other.name == NAME
