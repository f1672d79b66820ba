"""Owner blocks and the blacklist hold for every account of a person, and after its deletion until they end."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.services.identity import accounts, limits
from bot.services.identity.limits import Limit
from bot.services.review import appeals, blacklist
from storage.filing import owner_blocks
from storage.filing.filings import FilingStatus
from storage.register.people import Person
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.staff import members
from tests.services.builders import NOW, DataBuilder
from tests.services.limit_builders import (
    DAY,
    Somebody,
    by_every_key,
    delete_and_return,
    every_key,
    obstacles,
    of_car,
    sign_up,
)


@by_every_key
def test_a_block_holds_for_another_account(
    data: DataBuilder, again: Callable[[DataBuilder, Somebody], Somebody]
) -> None:
    first = sign_up(data)
    other = again(data, first)
    assert of_car(data, other.person) == []
    owner_blocks.block(data.session, data.car.id, first.person.id, by=data.owner.id, at=NOW)
    assert of_car(data, other.person) == ["VehicleUsedByOthers"]


@every_key
def test_a_block_holds_after_the_deletion_until_it_is_lifted(data: DataBuilder, key: str) -> None:
    first = sign_up(data)
    owner_blocks.block(data.session, data.car.id, first.person.id, by=data.owner.id, at=NOW)
    [block] = owner_blocks.of_person(data.session, first.person.id)
    other = delete_and_return(data, first, key)
    found = ["BlockedByOwner"] if key == "Telegram user" else ["VehicleUsedByOthers"]
    assert of_car(data, other.person, now=NOW + 365 * DAY) == found
    owner_blocks.end(data.session, block, at=NOW)
    assert of_car(data, other.person) == []


def test_a_block_is_kept_for_its_own_vehicle_and_its_own_owner(data: DataBuilder) -> None:
    first = sign_up(data)
    owner_blocks.block(data.session, data.vehicle(data.owner).id, first.person.id, by=data.owner.id, at=NOW)
    owner_blocks.block(data.session, data.car.id, first.person.id, by=data.stranger.id, at=NOW)
    assert of_car(data, delete_and_return(data, first, "phone number").person) == []


@by_every_key
def test_the_blacklist_holds_for_another_account(
    data: DataBuilder, again: Callable[[DataBuilder, Somebody], Somebody]
) -> None:
    first = sign_up(data)
    other = again(data, first)
    first.person.blacklisted_until = NOW + DAY
    assert obstacles(data, first.person) == ["Blacklisted"]
    assert obstacles(data, other.person) == ["UsedByOthers"]
    assert obstacles(data, other.person, now=NOW + DAY) == []


@every_key
def test_the_blacklist_holds_after_the_deletion_until_its_last_day(data: DataBuilder, key: str) -> None:
    first = sign_up(data)
    first.person.blacklisted_until = NOW + 10 * DAY
    other = delete_and_return(data, first, key)
    found = ["Blacklisted"] if key == "Telegram user" else ["UsedByOthers"]
    for moment, expected in ((NOW, found), (NOW + 10 * DAY - DAY / 24, found), (NOW + 10 * DAY, [])):
        assert obstacles(data, other.person, now=moment) == expected


def listed(data: DataBuilder, person: Person) -> BlacklistEntry:
    proposer = data.staff("reviewer")
    member = members.by_telegram(data.session, proposer.telegram_id)
    assert member is not None
    entry = BlacklistEntry(person_id=person.id, reason=FalseMaterial.ALTERED, proposed_by=member.id, proposed_at=NOW)
    data.session.add(entry)
    data.session.flush()
    return blacklist.confirm(data.session, entry.id, by=data.staff("reviewer"), now=NOW)


def test_an_entry_ends_the_applications_of_another_account(data: DataBuilder) -> None:
    first = sign_up(data)
    other = sign_up(data, phone=first.person.phone)
    waiting, of_stranger = data.filing(filer_id=other.person.id), data.filing()
    listed(data, first.person)
    assert waiting.status is FilingStatus.REFUSED
    assert of_stranger.status is FilingStatus.WAITING_OWNER


def test_an_entry_that_is_lifted_is_kept_for_no_key(data: DataBuilder) -> None:
    first = sign_up(data, registered=True)
    entry = listed(data, first.person)
    limits.keep(data.session, first.account, now=NOW)
    others = [sign_up(data, number=first.person.id_number), sign_up(data, phone=first.person.phone)]
    appeals.appeal(data.session, first.person, "it was not me", now=NOW)
    appeals.decide(data.session, entry.id, lift=True, by=data.staff("reviewer"), now=NOW)
    for each in (first, *others):
        assert "UsedByOthers" not in obstacles(data, each.person)


def test_an_entry_beside_one_that_is_lifted_is_kept(data: DataBuilder) -> None:
    first = sign_up(data, registered=True)
    entry = listed(data, first.person)
    listed(data, first.person)
    appeals.appeal(data.session, first.person, "it was not me", now=NOW)
    other = delete_and_return(data, first, "phone number")
    appeals.decide(data.session, entry.id, lift=True, by=data.staff("reviewer"), now=NOW)
    assert obstacles(data, other.person) == ["UsedByOthers"]


def test_an_ended_entry_of_the_blacklist_is_not_kept(data: DataBuilder) -> None:
    first = sign_up(data)
    first.person.blacklisted_until = NOW
    assert obstacles(data, delete_and_return(data, first, "phone number").person) == []


def test_an_account_that_ends_leaves_the_states_of_its_person(data: DataBuilder) -> None:
    first = sign_up(data)
    first.person.blacklisted_until = NOW + DAY
    telegram_id = first.account.telegram_id
    accounts.end(data.session, first.account, now=NOW)
    first.account.telegram_id = 1  # Somebody else has this row's place.
    assert obstacles(data, sign_up(data, telegram_id=telegram_id).person) == ["Blacklisted"]


@pytest.mark.parametrize("key", ["telegram", "phone"])
def test_states_that_an_earlier_version_has_recorded_count_until_they_end(data: DataBuilder, key: str) -> None:
    other = sign_up(data).person
    owner_blocks.block(data.session, data.car.id, data.stranger.id, by=data.owner.id, at=NOW)
    [block] = owner_blocks.of_person(data.session, data.stranger.id)
    keys = [each for each in limits.keys_of(data.session, other) if each.startswith(key)]
    limits.record(data.session, Limit.BLACKLIST, keys, until=NOW.date(), now=NOW)
    limits.record(data.session, Limit.OWNER_BLOCK, keys, until=date.max, now=NOW, about=block.id.hex)
    assert (obstacles(data, other), of_car(data, other)) == (["UsedByOthers"], ["VehicleUsedByOthers"])
    assert obstacles(data, other, now=NOW + DAY) == []
