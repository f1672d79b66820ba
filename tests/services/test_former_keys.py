"""Former phone numbers, Telegram users and ID numbers: kept when they are replaced, and compared in acts of staff."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from bot import local_time
from bot.services.filing import eligibility
from bot.services.identity import accounts as account_service, phone_changes, same_person
from bot.services.review import case_decisions, identity_decisions, identity_queue
from bot.services.review.identity_queue import OwnIdentityCase
from bot.services.staff import retention
from storage.database import Database, add
from storage.filing import owner_blocks
from storage.filing.filings import Filing, FilingStatus
from storage.identity import former_keys
from storage.identity.accounts import Account
from storage.identity.former_keys import FormerKey
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCaseKind
from storage.review.reviews import Review
from tests.services.builders import NOW, DataBuilder, staff_account
from tests.services.concurrency import SessionAction, outcomes
from tests.services.identity_case_builders import NEW_PHONE, open_case
from tests.services.limit_builders import LIVE, delete_and_return, obstacles, of_car, sign_up
from tests.services.review_builders import read_case

SHARED, FIRST, SECOND = "+8613911112222", "+8613911113333", "+8613911114444"
DAY = timedelta(days=1)


def sharing(data: DataBuilder) -> tuple[Person, Person]:
    """Return two people with one phone number."""
    both = data.person(), data.person()
    for each in both:
        people.set_phone(each, SHARED)
    data.session.flush()
    return both


@pytest.mark.parametrize("changed", [(FIRST, SHARED), (SHARED, SECOND), (FIRST, SECOND)])
def test_who_had_one_phone_number_are_the_same_after_a_change(data: DataBuilder, changed: tuple[str, str]) -> None:
    one, other = sharing(data)
    for person, phone in zip((one, other), changed, strict=True):
        phone_changes.replace(data.session, person, phone, now=NOW)
    data.session.flush()
    assert same_person.were_same(data.session, one, other)
    assert same_person.were_same(data.session, other, data.account(one))
    assert not same_person.are_same(data.session, one, other)
    assert not same_person.were_same(data.session, one, data.stranger)


def test_a_number_that_is_set_again_is_no_former_one(data: DataBuilder) -> None:
    phone_changes.replace(data.session, data.filer, data.filer.phone, now=NOW)
    phone_changes.replace(data.session, data.person(phone=""), FIRST, now=NOW)
    assert data.session.exec(select(FormerKey)).all() == []


def test_who_had_one_telegram_user_are_the_same(data: DataBuilder) -> None:
    account = data.account(data.filer)
    account_service.end(data.session, account, now=NOW)
    account.person_id, account.registered_at = data.stranger.id, NOW
    data.session.flush()
    assert same_person.were_same(data.session, data.filer, data.stranger)
    assert not same_person.are_same(data.session, data.filer, data.stranger)


def test_registering_with_another_number_keeps_the_one_on_record(data: DataBuilder) -> None:
    person, account = data.person(), data.account()
    account_service.detach(data.session, account, now=NOW)
    former, facts = person.phone, {"name": person.name, "id_number": person.id_number}
    account_service.register(data.session, account, **facts, phone=FIRST, verified_phone=former, now=NOW)
    people.set_phone(data.stranger, former)
    assert same_person.were_same(data.session, person, data.stranger)


def test_an_identity_case_keeps_the_number_that_it_replaces(data: DataBuilder) -> None:
    former, later = data.filer.phone, NOW + 20 * DAY
    case = open_case(data.session, data.account(data.filer), IdentityCaseKind.NEW_NUMBER)
    while case.is_open:
        by = data.staff("reviewer")
        identity_queue.take(data.session, case.id, by=by, now=later)
        identity_decisions.approve(data.session, case.id, "一致", by=by, now=later)
    assert data.filer.phone == NEW_PHONE
    people.set_phone(data.stranger, former)
    assert same_person.were_same(data.session, data.filer, data.stranger)


def test_an_identity_case_with_a_former_number_of_a_reviewer_is_their_own(data: DataBuilder) -> None:
    reviewer = data.staff("reviewer")
    person = data.session.get_one(Person, reviewer.person_id)
    phone_changes.replace(data.session, person, FIRST, now=NOW)
    case = open_case(data.session, data.account(data.stranger), IdentityCaseKind.NEW_NUMBER)
    case.phone = FIRST
    data.session.flush()
    phone_changes.replace(data.session, person, SECOND, now=NOW)
    with pytest.raises(OwnIdentityCase):
        identity_queue.take(data.session, case.id, by=reviewer, now=NOW)
    identity_queue.take(data.session, case.id, by=data.staff("reviewer"), now=NOW)


@pytest.mark.parametrize("key", LIVE)
def test_a_deleted_account_is_the_same_person_by_every_key(data: DataBuilder, key: str) -> None:
    first = sign_up(data)
    other = delete_and_return(data, first, key)
    assert same_person.were_same(data.session, other.account, first.person)
    assert same_person.were_same(data.session, first.person, other.account)
    assert not same_person.were_same(data.session, data.stranger, first.person)


def test_hashes_of_a_deleted_account_are_those_of_nobody_else(data: DataBuilder) -> None:
    first, other = sign_up(data), sign_up(data)
    for each in (first, other):
        people.set_phone(each.person, SHARED)
        phone_changes.replace(data.session, each.person, each.account.lane, now=NOW)
    assert hashes(data, first.person) & hashes(data, other.person)
    delete_and_return(data, first, "phone number")
    assert len(hashes(data, first.person)) == 7  # Two phone numbers twice, the ID number twice, the Telegram user.
    assert not hashes(data, first.person) & hashes(data, other.person)
    assert former_keys.key_hash(f"phone:{people.phone_index(SHARED)}") not in hashes(data, first.person)


def hashes(data: DataBuilder, person: Person) -> frozenset[str]:
    return former_keys.of_person(data.session, person.id)


def test_blocks_and_the_blacklist_go_on_for_a_number_that_is_replaced(data: DataBuilder) -> None:
    first = sign_up(data)
    former = first.person.phone
    owner_blocks.block(data.session, data.car.id, first.person.id, by=data.owner.id, at=NOW)
    first.person.blacklisted_until = NOW + 9 * DAY
    phone_changes.change(data.session, first.person, FIRST, now=NOW)
    data.session.flush()
    other = sign_up(data, phone=former).person
    assert obstacles(data, other) == ["UsedByOthers"]
    assert of_car(data, other) == ["VehicleUsedByOthers"]


def test_former_keys_are_deleted_after_their_last_day(data: DataBuilder) -> None:
    one, other = sharing(data)
    phone_changes.replace(data.session, one, FIRST, now=NOW)
    last = local_time.at(local_time.date_of(NOW) + 365 * DAY)
    retention.delete_expired(data.session, last)
    assert same_person.were_same(data.session, one, other)
    retention.delete_expired(data.session, last + DAY)
    assert not same_person.were_same(data.session, one, other)


def test_they_are_deleted_in_batches(data: DataBuilder) -> None:
    former_keys.add(data.session, data.filer.id, ["a", "b", "c"], until=NOW.date())
    assert [former_keys.delete_ended(data.session, before=NOW.date() + DAY, limit=2) for _ in range(2)] == [2, 1]


@pytest.fixture
def reviewer(database: Database, cases: list[UUID]) -> Account:
    """A reviewer who has the phone number of the first case's applicant."""
    with database.transaction() as session:
        found = staff_account(session, 60, "reviewer")
        person = session.get_one(Person, found.person_id)
        people.set_phone(person, applicant(session, cases[0]).phone)
        add(session, person)
        return found


def applicant(session: Session, case: UUID) -> Person:
    filing = session.get_one(Filing, session.get_one(Review, case).filing_id)
    return session.get_one(Person, filing.filer_id)


def test_no_change_at_the_same_time_lets_a_reviewer_take_their_own_case(
    database: Database, cases: list[UUID], reviewer: Account
) -> None:
    def changing(at: int) -> SessionAction:
        def action(session: Session) -> None:
            who = (applicant(session, cases[0]), session.get_one(Person, reviewer.person_id))[at % 2]
            phone_changes.change(session, who, f"+86139111155{at:02}", now=NOW)

        return action

    def taking(session: Session) -> None:
        case_decisions.take(session, cases[0], by=session.get_one(Account, reviewer.id), now=NOW)

    actions = [action for at in range(6) for action in (taking, changing(at), taking)]
    assert set(outcomes(database, actions)) == {"OwnCase", "passed"}
    assert read_case(database, cases[0])[0].reviewer is None
    other = staff(database)
    assert outcomes(database, [lambda session: case_decisions.take(session, cases[0], by=other, now=NOW)]) == ["passed"]


def staff(database: Database) -> Account:
    with database.transaction() as session:
        return staff_account(session, 70, "reviewer")


@pytest.mark.parametrize("key", ["phone", "telegram"])
def test_vehicles_of_who_had_the_phone_or_account_before_count(data: DataBuilder, key: str) -> None:
    former, person = sharing(data)
    account = data.account(person)
    if key == "telegram":
        same_person.keep_keys(data.session, former, same_person.keys_of(None, account.telegram_id), now=NOW)
    for each, phone in ((former, FIRST), (person, SHARED if key == "phone" else SECOND)):
        phone_changes.replace(data.session, each, phone, now=NOW)
    person.registered = False
    data.filing(FilingStatus.ACTIVE, filer_id=former.id)
    assert eligibility.vehicles_left(data.session, person, now=NOW) == 2
    person.registered = True
    assert eligibility.vehicles_left(data.session, person, now=NOW) == 2
    retention.delete_expired(data.session, NOW + 91 * DAY)
    assert eligibility.vehicles_left(data.session, person, now=NOW) == (3 if key == "phone" else 2)
    assert eligibility.vehicles_left(data.session, data.person(phone=""), now=NOW) == 3
