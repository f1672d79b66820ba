"""What others do with an ID number or a phone number counts as long as it may be theirs, and is not told."""

import pytest

from bot.services.filing import eligibility, told_limits
from bot.services.identity import limits, phone_changes
from bot.services.staff import retention
from storage.filing import owner_blocks
from storage.filing.filings import FilingStatus
from storage.register.people import Person
from tests.services.builders import NOW, DataBuilder
from tests.services.limit_builders import DAY, Somebody, apply, delete_and_return, obstacles, of_car, sign_up

OTHER = "+8613911112222"


def former_holder(data: DataBuilder) -> tuple[Somebody, str]:
    """Return somebody who is blacklisted and blocked and has used up every limit, and their former number."""
    first = sign_up(data, registered=True)
    former = first.person.phone
    for slot in range(3):
        car = data.vehicle(data.owner)
        facts = {"vehicle_id": car.id, "filer_id": first.person.id, "filer_slot": slot, "applied_at": NOW}
        data.filing(FilingStatus.ACTIVE, **facts)
    limits.record_application(data.session, limits.keys_of(data.session, first.person), now=NOW)
    first.person.blacklisted_until = NOW + 9 * DAY
    owner_blocks.block(data.session, data.car.id, first.person.id, by=data.owner.id, at=NOW)
    phone_changes.change(data.session, first.person, OTHER, now=NOW)
    data.session.flush()
    return first, former


def test_who_has_a_number_that_was_given_out_again_reads_nothing_of_its_former_holder(data: DataBuilder) -> None:
    _, former = former_holder(data)
    other = sign_up(data, phone=former).person
    assert obstacles(data, other) == ["UsedByOthers"]
    assert of_car(data, other) == ["VehicleUsedByOthers"]


@pytest.mark.parametrize("how", ["registered", "verified_at"])
def test_who_has_proven_the_number_is_free_after_the_quarantine(data: DataBuilder, how: str) -> None:
    first, former = former_holder(data)
    first.person.blacklisted_until = NOW + 300 * DAY
    other = sign_up(data, phone=former).person
    setattr(other, how, NOW if how == "verified_at" else True)
    data.session.flush()
    assert obstacles(data, other) == ["UsedByOthers"]
    assert of_car(data, other) == ["VehicleUsedByOthers"]
    retention.delete_expired(data.session, NOW + 91 * DAY)
    assert obstacles(data, other) == []
    assert of_car(data, other) == []
    assert eligibility.vehicles_left(data.session, other, now=NOW) == 3
    other.phone_unconfirmed = True
    assert obstacles(data, other) == ["UsedByOthers"]


def test_who_shares_the_number_now_is_not_free(data: DataBuilder) -> None:
    first = sign_up(data, registered=True)
    first.person.blacklisted_until = NOW + 9 * DAY
    other = sign_up(data, phone=first.person.phone, registered=True).person
    assert obstacles(data, other) == ["UsedByOthers"]


def test_own_acts_count_for_who_has_proven_the_number(data: DataBuilder) -> None:
    first = sign_up(data, registered=True)
    apply(data, first.person)
    assert obstacles(data, first.person) == ["DailyQuotaReached"]
    assert obstacles(data, delete_and_return(data, first, "phone number").person) == ["UsedByOthers"]


def refuse_everything(data: DataBuilder, person: Person) -> None:
    """Let somebody have used up the year, be on the blacklist and be blocked."""
    for _ in range(5):
        limits.record_application(data.session, limits.keys_of(data.session, person), now=NOW)
    person.blacklisted_until = NOW + 9 * DAY
    owner_blocks.block(data.session, data.car.id, person.id, by=data.owner.id, at=NOW)
    data.session.flush()


@pytest.mark.parametrize("later", [False, True])
def test_who_declares_the_same_number_shares_no_limits(data: DataBuilder, later: bool) -> None:
    both = [sign_up(data, number="450903199005170013"), sign_up(data, number="450903199005170013")]
    refuse_everything(data, both[not later].person)
    assert obstacles(data, both[later].person) == []
    assert of_car(data, both[later].person) == []


def test_who_declares_the_number_of_a_deleted_account_shares_no_limits(data: DataBuilder) -> None:
    first = sign_up(data)
    refuse_everything(data, first.person)
    assert obstacles(data, delete_and_return(data, first, "ID number").person) == []


def test_a_holder_who_deletes_the_account_declares_the_number_with_the_same_limits(data: DataBuilder) -> None:
    first = sign_up(data)
    first.person.verified_at = NOW
    refuse_everything(data, first.person)
    other = delete_and_return(data, first, "ID number").person
    assert obstacles(data, other, now=NOW + DAY) == ["UsedByOthers"]
    assert of_car(data, other) == ["VehicleUsedByOthers"]


def test_nobody_reads_how_much_others_have_filed_or_applied(data: DataBuilder) -> None:
    first = sign_up(data)
    other = sign_up(data, phone=first.person.phone).person
    assert told_limits.vehicles_left(data.session, other, now=NOW) == 3
    assert told_limits.quota_left(data.session, other, now=NOW) == eligibility.QuotaLeft(1, 5)
    data.filing(FilingStatus.ACTIVE, filer_id=first.person.id)
    assert told_limits.vehicles_left(data.session, other, now=NOW) is None
    assert told_limits.quota_left(data.session, other, now=NOW) is None
    assert told_limits.vehicles_left(data.session, first.person, now=NOW) == 2
