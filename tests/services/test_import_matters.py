"""A row of another name takes no verification from anybody who has something at the desk: the operator confirms it."""

from collections.abc import Callable

import pytest

from bot.services.importing import matters, people as people_import
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import ImportContext, InvalidRow, RowChange
from storage.database import add
from storage.identity import accounts, shared_numbers
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase
from storage.staff.members import StaffMember
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.services.builders import NOW, DataBuilder
from tests.storage.rows import put


def account_of(data: DataBuilder, person: Person) -> Account:
    found = accounts.of_person(data.session, person.id)
    assert found is not None
    return found


def own_car(data: DataBuilder, person: Person) -> None:
    data.vehicle(person)


def file_car(data: DataBuilder, person: Person) -> None:
    data.filing(filer_id=person.id)


def be_fined(data: DataBuilder, person: Person) -> None:
    violation = put(data.session, Violation, vehicle_id=data.car.id)
    put(data.session, Decision, person_id=person.id, violation_id=violation, vehicle_id=data.car.id)


def administer(data: DataBuilder, person: Person) -> None:
    data.seat(data.organisation(data.owner), person)


def serve(data: DataBuilder, person: Person) -> None:
    member = StaffMember(telegram_id=account_of(data, person).telegram_id, roles="admin", since=NOW)
    member.name = person.name
    add(data.session, member)


def have_a_case(data: DataBuilder, person: Person) -> None:
    put(data.session, IdentityCase, account_id=account_of(data, person).id, person_id=person.id, status="waiting")


@pytest.mark.parametrize("prepare", [own_car, file_car, be_fined, administer, serve, have_a_case])
def test_whatever_a_person_has_keeps_the_verification(
    data: DataBuilder, prepare: Callable[[DataBuilder, Person], None]
) -> None:
    person = data.person(registered=False, verified_at=NOW)
    data.account(person)
    assert not matters.has_any(data.session, person)
    prepare(data, person)
    cells = {"id_number": person.id_number, "name": "别的名字", "phone": "+8613911112222", "points": "0"}
    fields = dict.fromkeys(people_import.PersonRow.model_fields, "") | cells
    row = PersonRow.model_validate(fields, context={"today": NOW.date()})
    with pytest.raises(InvalidRow):
        people_import.put(data.session, row, ImportContext(NOW))
    assert person.verified_at == NOW


def test_the_record_comes_although_somebody_has_declared_the_number_and_applied(data: DataBuilder) -> None:
    declarer = data.person(registered=False)
    file_car(data, declarer)
    cells = {"id_number": declarer.id_number, "name": "别的名字", "phone": "+8613911112222", "points": "0"}
    fields = dict.fromkeys(people_import.PersonRow.model_fields, "") | cells
    row = PersonRow.model_validate(fields, context={"today": NOW.date()})
    assert people_import.put(data.session, row, ImportContext(NOW)) is RowChange.NEW
    holder = people.by_id_number(data.session, declarer.id_number)
    assert holder is not None
    assert shared_numbers.of_person(data.session, holder.id)[declarer.id].counts
