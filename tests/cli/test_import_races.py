"""Races on both databases: an import sells a vehicle while its filers act at the desk."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from bot.cli import import_csv
from bot.errors import Refusal
from bot.runtime.operator_error import OperatorError
from bot.services.filing import filings as service
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
            service.unbind(session, filing, by=filer, now=NOW)
        elif filing.status is FilingStatus.CHECKING:
            service.activate(session, filing, by=filer.id, now=NOW)
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
                if getattr(problem.orig, "sqlstate", "") not in import_csv.RETRYABLE_STATES:
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


class DeadlockDetected(Exception):
    """The driver's error for a deadlock."""

    sqlstate = "40P01"


class CollidingDatabase(Database):
    """A database whose next transactions fail with a deadlock."""

    failures = 0

    def transaction(self) -> Any:
        if self.failures:
            self.failures -= 1
            raise OperationalError("", {}, DeadlockDetected())
        return super().transaction()


def test_an_import_is_retried_after_a_deadlock_and_fails_at_last(tmp_path: Path) -> None:
    databases.use_test_secret()
    database = CollidingDatabase(databases.sqlite_copy(tmp_path / "template.sqlite3", tmp_path))
    path = write(tmp_path, "people.csv", PEOPLE)
    database.failures = import_csv.ATTEMPTS - 1
    assert bring(database, ImportKind.PEOPLE, path)[RowChange.NEW] == 2
    database.failures = import_csv.ATTEMPTS
    with pytest.raises(OperatorError, match="nothing was imported"):
        bring(database, ImportKind.PEOPLE, path)
    database.close()
