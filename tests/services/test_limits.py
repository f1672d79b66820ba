"""Quotas and attempts count for every account with the same phone number or Telegram user, or the ID number held."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from bot.services.filing import activation, eligibility
from bot.services.identity import limits
from bot.services.identity.limits import Limit
from bot.services.privacy import data_requests
from bot.services.review import identity_cases, identity_withdrawals
from storage.filing import owner_blocks
from storage.filing.filings import FilingStatus
from storage.identity.limit_records import LimitRecord
from storage.register import people
from storage.review.identity_cases import IdentityCaseKind
from storage.staff.rules import DatedRule
from tests.services.builders import NOW, DataBuilder
from tests.services.identity_case_builders import open_case
from tests.services.limit_builders import (
    BORN,
    DAY,
    Somebody,
    apply,
    by_every_key,
    delete_and_return,
    every_key,
    obstacles,
    of_car,
    sign_up,
)
from tests.stories.cast import id_number

NEW_YEAR = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # Midnight in the desk's time zone.


@by_every_key
def test_applications_of_another_account_count(
    data: DataBuilder, again: Callable[[DataBuilder, Somebody], Somebody]
) -> None:
    first = sign_up(data)
    other = again(data, first)
    assert obstacles(data, other.person) == []
    apply(data, first.person)
    assert obstacles(data, other.person) == ["UsedByOthers"]
    assert obstacles(data, sign_up(data).person) == []


@by_every_key
def test_applications_older_than_the_records_count_too(
    data: DataBuilder, again: Callable[[DataBuilder, Somebody], Somebody]
) -> None:
    first = sign_up(data)
    data.filing(FilingStatus.WITHDRAWN, filer_id=first.person.id)
    assert obstacles(data, again(data, first).person) == ["UsedByOthers"]


@every_key
def test_applications_of_a_deleted_account_count_for_their_day(data: DataBuilder, key: str) -> None:
    first = sign_up(data)
    apply(data, first.person)
    other = delete_and_return(data, first, key)
    assert obstacles(data, other.person) == ["UsedByOthers"]
    assert obstacles(data, other.person, now=NOW + DAY) == []


@every_key
def test_applications_of_a_deleted_account_count_for_their_year(data: DataBuilder, key: str) -> None:
    first = sign_up(data)
    for days in range(5, 0, -1):
        apply(data, first.person, now=NOW - days * DAY)
    other = delete_and_return(data, first, key)
    assert obstacles(data, other.person) == ["UsedByOthers"]
    assert obstacles(data, other.person, now=NEW_YEAR - DAY / 24) == ["UsedByOthers"]
    assert obstacles(data, other.person, now=NEW_YEAR) == []


@every_key
def test_a_deletion_keeps_applications_older_than_the_records(data: DataBuilder, key: str) -> None:
    first = sign_up(data)
    for days in range(5):
        data.filing(FilingStatus.WITHDRAWN, filer_id=first.person.id).applied_at = NOW - days * DAY
    data.filing(FilingStatus.WITHDRAWN, filer_id=first.person.id).applied_at = NOW - 400 * DAY
    other = delete_and_return(data, first, key)
    assert obstacles(data, other.person) == ["UsedByOthers"]
    rows = data.session.exec(select(LimitRecord)).all()
    # Of the phone number two, one for who has proven it; of the ID number one, for who comes to hold it.
    assert len([row for row in rows if row.until <= date(2026, 12, 31)]) == 4 * (1 + 5)


def test_each_application_counts_once(data: DataBuilder) -> None:
    first = sign_up(data, registered=True)
    for days in range(4, 0, -1):
        apply(data, first.person, now=NOW - days * DAY)
    data_requests.delete(data.session, first.account, first.person, now=NOW)
    first.account.telegram_id, first.account.person_id, first.account.registered_at = 1, first.person.id, NOW
    data.session.flush()
    assert eligibility.quota_left(data.session, first.person, now=NOW).this_year == 1


def test_who_declares_a_number_uses_up_nothing_of_who_holds_it(data: DataBuilder) -> None:
    holder = sign_up(data, number=id_number(42, born=BORN), registered=True)
    stranger = sign_up(data, number=id_number(42, born=BORN))
    stranger.person.id_number_index = people.held_number_index(stranger.person.id_number)
    apply(data, stranger.person)
    stranger.person.blacklisted_until = NOW + DAY
    owner_blocks.block(data.session, data.car.id, stranger.person.id, by=data.owner.id, at=NOW)
    assert obstacles(data, holder.person) == []
    data_requests.delete(data.session, stranger.account, stranger.person, now=NOW)
    assert obstacles(data, holder.person) == []
    assert of_car(data, holder.person) == []


def test_what_the_holder_does_counts_for_who_declares_the_number(data: DataBuilder) -> None:
    holder, other = (
        sign_up(data, number=id_number(42, born=BORN), registered=True),
        sign_up(data, number=id_number(42, born=BORN)),
    )
    apply(data, holder.person)
    assert "UsedByOthers" in obstacles(data, other.person)


def test_the_dated_rule_ends_every_record(data: DataBuilder) -> None:
    limits.record(data.session, Limit.BLACKLIST, ["phone:1"], until=date.max, now=NOW)
    assert limits.recorded_until(data.session, Limit.BLACKLIST, ["phone:1"], now=NOW) == date(2027, 11, 25)
    assert limits.recorded_until(data.session, Limit.BLACKLIST, ["proven-phone:1"], now=NOW) == date(2027, 2, 23)
    data.session.add(DatedRule(name="limit_record_days", value="2", valid_from=NOW, set_at=NOW))
    limits.record(data.session, Limit.BLACKLIST, ["phone:2"], until=date.max, now=NOW)
    for key in ("phone:2", "proven-phone:2"):
        assert limits.recorded_until(data.session, Limit.BLACKLIST, [key], now=NOW) == date(2026, 11, 27)


def test_vehicles_of_another_account_count(data: DataBuilder) -> None:
    first, other = sign_up(data), sign_up(data)
    for slot in range(3):
        car = data.vehicle(data.owner)
        data.filing(FilingStatus.ACTIVE, filer_id=first.person.id, vehicle_id=car.id, filer_slot=slot).applied_at = (
            NOW - 400 * DAY
        )
    assert eligibility.vehicles_left(data.session, other.person, now=NOW) == 3
    people.set_phone(other.person, first.person.phone)
    assert obstacles(data, other.person) == ["UsedByOthers"]
    waiting = data.filing(FilingStatus.CHECKING, filer_id=other.person.id)
    assert not activation.activate(data.session, waiting, by=None, now=NOW)
    assert (waiting.status, waiting.return_reason) == (FilingStatus.REFUSED, "limit")


@pytest.mark.parametrize("status", [FilingStatus.ACTIVE, FilingStatus.IN_REVIEW])
def test_a_vehicle_filed_with_another_account_cannot_be_filed(data: DataBuilder, status: FilingStatus) -> None:
    first = sign_up(data)
    data.filing(status, filer_id=first.person.id)
    assert of_car(data, sign_up(data, phone=first.person.phone).person) == ["VehicleUsedByOthers"]
    assert of_car(data, sign_up(data).person) == []


@pytest.mark.parametrize("key", ["phone number", "Telegram user"])
def test_identity_cases_count_for_the_person_after_the_deletion(data: DataBuilder, key: str) -> None:
    first = sign_up(data)
    use_up_cases(data, first)
    other = delete_and_return(data, first, key)
    with pytest.raises(identity_cases.TooManyIdentityCases):
        identity_cases.require_possible(data.session, other.account, now=NOW + 29 * DAY)
    identity_cases.require_possible(data.session, other.account, now=NOW + 30 * DAY)


def test_who_declares_a_number_uses_up_no_identity_cases_of_others(data: DataBuilder) -> None:
    """The case is the way out of who is declared by a stranger, too."""
    stranger = sign_up(data, number=id_number(42, born=BORN))
    use_up_cases(data, stranger)
    identity_cases.require_possible(data.session, sign_up(data, number=id_number(42, born=BORN)).account, now=NOW)
    with pytest.raises(identity_cases.TooManyIdentityCases):
        open_case(data.session, sign_up(data, phone=stranger.person.phone).account, IdentityCaseKind.VERIFY)


def use_up_cases(data: DataBuilder, one: Somebody) -> None:
    """Open and withdraw as many identity cases as allowed."""
    for _ in range(3):
        case = open_case(data.session, one.account, IdentityCaseKind.VERIFY)
        identity_withdrawals.withdraw(data.session, case.id, by=one.account, now=NOW)


def test_a_record_names_no_person_vehicle_or_moment(data: DataBuilder) -> None:
    first = sign_up(data)
    apply(data, first.person)
    rows = list(data.session.exec(select(LimitRecord)))
    kinds = {Limit.APPLICATION_OF_DAY, Limit.APPLICATION_OF_YEAR}
    assert len(rows) == len(kinds) * len(["phone number", "proven phone number", "Telegram user"])
    assert set(LimitRecord.model_fields) == {"id", "key_hash", "until"}
    assert {row.until for row in rows} == {date(2026, 11, 25), date(2026, 12, 31)}
    known = {first.person.id_number_index, first.person.phone_index, str(first.account.telegram_id)}
    assert known.isdisjoint({row.key_hash for row in rows})
    assert len({row.key_hash for row in rows}) == len(rows)
