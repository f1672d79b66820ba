"""An ID number that was only declared by who has left: what is held against them is asked about, and counts."""

import pytest

from bot.services.filing import owner_blocks
from bot.services.identity import shared_numbers, verification
from bot.services.identity.shared_numbers import SharedNumberUnanswered
from bot.services.privacy import data_requests
from bot.services.review import appeals, identity_cases
from bot.services.staff import retention
from storage.database import add
from storage.filing.filings import FilingStatus
from storage.identity import shared_numbers as store
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCaseKind
from tests.services.builders import NOW, DataBuilder
from tests.services.identity_case_builders import ID_NUMBER, NAME
from tests.services.limit_builders import DAY, Somebody, apply, obstacles, of_car, sign_up
from tests.services.test_left_people import confirm, proposed
from tests.services.test_shared_numbers import HELD, passed, verified_by_case

PHONE = "+8613911112222"


def left(data: DataBuilder, first: Somebody) -> None:
    data_requests.delete(data.session, first.account, first.person, now=NOW)


def second(data: DataBuilder, *, phone: str = "") -> Somebody:
    """Return who declares the number afterwards, with another phone number and Telegram user."""
    return sign_up(data, number=ID_NUMBER, phone=phone)


def verified(data: DataBuilder) -> Somebody:
    """Return who is verified with the number by itself, as by a face check."""
    other = second(data)
    verification.verify(data.session, other.person, now=NOW)
    return other


whatever_is_held = pytest.mark.parametrize("hold", HELD)


@whatever_is_held
def test_a_reviewer_is_asked_about_who_has_left(data: DataBuilder, hold: str) -> None:
    left(data, HELD[hold](data))
    other = second(data)
    with pytest.raises(SharedNumberUnanswered):
        verified_by_case(data, other, counts=None)
    assert other.person.verified_at is None


@whatever_is_held
def test_it_counts_for_who_is_the_same_person(data: DataBuilder, hold: str) -> None:
    first, other = HELD[hold](data), second(data)
    left(data, first)
    verified_by_case(data, other, counts=True)
    found = {"listed": ["Blacklisted"], "used up": ["UsedByOthers"], "blocked": ["BlockedByOwner"], "proposed": []}
    assert obstacles(data, other.person) + of_car(data, other.person) == found[hold]


@whatever_is_held
def test_it_counts_for_nobody_else(data: DataBuilder, hold: str) -> None:
    left(data, HELD[hold](data))
    other = second(data)
    verified_by_case(data, other, counts=False)
    assert obstacles(data, other.person) + of_car(data, other.person) == []
    assert not shared_numbers.is_unanswered(data.session, other.person, now=NOW)


def test_what_counts_by_itself_is_answered_later(data: DataBuilder) -> None:
    left(data, HELD["listed"](data))
    other = verified(data)
    assert obstacles(data, other.person) == ["UsedByOthers"]
    assert IdentityCaseKind.VERIFY in identity_cases.kinds_for(data.session, other.account, now=NOW)
    verified_by_case(data, other, counts=False)
    assert obstacles(data, other.person) == []


def test_nothing_is_asked_if_nothing_is_held(data: DataBuilder) -> None:
    left(data, sign_up(data, number=ID_NUMBER))
    verified_by_case(data, second(data), counts=None)


def test_applications_before_and_after_are_added_up(data: DataBuilder) -> None:
    first = sign_up(data, number=ID_NUMBER)
    for days in range(3, 0, -1):
        apply(data, first.person, now=NOW - days * DAY)
    left(data, first)
    other = verified(data)
    for days in range(1, 3):
        assert obstacles(data, other.person, now=NOW + days * DAY) == []
        apply(data, other.person, now=NOW + days * DAY)
    assert "UsedByOthers" in obstacles(data, other.person, now=NOW + 3 * DAY)


def test_an_entry_that_is_confirmed_later_reaches_who_is_the_same_person(data: DataBuilder) -> None:
    first = HELD["used up"](data)
    entry = proposed(data, first.person)
    left(data, first)
    other = second(data)
    verified_by_case(data, other, counts=True)
    confirm(data, entry)
    assert "Blacklisted" in obstacles(data, other.person)
    assert appeals.appealable(data.session, other.person, now=NOW).id == entry.id


def test_an_entry_that_is_confirmed_later_counts_until_staff_answer(data: DataBuilder) -> None:
    first = sign_up(data, number=ID_NUMBER)
    entry = proposed(data, first.person)
    left(data, first)
    other = verified(data)
    confirm(data, entry)
    assert obstacles(data, other.person) == ["UsedByOthers"]
    verified_by_case(data, other, counts=False)
    assert obstacles(data, other.person) == []


def test_a_number_that_was_held_already_is_not_kept(data: DataBuilder) -> None:
    holder = verified(data)
    stranger = people.new(id_number=ID_NUMBER, name=NAME, phone=PHONE, registered=False, is_held=True)
    first = sign_up(data)
    first.account.person_id = add(data.session, stranger).id
    data.session.flush()
    stranger.blacklisted_until = NOW + 9 * DAY
    data.filing(FilingStatus.WITHDRAWN, filer_id=stranger.id)
    data_requests.delete(data.session, first.account, stranger, now=NOW)
    assert obstacles(data, holder.person) == []


def test_an_answer_about_somebody_who_leaves_afterwards_holds(data: DataBuilder) -> None:
    first, other = HELD["listed"](data), second(data)
    verified_by_case(data, other, counts=False)
    left(data, first)
    assert obstacles(data, other.person) == []


def test_who_is_known_by_id_is_not_asked_about_again(data: DataBuilder) -> None:
    first = HELD["listed"](data)
    other = second(data, phone=first.person.phone)
    verified_by_case(data, other, counts=True)
    left(data, first)
    assert obstacles(data, other.person) == ["Blacklisted"]
    assert not shared_numbers.is_unanswered(data.session, other.person, now=NOW)


@pytest.mark.parametrize("status", [FilingStatus.IN_REVIEW, FilingStatus.WAITING_OWNER])
def test_an_open_application_of_the_year_before_weighs(data: DataBuilder, status: FilingStatus) -> None:
    first = sign_up(data, number=ID_NUMBER)
    data.filing(status, filer_id=first.person.id, applied_at=NOW - 400 * DAY)
    with pytest.raises(SharedNumberUnanswered):
        passed(data, second(data), counts=None)


def contested(data: DataBuilder) -> tuple[Somebody, Person]:
    """Return an earlier declarer against whom nothing is held, and who has come to hold the number since."""
    first = sign_up(data, number=ID_NUMBER)
    holder = verified(data).person
    assert store.of_person(data.session, holder.id) == {}
    return first, holder


def test_an_entry_against_an_earlier_declarer_reaches_the_holder_until_staff_answer(data: DataBuilder) -> None:
    first, holder = contested(data)
    confirm(data, proposed(data, first.person))
    assert obstacles(data, holder) == ["UsedByOthers"]
    assert shared_numbers.is_unanswered(data.session, holder, now=NOW)


def test_a_block_of_an_earlier_declarer_reaches_the_holder(data: DataBuilder) -> None:
    first, holder = contested(data)
    filing = data.filing(FilingStatus.REFUSED, filer_id=first.person.id, applied_at=NOW - 400 * DAY)
    owner_blocks.block(data.session, filing.id, by=data.owner, now=NOW)
    assert of_car(data, holder) == ["VehicleUsedByOthers"]


def test_what_staff_have_answered_is_not_replaced(data: DataBuilder) -> None:
    first, other = HELD["used up"](data), second(data)
    verified_by_case(data, other, counts=False)
    confirm(data, proposed(data, first.person))
    assert obstacles(data, other.person) == []


def test_an_entry_against_a_later_declarer_reaches_nobody(data: DataBuilder) -> None:
    holder = verified(data)
    stranger = people.new(id_number=ID_NUMBER, name=NAME, phone=PHONE, registered=False, is_held=True)
    confirm(data, proposed(data, add(data.session, stranger)))
    assert obstacles(data, holder.person) == []


def on_record(data: DataBuilder, phone: str) -> Somebody:
    """Return somebody on record with another ID number who has proven this phone number."""
    return sign_up(data, phone=phone, registered=True)


def test_applications_of_who_had_the_phone_number_count_for_who_proves_it_at_once(data: DataBuilder) -> None:
    first = sign_up(data, number=ID_NUMBER, phone=PHONE)
    apply(data, first.person)
    left(data, first)
    assert obstacles(data, on_record(data, PHONE).person) == ["UsedByOthers"]


def test_staff_answer_about_who_had_the_phone_number(data: DataBuilder) -> None:
    first = sign_up(data, number=ID_NUMBER, phone=PHONE)
    apply(data, first.person)
    first.person.blacklisted_until = NOW + 9 * DAY
    left(data, first)
    other = on_record(data, PHONE)
    assert [each.other for each in shared_numbers.matters(data.session, other.person, "", now=NOW)] == [None]
    verified_by_case(data, other, counts=False)
    assert obstacles(data, other.person) == []
    people.set_phone(other.person, "")
    assert obstacles(data, sign_up(data, phone=PHONE).person) == ["UsedByOthers"]


def test_own_applications_are_nothing_to_ask_about(data: DataBuilder) -> None:
    other = second(data, phone=PHONE)
    apply(data, other.person)
    verified_by_case(data, other, counts=None)
    assert obstacles(data, other.person) == ["DailyQuotaReached"]


def test_an_unconfirmed_phone_number_is_nothing_to_ask_about(data: DataBuilder) -> None:
    first = sign_up(data, phone=PHONE)
    first.person.blacklisted_until = NOW + 9 * DAY
    left(data, first)
    other = second(data, phone=PHONE)
    other.person.phone_unconfirmed = True
    verified_by_case(data, other, counts=None)


def test_answers_and_numbers_are_kept_for_their_time(data: DataBuilder) -> None:
    left(data, HELD["listed"](data))
    other = second(data)
    verified_by_case(data, other, counts=False)
    retention.delete_expired(data.session, NOW + 366 * DAY)
    assert obstacles(data, other.person) == []


@pytest.mark.parametrize("hold", ["listed", "used up"])
def test_what_counts_by_the_telegram_user_anyway_is_not_asked_about(data: DataBuilder, hold: str) -> None:
    first = HELD[hold](data)
    telegram_id = first.account.telegram_id
    left(data, first)
    same = sign_up(data, number=ID_NUMBER, telegram_id=telegram_id).person
    other = second(data).person
    found = [shared_numbers.matters(data.session, each, ID_NUMBER, now=NOW) for each in (same, other)]
    assert [len(each) for each in found] == [0, 1]
