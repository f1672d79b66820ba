"""People and accounts are the same by any of their keys; levels of identity."""

from sqlmodel import Session

from bot.services.identity import same_person
from bot.services.identity.levels import IdentityLevel, level_of
from storage.identity import accounts
from storage.register import people
from tests.services import payment_builders
from tests.services.payment_builders import NOW


def test_two_drivers_are_not_the_same_person(session: Session) -> None:
    (one, account), (other, other_account) = payment_builders.driver(session, 1), payment_builders.driver(session, 2)
    assert not same_person.are_same(session, one, other)
    assert not same_person.are_same(session, account, other_account)
    assert not same_person.are_same(session, one, other_account)


def test_a_person_and_their_account_are_the_same(session: Session) -> None:
    person, account = payment_builders.driver(session, 1)
    assert same_person.are_same(session, person, account)
    assert same_person.are_same(session, account, person)


def test_accounts_of_one_telegram_user_with_two_bots_are_the_same_even_without_a_person(session: Session) -> None:
    person, account = payment_builders.driver(session, 1)
    second = accounts.new(session, 2, account.telegram_id, language="en", at=NOW)
    assert same_person.are_same(session, second, account)
    assert same_person.are_same(session, second, person)


def test_people_with_one_phone_are_the_same_but_two_without_a_phone_are_not(session: Session) -> None:
    (one, _), (other, _) = payment_builders.driver(session, 1), payment_builders.driver(session, 2)
    people.set_phone(other, one.phone)
    assert same_person.are_same(session, one, other)
    people.set_phone(one, "")
    people.set_phone(other, "")
    assert not same_person.are_same(session, one, other)


def test_people_with_one_id_number_are_the_same(session: Session) -> None:
    one, _ = payment_builders.driver(session, 1)
    declared = people.new(id_number=one.id_number, name="somebody", registered=False)
    assert same_person.are_same(session, one, declared)


def test_a_person_is_declared_on_record_or_verified() -> None:
    person = people.new(id_number="driver 1", name="driver", registered=False)
    assert level_of(person) is IdentityLevel.DECLARED
    person.registered = True
    assert level_of(person) is IdentityLevel.ON_RECORD
    person.registered, person.verified_at = False, NOW
    assert level_of(person) is IdentityLevel.VERIFIED
