"""Imports beside the chat: all rows or none for whoever looks, one at a time, nothing of the desk is overwritten."""

import gc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, func
from sqlmodel import col, select

from bot.cli import import_csv
from bot.runtime import import_claims
from bot.runtime.import_check import check
from bot.runtime.staged_import import FAILED, ImportInProgress, StagedImport
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import RowChange
from bot.services.importing.vehicles import UNKNOWN_OWNER
from storage import schema
from storage.database import Database, add
from storage.identity import accounts
from storage.organisations.organisations import Organisation
from storage.register import imports, people, vehicles
from storage.register.imports import ImportJob, ImportState, RegisterImport
from storage.register.people import Person
from storage.register.vehicles import Vehicle, VehicleState
from storage.staff.members import StaffMember
from storage.violations import violations
from storage.violations.violations import Violation, ViolationState
from tests import databases
from tests.benchmarks import register_files
from tests.cli.conftest import NOW

LATER = NOW + timedelta(minutes=5)
MANY = 60  # More than the rows of a first transaction.
NEEDED = {
    ImportKind.ORGANISATIONS: (ImportKind.PEOPLE,),
    ImportKind.VEHICLES: (ImportKind.PEOPLE,),
    ImportKind.VIOLATIONS: (ImportKind.PEOPLE, ImportKind.VEHICLES),
}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    databases.use_test_secret()
    database = Database(database_url, workers=4)
    schema.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
def bring(database: Database, tmp_path: Path) -> Callable[..., object]:
    def take(kind: ImportKind, rows: int = MANY, **options: object) -> object:
        path = register_files.write(tmp_path, kind, rows)
        return import_csv.import_file(database, kind, path, now=NOW, **options)  # type: ignore[arg-type]

    return take


def registered(bring: Callable[..., object]) -> None:
    for kind in (ImportKind.PEOPLE, ImportKind.VEHICLES, ImportKind.VIOLATIONS):
        bring(kind, 3)


def counted(database: Database, kind: type) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(kind)).one()


def edited(folder: Path, kind: ImportKind, rows: int, old: str, new: str) -> Path:
    path = register_files.write(folder, kind, rows)
    path.write_text(path.read_text().replace(old, new))
    return path


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (ImportKind.PEOPLE, Person),
        (ImportKind.ORGANISATIONS, Organisation),
        (ImportKind.VEHICLES, Vehicle),
        (ImportKind.VIOLATIONS, Violation),
        (ImportKind.STAFF, StaffMember),
    ],
    ids=["people", "organisations", "vehicles", "violations", "staff"],
)
def test_whoever_looks_meanwhile_sees_no_row_or_every_row(
    database: Database, bring: Callable[..., object], kind: ImportKind, table: type
) -> None:
    seen: dict[str, set[int]] = {}

    def look(step: str, done: int, total: int) -> None:
        seen.setdefault(step, set()).add(counted(database, table))

    for needed in NEEDED.get(kind, ()):
        bring(needed, silently=True)
    assert bring(kind, show=look, silently=kind is not ImportKind.PEOPLE) == {RowChange.NEW: MANY}
    assert seen["Checking"] == seen["Writing"] == {0}
    assert seen.get("Following up", {MANY}) == {MANY}
    assert counted(database, table) == MANY
    assert bring(kind) == {RowChange.UNCHANGED: MANY}
    assert counted(database, ImportJob) == 0


def test_no_garbage_is_collected_while_an_import_holds_the_writer(
    database: Database, bring: Callable[..., object]
) -> None:
    collecting: list[bool] = []

    def look(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO people"):
            collecting.append(gc.isenabled())

    event.listen(database.engine, "after_cursor_execute", look)
    was_enabled = gc.isenabled()
    gc.enable()
    bring(ImportKind.PEOPLE, 3)
    assert gc.isenabled()
    (gc.enable if was_enabled else gc.disable)()
    event.remove(database.engine, "after_cursor_execute", look)
    assert collecting
    assert not any(collecting)


def test_a_second_import_is_refused_while_one_is_carried_out(database: Database, bring: Callable[..., object]) -> None:
    refused: list[ImportKind] = []

    def look(step: str, done: int, total: int) -> None:
        for kind in (ImportKind.PEOPLE, ImportKind.STAFF):
            with pytest.raises(ImportInProgress, match="try again when it is done"):
                import_csv.import_file(database, kind, Path("none.csv"), now=NOW)
            refused.append(kind)

    bring(ImportKind.PEOPLE, 3, show=look)
    assert set(refused) == {ImportKind.PEOPLE, ImportKind.STAFF}


def test_what_the_desk_changes_between_check_and_switch_stays(
    database: Database, bring: Callable[..., object], tmp_path: Path
) -> None:
    registered(bring)

    def pay(step: str, done: int, total: int) -> None:
        with database.transaction() as session:
            violation = violations.by_number(session, "B000000001")
            assert violation is not None
            if step == "Writing":
                violation.state = ViolationState.PAID
                add(session, violation)

    path, warned = edited(tmp_path, ImportKind.VIOLATIONS, 3, "民族大道", "朝阳路"), list[str]()
    counts = import_csv.import_file(database, ImportKind.VIOLATIONS, path, now=NOW, show=pay, warn=warned.append)
    assert counts == {RowChange.CHANGED: 2}
    [warning] = warned
    assert "line 3 was not imported: other facts than on record, but it is paid already" in warning
    with database.reading() as session:
        places = {each.number: each.place for each in session.exec(select(Violation))}
    assert places == {"B000000000": "朝阳路", "B000000001": "民族大道", "B000000002": "朝阳路"}


def test_who_declares_a_number_meanwhile_gets_the_record(database: Database, bring: Callable[..., object]) -> None:
    with database.transaction() as session:
        account = accounts.get_or_create(session, 1, 5, language="zh-CN", at=NOW).id

    def declare(step: str, done: int, total: int) -> None:
        if step != "Writing" or counted(database, Person) > 0:
            return
        with database.transaction() as session:
            number = register_files.number_of(1)
            assert people.by_id_number(session, number) is None
            declared = people.new(id_number=number, name="赵芳", phone="+8613900000001", registered=False)
            found = session.get_one(accounts.Account, account)
            found.person_id, found.registered_at = add(session, declared).id, NOW

    bring(ImportKind.PEOPLE, 3, show=declare)
    with database.reading() as session:
        holder = people.by_id_number(session, register_files.number_of(1))
        assert holder is not None
        bound = session.get_one(accounts.Account, account).person_id
    if database.is_sqlite:  # On PostgreSQL the rows are there with the switch: who declares later finds a holder.
        assert bound == holder.id


def left_after(database: Database, kind: ImportKind, path: Path) -> StagedImport:
    """Check and begin an import that is not staged yet."""
    running = import_claims.begin(database, kind, moment=lambda: NOW)
    found = check(database, kind, path, moment=lambda: NOW)
    running.stage(found)
    return running


def test_a_job_that_fails_is_listed_and_the_others_are_done(
    database: Database, bring: Callable[..., object], tmp_path: Path
) -> None:
    registered(bring)
    path = edited(tmp_path, ImportKind.VEHICLES, 3, ",normal", ",locked")
    running = left_after(database, ImportKind.VEHICLES, path)
    with database.transaction() as session:
        jobs = imports.next_jobs(session, running.id, limit=9)
        jobs[1].sealed_row = jobs[0].sealed_row  # Bound to another line, it cannot be decrypted.
        add(session, jobs[1])
    assert running.finish() == [(jobs[1].line, FAILED)]
    with database.reading() as session:
        states = [vehicle.state for vehicle in session.exec(select(Vehicle).order_by(col(Vehicle.plate)))]
        found = session.get_one(RegisterImport, running.id)
    assert states == [VehicleState.LOCKED, VehicleState.NORMAL, VehicleState.LOCKED]
    assert (found.state, found.changed, found.open_slot) == (ImportState.DONE, 2, None)


@pytest.mark.parametrize("now", [LATER, NOW - timedelta(days=1)], ids=["later", "a clock set back"])
def test_somebody_else_goes_on_after_the_switch_and_nothing_is_done_twice(
    database: Database, bring: Callable[..., object], tmp_path: Path, now: datetime
) -> None:
    registered(bring)
    path = edited(tmp_path, ImportKind.VEHICLES, 3, ",normal", ",locked")
    running = left_after(database, ImportKind.VEHICLES, path)
    with database.transaction() as session:
        assert {each.state for each in session.exec(select(Vehicle))} == {VehicleState.NORMAL}
    assert import_claims.bring_last_to_end(database, moment=lambda: now)
    assert running.finish() == []
    assert running.counts() == {RowChange.CHANGED: 3}
    with database.reading() as session:
        assert vehicles.by_plate(session, "02", "桂A00000").state is VehicleState.LOCKED  # type: ignore[union-attr]


def test_a_dry_run_changes_nothing(database: Database, tmp_path: Path) -> None:
    path = register_files.write(tmp_path, ImportKind.PEOPLE, 3)
    dry_run = partial(import_csv.dry_run, database, ImportKind.PEOPLE, path, now=NOW)
    assert dry_run() == {RowChange.NEW: 3}
    assert counted(database, Person) == counted(database, RegisterImport) == 0


def test_an_owner_who_leaves_the_register_meanwhile_owns_nothing_new(
    database: Database, bring: Callable[..., object], tmp_path: Path
) -> None:
    bring(ImportKind.PEOPLE, 3, silently=True)
    path = register_files.write(tmp_path, ImportKind.VEHICLES, 3)
    running = import_claims.begin(database, ImportKind.VEHICLES, moment=lambda: NOW)
    found = check(database, ImportKind.VEHICLES, path, moment=lambda: NOW)
    with database.transaction() as session:
        owner = people.by_id_number(session, register_files.number_of(1))
        assert owner is not None
        owner.registered = False
        add(session, owner)
    running.stage(found)
    [(line, fault)] = running.finish()
    assert (line, fault) == (3, UNKNOWN_OWNER)
    assert counted(database, Vehicle) == 2
