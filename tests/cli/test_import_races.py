"""Races on both databases: an import sells a vehicle while its filers act at the desk."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import Session, col, select

from bot.cli import import_csv
from bot.errors import Refusal
from bot.runtime import import_collisions, staged_import
from bot.runtime.operator_error import OperatorError
from bot.services.filing import activation, endings, filings as service
from bot.services.identity import verification
from bot.services.identity.verification import NumberHeldByOther
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import RowChange
from storage import schema
from storage.database import Database, add
from storage.filing.filings import OPEN_STATUSES, Filing, FilingStatus, FilingWay
from storage.register import people, vehicles
from storage.register.people import Person
from tests import databases
from tests.cli.conftest import NOW
from tests.cli.files import ORGANISATIONS, PEOPLE, VEHICLES, write
from tests.stories.cast import id_number

SOLD = VEHICLES.replace("02,桂a·12345,999999199005170017", "02,桂a·12345,99999919930226006x")
STANDING = (FilingStatus.WAITING_OWNER, FilingStatus.CHECKING, FilingStatus.ACTIVE, FilingStatus.IN_REVIEW)


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    databases.use_test_secret()
    database = Database(database_url, workers=8)
    schema.metadata.create_all(database.engine)
    for kind, text in (
        (ImportKind.PEOPLE, PEOPLE),
        (ImportKind.ORGANISATIONS, ORGANISATIONS),
        (ImportKind.VEHICLES, VEHICLES),
    ):
        bring(database, kind, write(tmp_path, f"{kind}.csv", text))
    yield database
    database.close()


def bring(database: Database, kind: ImportKind, path: Path) -> Any:
    return import_csv.import_file(database, kind, path, now=NOW)


def filed(database: Database, first: int) -> list[tuple[UUID, UUID]]:
    """Add filings of four people for the vehicle, each in another status. Returns ids of filing and filer."""
    made = []
    with database.transaction() as session:
        car = vehicles.by_plate(session, "02", "桂A12345")
        assert car is not None
        for at, status in enumerate(STANDING):
            filer = add(session, people.new(id_number=id_number(first + at), name="路人", phone=""))
            slot = 1 if status is FilingStatus.ACTIVE else None
            filing = Filing(
                number=first + at, vehicle_id=car.id, filer_id=filer.id, way=FilingWay.SMS, status=status,
                applied_at=NOW, changed_at=NOW, vehicle_slot=slot, filer_slot=slot,
            )  # fmt: skip
            made.append((add(session, filing).id, filer.id))
    return made


def acting(database: Database, filing_id: UUID, filer_id: UUID) -> Callable[[], str]:
    """Return the filer's action in a transaction, retried when the database rolls it back."""

    def act(session: Session) -> None:
        filing, filer = session.get_one(Filing, filing_id), session.get_one(Person, filer_id)
        if filing.status is FilingStatus.ACTIVE:
            endings.unbind(session, filing, by=filer, now=NOW)
        elif filing.status is FilingStatus.CHECKING:
            activation.activate(session, filing, by=filer.id, now=NOW)
        else:
            service.withdraw(session, filing, by=filer, now=NOW)

    def turn() -> str:
        while True:
            try:
                with database.transaction() as session:
                    act(session)
                return "done"
            except Refusal as refusal:
                return type(refusal).__name__
            except OperationalError as problem:
                if getattr(problem.orig, "sqlstate", "") not in import_collisions.RETRYABLE_STATES:
                    raise

    return turn


@pytest.mark.parametrize("at", range(6))
def test_a_sale_ends_every_filing_whatever_the_filers_do_meanwhile(database: Database, tmp_path: Path, at: int) -> None:
    path = write(tmp_path, "sold.csv", SOLD)
    turns = [acting(database, *one) for one in filed(database, 500 + 10 * at)]
    with ThreadPoolExecutor(8) as threads:
        running = [threads.submit(turn) for turn in turns[: 2 + at % 3]]
        importing = threads.submit(bring, database, ImportKind.VEHICLES, path)
        running += [threads.submit(turn) for turn in turns[2 + at % 3 :]]
        assert importing.result()[RowChange.CHANGED] == 1
        assert {one.result() for one in running} <= {"done", "ApplicationDecided"}
    with database.reading() as session:
        left = select(Filing).where(col(Filing.status).in_([*OPEN_STATUSES, FilingStatus.ACTIVE]))
        assert session.exec(left).all() == []


@pytest.mark.parametrize("round_number", range(4))
def test_an_import_and_a_verification_of_one_id_number_leave_one_holder(
    database: Database, tmp_path: Path, round_number: int
) -> None:
    number = id_number(7)
    row = f"{number},王小明,13812345678,,,,,,\n"
    path = write(tmp_path, "people.csv", PEOPLE.splitlines(keepends=True)[0] + row)
    with database.transaction() as session:
        declared = [add(session, people.new(id_number=number, name="路人", registered=False)).id for _ in range(3)]

    def verify(person_id: UUID) -> str:
        try:
            with database.transaction() as session:
                verification.verify(session, session.get_one(Person, person_id), now=NOW)
        except NumberHeldByOther:
            return "held"
        return "verified"

    with ThreadPoolExecutor(8) as threads:
        running = [threads.submit(verify, each) for each in declared]
        importing = threads.submit(bring, database, ImportKind.PEOPLE, path)
        assert importing.result()[RowChange.NEW] == 1
        ended = [one.result() for one in running]
    assert ended.count("verified") <= 1
    with database.reading() as session:
        holder = people.by_id_number(session, number)
        assert holder is not None
        assert (holder.name, holder.registered) == ("王小明", True)


class DriverError(Exception):
    """The driver's error with this SQLSTATE."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


DEADLOCK = OperationalError("", {}, DriverError("40P01"))
TAKEN_NUMBER = IntegrityError("", {}, DriverError("23505"))
MISSING_VALUE = IntegrityError("", {}, DriverError("23502"))


class CollidingDatabase(Database):
    """A database whose next transactions fail with an error."""

    failures = 0
    error: DBAPIError = DEADLOCK

    def transaction(self) -> Any:
        if self.failures:
            self.failures -= 1
            raise self.error
        return super().transaction()


@pytest.mark.parametrize("error", [DEADLOCK, TAKEN_NUMBER])
def test_an_import_is_retried_after_a_collision_and_fails_at_last(tmp_path: Path, error: DBAPIError) -> None:
    databases.use_test_secret()
    database = CollidingDatabase(databases.new_sqlite(tmp_path))
    path = write(tmp_path, "people.csv", PEOPLE)
    database.failures, database.error = staged_import.ATTEMPTS - 1, error
    assert bring(database, ImportKind.PEOPLE, path)[RowChange.NEW] == 2
    database.failures = staged_import.ATTEMPTS
    with pytest.raises(OperatorError, match="nothing was imported"):
        bring(database, ImportKind.PEOPLE, path)
    database.close()


def test_another_error_of_the_database_is_not_retried(tmp_path: Path) -> None:
    databases.use_test_secret()
    database = CollidingDatabase(databases.new_sqlite(tmp_path))
    database.failures, database.error = 1, MISSING_VALUE
    with pytest.raises(IntegrityError):
        bring(database, ImportKind.PEOPLE, write(tmp_path, "people.csv", PEOPLE))
    database.close()
