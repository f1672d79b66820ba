"""The fleet on both databases: pages, search, figures, and a number of queries that does not grow."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlmodel import Session

from bot.services.organisations import fleet, organisations
from bot.services.organisations.fleet import FleetSubset
from storage.database import Database, add
from storage.organisations import organisations as store
from storage.organisations.organisations import Organisation
from storage.register import people, vehicles
from storage.register.vehicles import Vehicle, VehicleState
from storage.violations.violations import Violation
from tests.stories.cast import id_number

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def company(session: Session, cars: int) -> tuple[UUID, UUID]:
    person = add(session, people.new(id_number=id_number(1), name="王秀英"))
    made = add(session, Organisation(credit_code="1", name="青山物流"))
    assert store.add_member(session, made.id, person.id, seat=0, person_seat=0, at=NOW)
    session.add_all([car(made.id, at) for at in range(cars)])
    session.flush()
    return made.id, person.id


def car(organisation_id: UUID, at: int) -> Vehicle:
    vehicle = Vehicle(
        plate_type="02",
        plate=f"桂A{at:05}",
        owner_organisation_id=organisation_id,
        engine_index=vehicles.engine_index("123456"),
        model=f"Truck {at % 5}",
        state=VehicleState.LOCKED if at == 3 else VehicleState.NORMAL,
        inspection_valid_until="2027-01" if at == 1 else "2029-01",
        insurance_valid_until=date(2026, 12, 24) if at == 2 else date(2029, 1, 1),
    )
    vehicle.engine_number, vehicle.vin = "A123456", "LSVAM4187C2184841"
    return vehicle


def plates(session: Session, ids: tuple[UUID, UUID], words: str = "", only: FleetSubset = FleetSubset.ALL) -> list[str]:
    acting = organisations.require_member(session, ids[0], by=ids[1])
    found = fleet.page(session, acting, now=NOW, words=words, only=only)
    return [one.vehicle.plate[2:] for one in found.cars]


def test_search_words_and_subsets_filter_the_fleet(database: Database) -> None:
    with database.transaction() as session:
        ids = company(session, 8)
        assert len(plates(session, ids)) == 8
        assert plates(session, ids, "tRUCK 2") == ["00002", "00007"]
        assert plates(session, ids, "桂a·00004") == ["00004"]
        assert plates(session, ids, "100%") == plates(session, ids, "Truck_") == plates(session, ids, "\\") == []
        assert plates(session, ids, only=FleetSubset.INSPECTION) == ["00001"]
        assert plates(session, ids, only=FleetSubset.INSURANCE) == ["00002"]
        assert plates(session, ids, only=FleetSubset.ABNORMAL) == ["00003"]
        assert plates(session, ids, only=FleetSubset.FILED) == []
        assert plates(session, ids, "Truck 1", FleetSubset.INSPECTION) == ["00001"]


def test_figures_belong_to_their_vehicle(database: Database) -> None:
    with database.transaction() as session:
        ids = company(session, 3)
        acting = organisations.require_member(session, ids[0], by=ids[1])
        second = fleet.page(session, acting, now=NOW).cars[1].vehicle
        session.add_all([violation(second.id, at) for at in range(2)])
        session.flush()
        counted = [
            dict(zip(("filers", "violations"), one.figures, strict=True))
            for one in fleet.page(session, acting, now=NOW).cars
        ]
    assert [one["violations"] for one in counted] == [0, 2, 0]
    assert [one["filers"] for one in counted] == [0, 0, 0]


def test_the_number_of_queries_does_not_depend_on_the_size_of_the_page(database: Database) -> None:
    questions: list[str] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, question: str, *_: Any) -> None:
        questions.append(question)

    with database.transaction() as session:
        ids = company(session, 500)
    asked = [_questions_of_a_page(database, ids, size, questions) for size in (5, 50)]
    assert asked[0] == asked[1] <= 6


def _questions_of_a_page(database: Database, ids: tuple[UUID, UUID], size: int, questions: list[str]) -> int:
    """Read a page in a transaction of its own, in which nothing is remembered yet; return how often it asks."""
    with database.transaction() as session:
        acting = organisations.require_member(session, ids[0], by=ids[1])
        questions.clear()
        found = fleet.page(session, acting, now=NOW, size=size)
        assert (len(found.cars), found.pages, found.of_all) == (size, 500 // size, 500)
        return len(questions)


def violation(vehicle_id: UUID, at: int) -> Violation:
    return Violation(
        number=f"V{at}",
        vehicle_id=vehicle_id,
        occurred_at=NOW,
        place="民族大道",
        act_code="1345",
        act="违反禁止标线指示",
        provision="",
        basis="",
        fine=10_000,
        points=1,
        authority_code="450100",
        recorded_at=NOW,
    )
