"""Rows of an import are hidden until its switch: from queries, loads by id, joins, updates of nobody."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func
from sqlmodel import select

from storage.database import Database, add
from storage.register import imports, people, vehicles
from storage.register.imports import ImportState
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests import databases
from tests.services.builders import NOW
from tests.stories.cast import id_number

NUMBER = id_number(7)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    databases.use_test_secret()
    return Database(databases.new_sqlite(tmp_path))


def staged(database: Database) -> tuple[int, UUID]:
    """Stage an import of a person. Returns the ids of both."""
    with database.transaction() as session:
        number = imports.begin(session, "people", silently=False, at=NOW)
        assert number is not None
    with database.transaction() as session:
        person = people.new(id_number=NUMBER, name="王小明")
        person.import_id = number
        car = Vehicle(plate_type="02", plate="桂A00001", owner_person_id=add(session, person).id, engine_index="")
        car.engine_number = car.vin = ""
        add(session, car)
    return number, person.id


def found(database: Database, person_id: UUID) -> list[object]:
    results: list[object] = []
    for door in (database.reading, database.transaction):
        with door() as session:
            joined = select(Vehicle, Person).join(Person, Person.id == Vehicle.owner_person_id)  # type: ignore[arg-type]
            results += [
                people.by_id_number(session, NUMBER),
                session.get(Person, person_id),
                session.exec(joined).first(),
                session.exec(select(Person.id)).first(),
                session.exec(select(Vehicle.id).where(select(Person.id).exists())).first(),
                session.exec(select(func.count()).select_from(Person)).one() or None,
            ]
    return results


def test_rows_of_a_staged_import_are_found_at_once_after_the_switch(database: Database) -> None:
    number, person_id = staged(database)
    assert found(database, person_id) == [None] * 12
    with database.transaction() as session:
        assert vehicles.by_plate(session, "02", "桂A00001") is not None
        assert imports.rows_of(session, Person, number) == [person_id]
        assert imports.switch(session, number, claimed_at=NOW, at=NOW, new=1)
    assert None not in found(database, person_id)


def test_one_import_is_open_at_a_time_and_only_in_its_order(database: Database) -> None:
    number, _ = staged(database)
    with database.transaction() as session:
        assert not imports.switch(session, number, claimed_at=NOW - timedelta(seconds=1), at=NOW, new=1)
        assert imports.begin(session, "people", silently=False, at=NOW) is None
        assert not imports.finish(session, number, at=NOW)
        assert imports.switch(session, number, claimed_at=NOW, at=NOW, new=1)
        assert not imports.switch(session, number, claimed_at=NOW, at=NOW, new=1)
        imports.remove(session, number)
        assert imports.current(session) is not None
        assert imports.finish(session, number, at=NOW)
        assert not imports.touch(session, number, ImportState.SWITCHED, claimed_at=NOW, at=NOW)
        second = imports.begin(session, "people", silently=False, at=NOW)
    assert second not in (None, number)


def test_the_row_of_a_job_is_read_again_and_done_once(database: Database) -> None:
    number, person_id = staged(database)
    with database.transaction() as session:
        jobs = [imports.job(number, line, imports.ImportWork.PUT, row={"name": "甲"}) for line in (2, 3)]
        imports.add_jobs(session, jobs)
    with database.transaction() as session:
        first, second = imports.next_jobs(session, number, limit=5)
        assert imports.row_of(first) == {"name": "甲"}
        assert imports.end_job(session, first.id or 0)
        assert not imports.end_job(session, first.id or 0)
        imports.fail_job(session, second.id or 0, "no")
        assert imports.faults(session, number) == [(3, "no")]
        assert imports.open_jobs(session, number) == 0
        assert add(session, second).line == 3
