"""A process that dies or stops during an import leaves the old register or the new one, never a part of the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import select

from bot.cli import import_csv
from bot.runtime import import_claims
from bot.runtime.import_check import check
from bot.runtime.staged_import import ImportLost
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import RowChange
from storage import schema
from storage.audit import AuditEntry
from storage.database import Database
from storage.engine.outbox import Delivery
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.register import imports
from storage.register.imports import ImportJob
from storage.register.people import Person
from storage.staff.members import StaffMember
from storage.violations.violations import Violation
from tests import databases
from tests.benchmarks import register_files
from tests.cli.conftest import NOW

LATER = NOW + timedelta(minutes=5)
NEEDED = {
    ImportKind.VIOLATIONS: (ImportKind.PEOPLE, ImportKind.VEHICLES),
    ImportKind.ORGANISATIONS: (ImportKind.PEOPLE,),
}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    databases.use_test_secret()
    database = Database(database_url, workers=4)
    schema.metadata.create_all(database.engine)
    yield database
    database.close()


def counted(database: Database, kind: type) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(kind)).one()


def crashing_at(database: Database, number: int, *, after_commit: bool) -> Database:
    """Return the database as a process sees it that dies at its n-th transaction, before or after its commit."""

    class Dying(Database):
        transactions = 0

        @contextmanager
        def transaction(self) -> Iterator[object]:  # type: ignore[override]
            self.transactions += 1
            if self.transactions > number:
                raise SystemError("the process is dead")
            dies = self.transactions == number
            with super().transaction() as session:
                yield session
                if dies and not after_commit:
                    raise SystemError("killed before the commit")
            if dies:
                raise SystemError("killed after the commit")

    return Dying(database.url)


@pytest.mark.parametrize("after_commit", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("kind", "table", "sequel"),
    [
        (ImportKind.VIOLATIONS, Violation, Delivery),
        (ImportKind.ORGANISATIONS, Organisation, OrganisationMember),
        (ImportKind.STAFF, StaffMember, AuditEntry),
    ],
    ids=["violations", "organisations", "staff"],
)
def test_a_kill_at_any_commit_leaves_the_old_register_or_the_new_one(
    database: Database, tmp_path: Path, kind: ImportKind, table: type, sequel: type, after_commit: bool
) -> None:
    for needed in NEEDED.get(kind, ()):
        path = register_files.write(tmp_path, needed, 4)
        import_csv.import_file(database, needed, path, now=NOW, silently=True)
    path = register_files.write(tmp_path, kind, 4)
    outcomes, moment, killed = set(), NOW, True
    before = counted(database, sequel)
    number = 0
    while killed:
        number += 1
        dying = crashing_at(database, number, after_commit=after_commit)
        killed = False
        try:
            import_csv.import_file(dying, kind, path, now=moment)
        except SystemError:
            killed = True
        finally:
            dying.close()
        outcomes.add(counted(database, table))
        moment += timedelta(minutes=5)
        while import_claims.bring_last_to_end(database, moment=partial(NOW.__add__, moment - NOW)):
            pass
        rows = counted(database, table)
        outcomes.add(rows)
        assert counted(database, sequel) - before == rows + (rows > 0 and sequel is AuditEntry)  # And the import's own.
        with database.transaction() as session:
            assert imports.current(session) is None
            assert not session.exec(select(ImportJob)).all()
            if rows:
                break
    assert outcomes == {0, 4}
    assert import_csv.import_file(database, kind, path, now=moment) == {RowChange.UNCHANGED: 4}


def test_a_process_that_was_stopped_too_long_imports_nothing(database: Database, tmp_path: Path) -> None:
    path = register_files.write(tmp_path, ImportKind.PEOPLE, 3)
    slow = import_claims.begin(database, ImportKind.PEOPLE, moment=lambda: NOW)
    found = check(database, ImportKind.PEOPLE, path, moment=lambda: NOW)
    assert not import_claims.bring_last_to_end(database, moment=lambda: NOW + timedelta(seconds=59))
    assert import_claims.bring_last_to_end(database, moment=lambda: LATER)
    with pytest.raises(ImportLost):
        slow.stage(found)
    assert counted(database, Person) == 0
    other = import_claims.begin(database, ImportKind.PEOPLE, moment=lambda: LATER)
    with pytest.raises(ImportLost):
        slow.discard()
    assert other.id != slow.id
