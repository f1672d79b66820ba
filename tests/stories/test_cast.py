"""The cast is stored as described."""

from datetime import date

from bot.services.values import id_numbers
from storage.identity import accounts
from storage.organisations import organisations
from storage.register import vehicles
from storage.register.people import LicenceStatus, Person
from storage.staff import members
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.app_driver import AppDriver


def test_a_citizen_is_registered(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app, licence_status=LicenceStatus.NONE)
    driver.says("/menu")
    assert "备案非本人机动车" in driver.labels()
    assert app.read(lambda session: accounts.of_person(session, owner.person_id)).telegram_id == owner.id
    assert app.read(lambda session: session.get(Person, owner.person_id)).licence_status is LicenceStatus.NONE


def test_id_numbers_are_valid_and_different() -> None:
    numbers = [cast.id_number(order) for order in range(1, 40)]
    assert len(set(numbers)) == 39
    assert not [number for number in numbers if id_numbers.check_id(number, today=date(2026, 11, 25))]


def test_vehicles_belong_to_a_person_or_an_organisation(app: AppDriver) -> None:
    owner = cast.owner(app)
    fleet = cast.organisation(app, owner)
    own, company = cast.car(app, owner), cast.car(app, fleet, plate="桂A54321", seats=7)
    assert app.read(lambda session: vehicles.of_person(session, owner.person_id)) == [own]
    assert app.read(lambda session: vehicles.of_organisation(session, fleet.id)) == [company]
    assert own.engine_index == vehicles.engine_index("123456")
    assert app.read(lambda session: organisations.administrator(session, fleet.id)).person_id == owner.person_id


def test_staff_have_the_given_roles(app: AppDriver) -> None:
    reviewer = cast.reviewer(app)
    assert app.read(lambda session: members.roles(session, reviewer.id)) == {StaffRole.REVIEWER}
    cast.employ(app, reviewer, StaffRole.ADMIN, StaffRole.CASHIER)
    assert app.read(lambda session: members.roles(session, reviewer.id)) == {StaffRole.ADMIN, StaffRole.CASHIER}


def test_a_crowd_has_the_requested_size(app: AppDriver) -> None:
    assert len({citizen.person_id for citizen in cast.crowd(app, 4)}) == 4
