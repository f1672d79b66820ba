"""Two rows of one person, split by a wrong name in the register, become one: everything follows."""

from uuid import UUID

import pytest
from sqlalchemy import Uuid
from sqlmodel import SQLModel, select

from bot.services.identity import limits, person_merges
from bot.services.importing import people as people_import
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import ImportContext
from storage import audit, merged_people, old_rows
from storage.database import Database, add, table_of
from storage.filing.filings import Filing, FilingStatus
from storage.filing.owner_blocks import OwnerBlock
from storage.identity.accounts import Account
from storage.register import people, vehicles
from storage.register.people import Person
from storage.review.identity_cases import IdentityCaseKind
from tests.services.builders import NOW, DataBuilder
from tests.services.identity_case_builders import (
    NAME,
    NEW_PHONE,
    OLD_PHONE,
    account,
    approve_by_two,
    open_case,
)

ID_NUMBER, WRONG = "45090319900517007X", "李建囯"


@pytest.fixture
def record(data: DataBuilder) -> Person:
    """The person on record, under a wrong name, who owns a car."""
    person = add(data.session, people.new(id_number=ID_NUMBER, name=WRONG, phone=OLD_PHONE))
    data.vehicle(person)
    return person


@pytest.fixture
def declared(data: DataBuilder, record: Person) -> Person:
    """The same person, who has declared the right name, with an account and a filing."""
    person = people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE, registered=False, is_held=True)
    add(data.session, person)
    account(data.session, 102, person)
    data.filing(FilingStatus.ACTIVE, filer_id=person.id, vehicle_slot=1, filer_slot=1)
    add(data.session, OwnerBlock(vehicle_id=data.car.id, person_id=person.id, by=data.owner.id, since=NOW))
    return person


def imported(data: DataBuilder, *, name: str = NAME, phone: str = OLD_PHONE) -> None:
    """Import the person on record with this name."""
    cells = {"id_number": ID_NUMBER, "name": name, "phone": phone, "points": "0"}
    row = PersonRow.model_validate(dict.fromkeys(PersonRow.model_fields, "") | cells, context={"today": NOW.date()})
    people_import.put(data.session, row, ImportContext(NOW))


def bound(data: DataBuilder) -> UUID | None:
    """Return whose the account is now."""
    data.session.expire_all()
    return data.session.exec(select(Account.person_id).where(Account.telegram_id == 102)).one()


def assert_merged(data: DataBuilder, record: Person, declared: Person) -> None:
    """Check that everything is the person's on record."""
    assert bound(data) == record.id
    assert [each.filer_id for each in data.session.exec(select(Filing))] == [record.id]
    assert [each.person_id for each in data.session.exec(select(OwnerBlock))] == [record.id]
    assert len(vehicles.of_person(data.session, record.id)) == 1
    assert (declared.name, declared.id_number, declared.phone) == ("", "", "")
    assert audit.count(data.session, audit.Action.PERSON_MERGED, since=NOW, on=record.id) == 1


def test_a_corrected_name_in_the_register_brings_both_together(
    data: DataBuilder, record: Person, declared: Person
) -> None:
    imported(data)
    assert_merged(data, record, declared)


def test_what_counted_for_the_declared_person_counts_on(data: DataBuilder, record: Person, declared: Person) -> None:
    before = limits.count_applications(data.session, limits.Limit.APPLICATION_OF_DAY, declared, now=NOW)
    declared.blacklisted_until = NOW
    imported(data)
    assert (record.blacklisted_until, before) == (NOW, 1)
    assert limits.count_applications(data.session, limits.Limit.APPLICATION_OF_DAY, record, now=NOW) == 1


@pytest.mark.parametrize(
    ("name", "phone"), [("王大明", OLD_PHONE), (NAME, NEW_PHONE)], ids=["another name", "another phone number"]
)
def test_the_register_gives_nothing_to_who_has_not_declared_the_same(
    data: DataBuilder, record: Person, declared: Person, name: str, phone: str
) -> None:
    imported(data, name=name, phone=phone)
    assert bound(data) == declared.id


def test_two_who_have_declared_the_same_are_left_to_staff(data: DataBuilder, record: Person, declared: Person) -> None:
    other = people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE, registered=False, is_held=True)
    account(data.session, 103, add(data.session, other))
    imported(data)
    assert bound(data) == declared.id


def test_who_has_an_account_on_record_keeps_it(data: DataBuilder, record: Person, declared: Person) -> None:
    account(data.session, 101, record)
    imported(data)
    assert bound(data) == declared.id


def test_two_reviewers_bring_both_together(data: DataBuilder, record: Person, declared: Person) -> None:
    record.name = NAME
    people.set_phone(declared, NEW_PHONE)
    add(data.session, declared)
    own = data.session.exec(select(Account).where(Account.telegram_id == 102)).one()
    approve_by_two(data.session, open_case(data.session, own, IdentityCaseKind.VERIFY))
    data.session.expire_all()
    assert_merged(data, record, declared)
    assert record.verified_at is not None
    assert own.telegram_id == 102


def test_another_number_is_another_person(data: DataBuilder, record: Person) -> None:
    person = add(data.session, people.new(id_number="450903199005170048", name=NAME, phone=NEW_PHONE, registered=False))
    assert person_merges.duplicate_of(data.session, record, person.id) is None
    assert person_merges.duplicate_of(data.session, record, record.id) is None


def test_slots_that_both_have_get_the_lowest_free_numbers(data: DataBuilder, record: Person, declared: Person) -> None:
    for slot in (1, 3):
        car = data.vehicle(data.owner)
        data.filing(FilingStatus.ACTIVE, vehicle_id=car.id, filer_id=record.id, vehicle_slot=1, filer_slot=slot)
    merged_people.move(data.session, declared.id, record.id)
    found = data.session.exec(select(Filing.filer_slot).where(Filing.filer_id == record.id)).all()
    assert sorted(found, key=str) == [1, 2, 3]


def test_a_row_that_both_have_stays_where_it_is(data: DataBuilder, record: Person, declared: Person) -> None:
    add(data.session, OwnerBlock(vehicle_id=data.car.id, person_id=record.id, by=data.owner.id, since=NOW))
    merged_people.move(data.session, declared.id, record.id)
    assert {each.person_id for each in data.session.exec(select(OwnerBlock))} == {record.id, declared.id}
    assert data.session.exec(select(Filing.filer_id)).one() == record.id


# Columns of ids that are no person's: accounts, members of staff, rows of several tables, and references to them.
NO_PERSON = {
    "announcements": {"reached"},
    "audit": {"by", "on"},
    "codes": {"subject", "asked_by"},
    "daily_closings": {"closed_by"},
    "decisions": {"batch_id"},
    "differences": {"settled_by"},
    "identity_cases": {"reviewer", "first_reviewer", "document_id", "selfie_id"},
    "import_proposals": {"file_id"},
    "objections": {"answered_by", "first_by"},
    "outbox": {"reference"},
    "people": {"portrait_id"},
    "photos": {"reference", "file_id"},
    "refunds": {"about", "first_by", "second_by"},
    "reviews": {"reviewer", "announced", "handheld_id", "scene_id"},
    "rules": {"set_by"},
    "shared_numbers": {"answered_by"},
    "vehicle_codes": {"file_id"},
    "viewings": {"file_id"},
    "violation_news": {"batch"},
    "violations": {"photo_id"},
    "work_items": {"subject"},
    "wrong_codes": {"code_id"},
}


def test_every_column_that_may_hold_the_id_of_a_person_is_moved_or_named() -> None:
    moved = {(each.table.name, each.name) for each in merged_people.columns()}
    moved |= {("accounts", "person_id")}
    unknown = [
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Uuid) and not column.primary_key and not column.foreign_keys
        if (table.name, column.name) not in moved and column.name not in NO_PERSON.get(table.name, set())
    ]
    assert unknown == [], "Add them to UNREFERENCED of storage/merged_people.py, or to NO_PERSON here"
    assert {(each.table.name, each.name) for each in old_rows.references(table_of(Person))} <= moved


def test_everything_moves_on_both_databases(database: Database) -> None:
    with database.transaction() as session:
        data = DataBuilder(session)
        one, other = data.person(), data.person()
        filing = data.filing(filer_id=one.id)
        merged_people.lock(session, one.id)
        merged_people.move(session, one.id, other.id)
        assert session.get_one(Filing, filing.id).filer_id == other.id


def test_a_row_with_a_wrong_number_is_corrected_for_who_really_has_it(data: DataBuilder) -> None:
    """As docs/operating.md says: the register had the number for somebody else, after it was declared."""
    person = people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE, registered=False)
    account(data.session, 102, add(data.session, person))
    imported(data, name="张别人", phone=NEW_PHONE)
    [wrong] = [each for each in data.session.exec(select(Person)) if each.name == "张别人"]
    assert people.is_contested(data.session, person)
    imported(data)
    assert bound(data) == wrong.id
    assert (wrong.name, wrong.registered, wrong.phone_unconfirmed) == (NAME, True, False)
