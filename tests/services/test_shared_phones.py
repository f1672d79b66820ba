"""A phone number belongs to who has shown last that it is theirs: nobody else with an account has it any more."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from bot.services.filing import eligibility
from bot.services.identity import accounts as account_service, phone_changes, same_person, shared_numbers, sms_codes
from bot.services.review import identity_cases
from storage import audit
from storage.database import add
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCaseKind
from tests.services.builders import HOUR, NOW, DataBuilder, staff_account
from tests.services.identity_case_builders import ID_NUMBER, NAME, NEW_PHONE, account, approve_by_two, open_case
from tests.services.own_builders import notified


def registers(data: DataBuilder) -> Account:
    """Register somebody with their own contact."""
    own = account(data.session, 301)
    facts = {"name": NAME, "id_number": ID_NUMBER, "phone": NEW_PHONE, "verified_phone": ""}
    account_service.register(data.session, own, **facts, now=NOW)
    return own


def by_case(data: DataBuilder) -> Account:
    """Verify a guest, who has shared their own contact."""
    own = account(data.session, 301)
    approve_by_two(data.session, open_case(data.session, own))
    return own


ACTS: dict[str, Callable[[DataBuilder], Account]] = {"registration": registers, "identity case": by_case}
by_every_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


@pytest.fixture
def former(data: DataBuilder) -> Person:
    """Somebody with an account, who has had the phone number."""
    people.set_phone(data.filer, NEW_PHONE)
    account(data.session, 302, data.filer)
    return add(data.session, data.filer)


def account_of(data: DataBuilder, person: Person) -> Account:
    return data.session.exec(select(Account).where(Account.person_id == person.id)).one()


@by_every_act
def test_who_had_the_number_before_has_it_no_more_and_is_told(
    data: DataBuilder, former: Person, act: Callable[[DataBuilder], Account]
) -> None:
    own = act(data)
    person = data.session.get_one(Person, own.person_id)
    assert (former.phone, person.phone) == ("", NEW_PHONE)
    assert [each.id for each in people.with_phone_index(data.session, person.phone_index)] == [person.id]
    assert notified(data, account_of(data, former), "identity.phone-taken")
    assert audit.count(data.session, audit.Action.PHONE_CHANGED, since=NOW, on=former.id) == 1


@by_every_act
def test_codes_that_went_there_are_void(
    data: DataBuilder, former: Person, act: Callable[[DataBuilder], Account]
) -> None:
    lost = account_of(data, former)
    purpose = CodePurpose.UNLOCK
    about = {"phone": NEW_PHONE, "by": lost.id, "now": NOW}
    sms_codes.send(data.session, purpose, lost.id, key="sms-code-unlock", **about)  # type: ignore[arg-type]
    act(data)
    assert not sms_codes.is_usable(data.session, purpose, lost.id, phone=NEW_PHONE, now=NOW)


def test_what_the_other_did_counts_until_staff_answer(data: DataBuilder, former: Person) -> None:
    former.blacklisted_until = NOW + 9 * HOUR
    own = registers(data)
    person = data.session.get_one(Person, own.person_id)
    people.set_verified(data.session, person, at=NOW)
    assert eligibility.person_obstacles(data.session, person, now=NOW)
    assert same_person.were_same(data.session, person, former)
    assert IdentityCaseKind.VERIFY in identity_cases.kinds_for(data.session, own, now=NOW)
    found = shared_numbers.matters(data.session, person, ID_NUMBER, now=NOW)
    assert [each.other for each in found] == [None]
    by = staff_account(data.session, 900, "reviewer").id
    shared_numbers.answer(data.session, person, found, counts=False, by=by, now=NOW)
    assert eligibility.person_obstacles(data.session, person, now=NOW) == []


def test_who_declares_the_same_number_again_keeps_the_phone(data: DataBuilder) -> None:
    other = people.new(id_number=ID_NUMBER, name=NAME, phone=NEW_PHONE, registered=False)
    account(data.session, 302, add(data.session, other))
    registers(data)
    assert other.phone == NEW_PHONE


def test_what_the_register_says_of_somebody_without_an_account_stays(data: DataBuilder) -> None:
    people.set_phone(data.filer, NEW_PHONE)
    registers(data)
    assert data.filer.phone == NEW_PHONE


def test_what_only_the_register_says_stays(data: DataBuilder, former: Person) -> None:
    former.phone_unconfirmed = True
    registers(data)
    assert former.phone == NEW_PHONE


def test_the_register_makes_a_number_nobodys_who_has_lost_it(data: DataBuilder, former: Person) -> None:
    registers(data)
    phone_changes.change(data.session, former, NEW_PHONE, now=NOW)
    assert former.phone_unconfirmed
