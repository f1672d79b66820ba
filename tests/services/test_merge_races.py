"""Two rows of one person become one beside an act of the row that ends: nothing is left with it."""

from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from bot.errors import StaleButton
from bot.services.filing import filings
from bot.services.identity import person_merges, present_people
from storage import merged_people
from storage.database import Database, add, lock_row
from storage.filing.filings import Filing, FilingWay, Relationship
from storage.register import people
from storage.register.people import Person
from tests.services.builders import DataBuilder
from tests.services.concurrency import NOW, in_order

ID_NUMBER = "45090319900517007X"


def two_rows(database: Database) -> tuple[UUID, UUID, UUID]:
    """Return the person on record, the row that has declared the same number, and a vehicle of somebody else."""
    with database.transaction() as session:
        data = DataBuilder(session, first=40)
        record = add(session, people.new(id_number=ID_NUMBER, name="李建国", phone="+8613800000001"))
        facts = {"id_number": ID_NUMBER, "name": "李建国", "phone": "+8613800000002", "registered": False}
        return record.id, add(session, people.new(**facts, is_held=True)).id, data.car.id  # type: ignore[arg-type]


@pytest.mark.parametrize("merged_first", [True, False])
def test_an_application_beside_a_merge_is_not_left_with_the_erased_row(database: Database, merged_first: bool) -> None:
    record_id, declared_id, car_id = two_rows(database)

    def merge(session: Session) -> None:
        for each in sorted((record_id, declared_id)):
            lock_row(session, Person, each)
        merged_people.lock(session, declared_id)
        rows = session.get_one(Person, declared_id), session.get_one(Person, record_id)
        person_merges.merge(session, *rows, by=None, now=NOW)

    def apply(session: Session) -> None:
        person, relation = session.get_one(Person, declared_id), Relationship.FRIEND
        way = FilingWay.QR
        filings.apply(session, person, car_id, way=way, relationship=relation, relationship_text="", now=NOW)

    both = (merge, apply) if merged_first else (apply, merge)
    assert in_order(database, *both) == ("passed", "StaleButton" if merged_first else "passed")
    with database.reading() as session:
        filers = session.exec(select(Filing.filer_id).where(col(Filing.vehicle_id) == car_id)).all()
    assert filers == ([] if merged_first else [record_id])


def test_nobody_acts_as_a_row_of_which_nothing_is_left(session: Session) -> None:
    person = add(session, people.new(id_number=ID_NUMBER, name="李建国"))
    assert present_people.lock(session, person.id) is person
    people.erase(person)
    session.flush()
    with pytest.raises(StaleButton):
        present_people.lock(session, person.id)
