"""What is decided about people who have left counts for whoever comes back with a key of theirs, until it is lifted."""

from uuid import UUID

import pytest

from bot.services.filing import owner_blocks as block_service
from bot.services.identity import phone_changes, shared_numbers
from bot.services.identity.left_people import own_listed
from bot.services.privacy import data_requests
from bot.services.review import appeals, blacklist
from bot.services.review.appeals import NotListed
from bot.services.staff import find_person, retention
from storage.database import add
from storage.filing import owner_blocks
from storage.filing.filings import FilingStatus
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.review.identity_cases import IdentityCaseKind
from storage.staff import members
from tests.services.builders import NOW, DataBuilder
from tests.services.identity_case_builders import AFTER_WAIT, approve_by_two, open_case
from tests.services.limit_builders import DAY, Somebody, apply, delete_and_return, obstacles, of_car, sign_up
from tests.stories.cast import id_number


def proposed(data: DataBuilder, person: Person) -> BlacklistEntry:
    """Return a proposal about this person that waits for a second member of staff."""
    proposer = members.by_telegram(data.session, data.staff("reviewer").telegram_id)
    assert proposer is not None
    entry = BlacklistEntry(person_id=person.id, reason=FalseMaterial.ALTERED, proposed_by=proposer.id, proposed_at=NOW)
    return add(data.session, entry)


def confirm(data: DataBuilder, entry: BlacklistEntry) -> None:
    blacklist.confirm(data.session, entry.id, by=data.staff("reviewer"), now=NOW)


def moved(data: DataBuilder, first: Somebody) -> Somebody:
    """Give the account to another person, with another ID number and phone number, by an identity case."""
    telegram_id = first.account.telegram_id
    approve_by_two(data.session, open_case(data.session, first.account, IdentityCaseKind.WRONG_PERSON))
    [account] = accounts.of_telegram_ids(data.session, [telegram_id])
    assert account.person_id is not None
    return Somebody(data.session.get_one(Person, account.person_id), account)


def leave(data: DataBuilder, first: Somebody, how: str) -> Somebody:
    """Leave, and return as the same Telegram user."""
    return moved(data, first) if how == "moved" else delete_and_return(data, first, "Telegram user")


either_way = pytest.mark.parametrize("how", ["deleted", "moved"])


@either_way
def test_an_entry_that_is_confirmed_afterwards_counts(data: DataBuilder, how: str) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    back = leave(data, first, how)
    assert obstacles(data, back.person) == []
    confirm(data, entry)
    assert obstacles(data, back.person) == ["Blacklisted"]
    assert obstacles(data, sign_up(data).person) == []


@either_way
def test_a_block_that_is_made_afterwards_counts_until_it_is_lifted(data: DataBuilder, how: str) -> None:
    first = sign_up(data)
    filing = data.filing(FilingStatus.REFUSED, filer_id=first.person.id)
    back = leave(data, first, how)
    block_service.block(data.session, filing.id, by=data.owner, now=NOW)
    assert of_car(data, back.person) == ["BlockedByOwner"]
    [block] = owner_blocks.of_person(data.session, first.person.id)
    block_service.lift(data.session, block.id, by=data.owner, now=NOW)
    assert of_car(data, back.person) == []


@pytest.mark.parametrize("key", ["phone number", "ID number"])
def test_another_telegram_user_with_a_key_is_barred_and_reads_nothing(data: DataBuilder, key: str) -> None:
    first = sign_up(data)
    first.person.verified_at = NOW
    entry = proposed(data, first.person)
    filing = data.filing(FilingStatus.REFUSED, filer_id=first.person.id)
    back = delete_and_return(data, first, key)
    confirm(data, entry)
    block_service.block(data.session, filing.id, by=data.owner, now=NOW)
    assert obstacles(data, back.person) == ["UsedByOthers"]
    assert of_car(data, back.person) == ["VehicleUsedByOthers"]
    with pytest.raises(NotListed):
        appeals.appealable(data.session, back.person, now=NOW)


def test_who_held_the_number_and_holds_it_again_is_the_same_person(data: DataBuilder) -> None:
    first = sign_up(data)
    first.person.verified_at = NOW
    entry = proposed(data, first.person)
    back = delete_and_return(data, first, "ID number")
    people.set_verified(data.session, back.person, at=NOW)
    confirm(data, entry)
    assert obstacles(data, back.person) == ["Blacklisted"]


def test_an_unconfirmed_phone_number_is_not_kept(data: DataBuilder) -> None:
    first = sign_up(data)
    first.person.phone_unconfirmed = True
    entry = proposed(data, first.person)
    back = delete_and_return(data, first, "phone number")
    confirm(data, entry)
    assert obstacles(data, back.person) == []


def test_people_whose_account_another_person_has_are_found_after_they_are_erased(data: DataBuilder) -> None:
    first = sign_up(data)
    entry, phone = proposed(data, first.person), first.person.phone
    back, later = moved(data, first), AFTER_WAIT + 181 * DAY
    data_requests.erase_left(data.session, later)
    assert first.person.phone == ""
    confirm(data, entry)
    assert obstacles(data, back.person) == ["Blacklisted"]
    assert obstacles(data, sign_up(data, phone=phone).person) == ["UsedByOthers"]


def test_officers_see_why_somebody_is_barred(data: DataBuilder) -> None:
    first = sign_up(data)
    first.person.blacklisted_until = NOW + DAY
    phone = first.person.phone
    back = delete_and_return(data, first, "Telegram user")
    other = sign_up(data, phone=phone)
    by = data.staff("officer")
    [found] = find_person.find(data.session, back.person.id_number, by=by, now=NOW)
    assert (found.listed_before, found.barred_by_others) == (NOW + DAY, False)
    [found] = find_person.find(data.session, other.person.id_number, by=by, now=NOW)
    assert (found.listed_before, found.barred_by_others) == (None, True)
    assert own_listed(data.session, other.person, now=NOW) == {}


def test_a_number_that_was_theirs_before_bars_nobody_as_somebody_else(data: DataBuilder) -> None:
    first = sign_up(data)
    phone = first.person.phone
    for each in ("+8613911112222", phone):
        phone_changes.replace(data.session, first.person, each, now=NOW)
    first.person.blacklisted_until = NOW + DAY
    data.session.flush()
    [found] = find_person.find(data.session, first.person.id_number, by=data.staff("officer"), now=NOW)
    assert (found.listed_before, found.barred_by_others) == (None, False)


def test_who_has_an_account_again_is_another_person(data: DataBuilder) -> None:
    first = sign_up(data)
    back = moved(data, first)
    data.account(first.person)
    first.person.blacklisted_until = NOW + DAY
    data.session.flush()
    assert obstacles(data, back.person) == ["UsedByOthers"]


def test_who_proves_a_phone_number_is_free_after_the_quarantine(data: DataBuilder) -> None:
    first = sign_up(data)
    phone, number = first.person.phone, id_number(42)
    first.person.blacklisted_until = NOW + 300 * DAY
    data_requests.delete(data.session, first.account, first.person, now=NOW)
    other = sign_up(data, phone=phone, number=number, registered=True)
    assert obstacles(data, other.person) == ["UsedByOthers"]
    retention.delete_expired(data.session, NOW + 91 * DAY)
    assert obstacles(data, other.person) == []
    declared = sign_up(data)
    people.set_phone(other.person, "")
    people.set_phone(declared.person, phone)
    assert obstacles(data, declared.person) == ["UsedByOthers"]


def held(data: DataBuilder, account: Account) -> list[tuple[UUID | None, bool, bool, int]]:
    """Return what the reviewer of a case of this account reads: about whom, listed, proposed, applications."""
    found = shared_numbers.held_against(data.session, account, now=NOW)
    return [
        (each.other.id if each.other else None, each.blacklisted_until is not None, each.is_proposed, each.applications)
        for each in found
    ]


def test_staff_read_what_is_held_against_whom_the_account_belongs_to(data: DataBuilder) -> None:
    first = sign_up(data)
    assert held(data, first.account) == []
    proposed(data, first.person)
    assert held(data, first.account) == [(first.person.id, False, True, 0)]


def test_staff_read_what_is_held_against_whom_the_account_belonged_to(data: DataBuilder) -> None:
    first = sign_up(data)
    apply(data, first.person)
    first.person.blacklisted_until = NOW + DAY
    back = delete_and_return(data, first, "Telegram user")
    assert held(data, back.account) == [(None, True, False, 1)]
    assert held(data, data.account()) == []
