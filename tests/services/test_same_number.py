"""Nobody sheds a phone number or Telegram user with an account: the same ID number has their keys, too."""

import pytest

from bot.services.filing.applicants import ApplicantSpeaks
from bot.services.identity import phone_changes, same_person
from bot.services.privacy import data_requests
from bot.services.review import queue
from bot.services.staff import retention
from storage.identity import accounts
from storage.register import people
from storage.register.people import Person
from tests.services.builders import NOW, DataBuilder
from tests.services.limit_builders import BORN, DAY, Somebody, of_car, second_bot, sign_up
from tests.stories.cast import id_number

NUMBER, FORMER = id_number(42, born=BORN), "+8613911112222"


def leave(data: DataBuilder, first: Somebody) -> None:
    data_requests.delete(data.session, first.account, first.person, now=NOW)


def verified(data: DataBuilder) -> Person:
    """Return who is verified with the number afterwards, with another phone number and Telegram user."""
    person = sign_up(data, number=NUMBER).person
    assert people.set_verified(data.session, person, at=NOW)
    return person


def first_with_phone_of_owner(data: DataBuilder, how: str) -> Somebody:
    """Return who had the phone number of the owner when they declared the number, were verified, or before."""
    first = sign_up(data, number=NUMBER, phone=data.owner.phone)
    if how == "verified":
        first.person.verified_at = NOW
    if how == "replaced":
        phone_changes.replace(data.session, first.person, FORMER, now=NOW)
    data.session.flush()
    return first


@pytest.mark.parametrize("how", ["declared", "verified", "replaced"])
def test_a_former_phone_number_counts_after_the_deletion(data: DataBuilder, how: str) -> None:
    leave(data, first_with_phone_of_owner(data, how))
    filer = verified(data)
    assert of_car(data, filer) == [ApplicantSpeaks.__name__]
    assert same_person.were_same(data.session, data.owner, filer)
    assert of_car(data, sign_up(data).person) == []


@pytest.mark.parametrize("how", ["declared", "replaced"])
def test_the_phone_number_of_a_second_account_counts(data: DataBuilder, how: str) -> None:
    first_with_phone_of_owner(data, how)
    filer = verified(data)
    assert of_car(data, filer) == [ApplicantSpeaks.__name__]
    assert same_person.were_same(data.session, data.owner, filer)


def test_a_former_telegram_user_counts_after_the_deletion(data: DataBuilder) -> None:
    first = sign_up(data, number=NUMBER)
    telegram_id = first.account.telegram_id
    leave(data, first)
    filer = verified(data)
    assert of_car(data, filer) == []
    account = data.account(data.owner)
    account.telegram_id = telegram_id
    data.session.flush()
    assert of_car(data, filer) == [ApplicantSpeaks.__name__]


def test_who_declares_a_number_that_is_held_has_nothing_in_common_with_its_holder(data: DataBuilder) -> None:
    holder = verified(data)
    index = people.held_number_index(NUMBER)
    left, stranger = (sign_up(data, number=NUMBER, phone=phone) for phone in (data.owner.phone, FORMER))
    for each in (left, stranger):
        each.person.id_number_index = index
    data.session.flush()
    assert of_car(data, holder) == []
    leave(data, left)
    assert of_car(data, holder) == []
    assert not same_person.were_same(data.session, holder, stranger.person)
    assert same_person.were_same(data.session, data.owner, stranger.person)  # They have declared it both.


@pytest.mark.parametrize("how", ["open", "left"])
def test_staff_decide_nothing_about_who_declares_the_number_that_they_hold(data: DataBuilder, how: str) -> None:
    reviewer = accounts.of_person(data.session, verified(data).id)
    assert reviewer is not None
    second = sign_up(data, number=NUMBER)
    second.person.id_number_index = people.held_number_index(NUMBER)
    filing = data.filing(filer_id=second.person.id)
    assert queue.is_own(data.session, filing, by=reviewer)
    if how == "left":
        leave(data, second)
        assert second.person.id_number == ""
    assert queue.is_own(data.session, filing, by=reviewer)
    assert not queue.is_own(data.session, filing, by=sign_up(data).account)


def test_it_counts_as_long_as_former_keys_do(data: DataBuilder) -> None:
    leave(data, first_with_phone_of_owner(data, "declared"))
    filer = verified(data)
    retention.delete_expired(data.session, NOW + 365 * DAY)
    assert of_car(data, filer) == [ApplicantSpeaks.__name__]
    retention.delete_expired(data.session, NOW + 366 * DAY)
    assert of_car(data, filer) == []


def test_a_second_account_of_the_owner_is_theirs(data: DataBuilder) -> None:
    first = sign_up(data, number=NUMBER)
    again = second_bot(data, first)
    filer = verified(data)
    assert same_person.were_same(data.session, filer, again.account)
    assert not same_person.were_same(data.session, filer, data.account())
