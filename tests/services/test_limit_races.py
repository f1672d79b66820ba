"""Races for limits between accounts of one person, on both databases."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from bot.services.filing import activation, filings, register_lookup
from bot.services.identity import limits
from bot.services.identity.limits import Limit
from bot.services.organisations import organisations
from bot.services.privacy import data_requests
from bot.services.staff import member_identity
from bot.services.values.plates import PlateType
from storage.database import Database, add
from storage.filing import filings as store
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.identity.accounts import Account
from storage.organisations.organisations import Organisation
from storage.register import people, vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.identity_cases import IdentityCaseKind
from tests.services.builders import employ
from tests.services.concurrency import NOW, SessionAction, counted
from tests.services.identity_case_builders import open_case
from tests.stories.cast import id_number

PHONE = "+8613800000009"


@pytest.fixture
def accounts_of_one(database: Database) -> list[UUID]:
    """People of different ID numbers and Telegram users with one phone number. Returns their ids."""

    def register(session: Session, order: int) -> UUID:
        person = add(session, people.new(id_number=id_number(order), name="李建国", phone=PHONE))
        account = Account(bot_id=1, telegram_id=order, person_id=person.id, created_at=NOW, registered_at=NOW)
        add(session, account)
        return person.id

    with database.transaction() as session:
        return [register(session, order) for order in range(1, 9)]


@pytest.fixture
def cars(database: Database) -> list[UUID]:
    """As many vehicles of somebody else."""
    with database.transaction() as session:
        owner = add(session, people.new(id_number=id_number(20), name="王秀英", phone="+8613800000020"))
        return [_car(session, owner, at).id for at in range(8)]


def _car(session: Session, owner: Person, at: int) -> Vehicle:
    car = Vehicle(plate_type="02", plate=f"桂A1234{at}", owner_person_id=owner.id, engine_index="")
    car.engine_index, car.engine_number, car.vin = vehicles.engine_index("123456"), "A123456", "V"
    return add(session, car)


def applying(person_id: UUID, car: UUID) -> SessionAction:
    return lambda session: filings.apply(
        session,
        session.get_one(Person, person_id),
        car,
        way=FilingWay.SMS,
        relationship=Relationship.FRIEND,
        relationship_text="",
        now=NOW,
    )


def test_of_applications_with_all_accounts_of_one_person_at_once_one_is_made(
    database: Database, accounts_of_one: list[UUID], cars: list[UUID]
) -> None:
    went = counted(database, [applying(*each) for each in zip(accounts_of_one, cars, strict=True)])
    assert went == {"passed": 1, "UsedByOthers": 7}


def test_the_accounts_of_one_person_file_three_vehicles_at_once(
    database: Database, accounts_of_one: list[UUID], cars: list[UUID]
) -> None:
    with database.transaction() as session:
        made = [
            add(session, _checking(number, person_id, car)).id
            for number, (person_id, car) in enumerate(zip(accounts_of_one, cars, strict=True))
        ]

    def activating(filing: UUID) -> SessionAction:
        return lambda session: activation.activate(session, session.get_one(Filing, filing), by=None, now=NOW)

    assert counted(database, [activating(filing) for filing in made]) == {"passed": 8}
    with database.reading() as session:
        assert store.count_active(session, accounts_of_one, at=NOW) == 3


def _checking(number: int, person_id: UUID, car: UUID) -> Filing:
    return Filing(
        number=number,
        vehicle_id=car,
        filer_id=person_id,
        way=FilingWay.SMS,
        status=FilingStatus.CHECKING,
        applied_at=NOW,
        changed_at=NOW,
    )


def test_the_accounts_of_one_person_join_three_organisations_at_once(
    database: Database, accounts_of_one: list[UUID]
) -> None:
    with database.transaction() as session:
        companies = [add(session, Organisation(credit_code=str(at), name="青山物流")).id for at in range(8)]

    def joining(person_id: UUID, company: UUID) -> SessionAction:
        return lambda session: organisations.add_member(session, company, session.get_one(Person, person_id), now=NOW)

    went = counted(database, [joining(*each) for each in zip(accounts_of_one, companies, strict=True)])
    assert went == {"passed": 3, "TooManyOrganisations": 5}


def test_the_accounts_of_one_person_have_ten_look_ups_at_once(
    database: Database, accounts_of_one: list[UUID], cars: list[UUID]
) -> None:
    def looking(person_id: UUID, plate: str) -> SessionAction:
        return lambda session: register_lookup.find(
            session, PlateType.SMALL, plate, "000000", by=session.get_one(Person, person_id), now=NOW
        )

    tries = [looking(person_id, f"桂A1234{at}") for person_id in accounts_of_one for at in (1, 2)]
    assert counted(database, tries) == {"VehicleNotFound": 10, "TooManyVehicleLookups": 6}


def test_all_people_together_have_twenty_look_ups_of_one_plate_at_once(database: Database, cars: list[UUID]) -> None:
    with database.transaction() as session:
        strangers = [add(session, people.new(id_number=id_number(at), name="赵敏")).id for at in range(30, 33)]

    def looking(person_id: UUID) -> SessionAction:
        return lambda session: register_lookup.find(
            session, PlateType.SMALL, "桂A12341", "000000", by=session.get_one(Person, person_id), now=NOW
        )

    tries = [looking(person_id) for person_id in strangers for _ in range(8)]
    assert counted(database, tries) == {"VehicleNotFound": 20, "TooManyVehicleLookups": 4}


def test_the_first_look_ups_of_one_person_at_once_are_three(database: Database, accounts_of_one: list[UUID]) -> None:
    """Others have used up the plate: of eight attempts with accounts of one person three are compared."""
    target = register_lookup.attempts_target(PlateType.SMALL, "桂A12341")
    with database.transaction() as session:
        limits.record_today(session, Limit.LOOKUP_OF_PLATE, limits.EVERYBODY * 20, now=NOW, about=target.hex)

    def looking(person_id: UUID) -> SessionAction:
        return lambda session: register_lookup.find(
            session, PlateType.SMALL, "桂A12341", "000000", by=session.get_one(Person, person_id), now=NOW
        )

    tries = [looking(person_id) for person_id in accounts_of_one]
    assert counted(database, tries) == {"VehicleNotFound": 3, "TooManyVehicleLookups": 5}


def test_a_deletion_beside_an_application_leaves_no_gap(
    database: Database, accounts_of_one: list[UUID], cars: list[UUID]
) -> None:
    first, second, *_ = accounts_of_one
    with database.transaction() as session:
        applying(first, cars[0])(session)

    def deleting(session: Session) -> None:
        person = session.get_one(Person, first)
        account = session.exec(select(Account).where(Account.person_id == first)).one()
        data_requests.delete(session, account, person, now=NOW + timedelta(seconds=1))

    went = counted(database, [deleting, *[applying(second, car) for car in cars[1:]]])
    assert went == {"passed": 1, "UsedByOthers": 7}


def test_of_simultaneous_requests_of_a_member_one_reaches_the_admins(
    database: Database, accounts_of_one: list[UUID]
) -> None:
    with database.transaction() as session:
        employ(session, 1, "reviewer")
        account = session.exec(select(Account).where(Account.telegram_id == 1)).one()

    def ask(session: Session) -> int:
        return member_identity.ask(session, by=session.get_one(Account, account.id), now=NOW)

    assert counted(database, [ask] * 8) == {"passed": 1, "AskedAlready": 7}


def test_accounts_of_one_phone_open_no_more_identity_cases_than_allowed(
    database: Database, accounts_of_one: list[UUID]
) -> None:
    def opening(person_id: UUID) -> SessionAction:
        query = select(Account).where(Account.person_id == person_id)
        return lambda session: open_case(session, session.exec(query).one(), IdentityCaseKind.VERIFY)

    found = counted(database, [opening(each) for each in accounts_of_one])
    assert found == {"passed": 3, "TooManyIdentityCases": 5}
