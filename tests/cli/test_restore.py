"""`restore`: every check is made on a copy, what stood there is moved aside whole, an interruption does no harm."""

import os
import shutil
import sqlite3
import subprocess
import threading
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.cli import backup, backup_files, doctor_store, restore
from bot.cli.doctor_result import Level
from bot.runtime import store_damage, store_owner, store_use
from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.runtime.store_owner import StoreOwner
from bot.settings import Settings
from storage import audit
from storage.database import Database
from storage.register import people
from storage.store_identity import StoreKind
from tests.cli.conftest import NOW, settings_of
from tests.operating_system import behaving
from tests.postgresql import program

LI, LIN = "999999199005170017", "99999919930226006X"
ACTS_LOST = "are lost: 1 (register:imported 1)"
OWNER = StoreOwner(StoreKind.REAL, 5)


def add_person(session: Session, id_number: str) -> None:
    """Add a person, with an entry in the audit."""
    session.add(people.new(id_number=id_number, name="李建国"))
    audit.record(session, audit.Action.REGISTER_IMPORTED, by=None, on=None, at=NOW)


def people_in(settings: Settings) -> set[str]:
    """Return which of the two people are in the store."""
    with open_database(settings) as database, database.reading() as session:
        return {each for each in (LI, LIN) if people.by_id_number(session, each) is not None}


def run(settings: Settings, file: Path, *, bot: str = "") -> str:
    """Restore, and return everything that is said."""
    said: list[str] = []
    restore.restore(settings, file, bot=bot, now=NOW, say=said.append)
    return "\n".join(said)


def refusal(settings: Settings, file: Path, *, bot: str = "") -> str:
    """Return why a file is not restored. The store and its folder are as before."""
    folder = settings.data_dir
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".lock"}
    with pytest.raises(OperatorError) as refused:
        run(settings, file, bot=bot)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".lock"} == before
    return str(refused.value)


@pytest.fixture
def saved(settings: Settings, empty_database: Path, tmp_path: Path) -> Path:
    """A backup with one person; the store has another one since, who is in its -wal alone."""
    settings.data_dir.mkdir()
    shutil.copy(empty_database, settings.data_dir)
    with open_database(settings) as database:
        store_owner.adopt(database, OWNER, now=NOW, say=lambda _: None)
        with database.transaction() as session:
            add_person(session, LI)
        backup.backup(settings, tmp_path / "backup.db", say=lambda _: None)
        with database.transaction() as session:
            add_person(session, LIN)
        for suffix in ("", "-wal", "-shm"):  # As after a kill: closing would empty the -wal.
            shutil.copy(f"{settings.data_dir}/chezhu.db{suffix}", f"{tmp_path}/killed{suffix}")
    for suffix in ("", "-wal", "-shm"):
        shutil.copy(f"{tmp_path}/killed{suffix}", f"{settings.data_dir}/chezhu.db{suffix}")
    return tmp_path / "backup.db"


def test_a_backup_replaces_a_store_with_its_wal_which_is_kept_whole(settings: Settings, saved: Path) -> None:
    said = run(settings, saved)
    until = f"to {settings.data_dir}/chezhu.db: what happened until 2026-11-25 10:00:00"
    assert all(words in said for words in (until, "compare the gateways' bills", ACTS_LOST))
    assert people_in(settings) == {LI}
    (aside,) = settings.data_dir.glob("chezhu.db.before-*[0-9]")
    assert people_in(settings_of(settings.data_dir, database_url=f"sqlite:///{aside}")) == {LI, LIN}
    assert not list(settings.data_dir.glob("*restor*"))
    assert (settings.data_dir / "chezhu.db").stat().st_mode & 0o077 == 0


def test_a_second_restore_keeps_both_former_stores(settings: Settings, saved: Path) -> None:
    run(settings, saved)
    with open_database(settings) as database, database.transaction() as session:
        add_person(session, LIN)
    run(settings, saved)
    assert people_in(settings) == {LI}
    assert len([each for each in settings.data_dir.glob("chezhu.db.before-*") if each.name[-1] not in "lmt"]) == 2


def test_a_lost_store_is_restored_where_nothing_stands(settings: Settings, saved: Path) -> None:
    shutil.rmtree(settings.data_dir)
    assert "What stood there" not in run(settings, saved, bot="5")
    assert people_in(settings) == {LI}


def test_a_damaged_file_is_refused(settings: Settings, saved: Path, tmp_path: Path) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[: 4096 * 20] + b"\xff" * 4096 * 20 + content[4096 * 40 :])
    assert "not a whole backup of a desk: database disk image is malformed" in refusal(settings, saved)
    saved.write_text("no database" * 1000)
    assert "file is not a database. Use another one" in refusal(settings, saved)
    with behaving(os, access=lambda *_: False):
        assert f"may not read {saved}. Let them, as root: chown" in refusal(settings, saved)
    saved.write_bytes(b"")
    assert "not one of a desk" in refusal(settings, saved)
    assert "There is no file" in refusal(settings, tmp_path / "missing.db")


def test_rows_that_refer_to_missing_ones_are_damage(settings: Settings, saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as store:
        store.execute("CREATE TABLE one (id INTEGER PRIMARY KEY)")
        store.execute("CREATE TABLE two (one INTEGER REFERENCES one (id))")
        store.execute("INSERT INTO two VALUES (7)")
        store.commit()
    assert "rows refer to missing ones in two" in refusal(settings, saved)


def test_a_backup_of_a_newer_version_is_refused(settings: Settings, saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
        store.commit()
    assert "newer version (revision 9999" in refusal(settings, saved)


def test_another_key_and_another_bot_are_refused(settings: Settings, saved: Path) -> None:
    assert "does not open" in refusal(settings.model_copy(update={"secret_key": "A" * 43}), saved)
    assert "There is no secret key" in refusal(settings.model_copy(update={"secret_key": ""}), saved)
    assert not settings.key_file.exists()
    assert "token to bot 6" in refusal(settings.model_copy(update={"telegram_token": "6:other"}), saved)


@pytest.mark.parametrize("stands", ["nothing", "damage", "another bot"])
def test_without_a_token_somebody_says_whose_backup_it_is(settings: Settings, saved: Path, stands: str) -> None:
    store = settings.data_dir / "chezhu.db"
    for part in settings.data_dir.glob("chezhu.db*"):
        part.unlink()
    if stands == "damage":
        store.write_text("no database" * 1000)
    if stands == "another bot":
        with open_database(settings) as database:
            store_owner.adopt(database, StoreOwner(StoreKind.REAL, 6), now=NOW, say=lambda _: None)
    assert "--bot 5 FILE" in refusal(settings, saved)
    for other in ("6", "local"):
        assert f"is that of bot 5, which --bot {other} does not name" in refusal(settings, saved, bot=other)
    assert "names no bot" in refusal(settings, saved, bot="５")
    with_token = settings.model_copy(update={"telegram_token": "6:other"})
    assert "not that of bot 5" in refusal(with_token, saved, bot="5")
    run(settings, saved, bot="5")
    assert people_in(settings) == {LI}


def test_a_backup_waits_for_no_restore_and_none_copies_a_half_renamed_store(settings: Settings, saved: Path) -> None:
    with ExitStack() as stack:
        store_use.use_alone(settings.store_url, stack)
        with pytest.raises(OperatorError):
            backup.backup(settings, saved.with_name("second.db"), say=lambda _: None)
    assert not list(saved.parent.glob("second.db*"))


def test_a_running_desk_is_not_replaced(settings: Settings, saved: Path) -> None:
    with open_database(settings, alone=True), pytest.raises(OperatorError, match="Another desk already runs"):
        run(settings, saved)


@pytest.mark.parametrize("steps", range(5))
def test_an_interrupted_restore_is_noticed_and_gone_on_with(settings: Settings, saved: Path, steps: int) -> None:
    store, copy = settings.data_dir / "chezhu.db", settings.data_dir / "chezhu.db.restore-copy"
    backup_files.copy(saved, copy)
    moves = restore.moves(store, copy, restore.mark(store, now=NOW))
    for _ in range(steps):
        next(moves)
    with pytest.raises(OperatorError, match="was interrupted"), open_database(settings):
        pass
    with pytest.raises(OperatorError, match="was interrupted"):
        backup.backup(settings, saved.with_name("second.db"), say=print)
    (result,) = doctor_store.start_checks(settings)
    assert result.level is Level.FAIL
    # Once the store stands aside without its -wal, nothing says whose it is.
    assert ACTS_LOST in run(settings, saved, bot="5" if steps == 1 else "")
    assert people_in(settings) == {LI}
    (aside,) = settings.data_dir.glob("chezhu.db.before-*[0-9]")
    assert people_in(settings_of(settings.data_dir, database_url=f"sqlite:///{aside}")) == {LI, LIN}


def test_a_backup_comes_to_its_end_although_the_desk_writes(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    with database.transaction() as session:
        session.connection().execute(text("CREATE TABLE large (content BLOB)"))
        session.connection().execute(text("INSERT INTO large VALUES (zeroblob(8000000))"))  # Many pages.
    ended = threading.Event()

    def write() -> None:
        while not ended.wait(0.005):
            with database.transaction() as session:
                audit.record(session, audit.Action.RULE_SET, by=None, on=None, at=NOW)

    writing = threading.Thread(target=write)
    writing.start()
    backup.backup(settings, tmp_path / "backup.db", say=lambda _: None)
    ended.set()
    writing.join()
    assert store_damage.damage_of(tmp_path / "backup.db") == ""


def test_the_steps_for_postgresql_bring_everything_back(postgresql_url: str, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, database_url=f"{postgresql_url}&options=-c%20lock_timeout%3D5s")
    with open_database(settings) as database, database.transaction() as session:
        add_person(session, LI)
    said: list[str] = []
    backup.backup(settings, tmp_path / "backup", say=said.append)
    dump = said[0].removeprefix("Back up PostgreSQL with: ")
    create, fill, check, swap = run(settings, tmp_path / "backup").splitlines()[1:5]
    shell(dump, tmp_path)
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    with open_database(settings) as database, database.transaction() as session:
        add_person(session, LIN)
    for command in (create, fill, swap):
        shell(command, tmp_path)
    assert "_restored" in check
    assert people_in(settings) == {LI}
    shell(swap.replace("_before", "_older"), tmp_path, fails=True)  # Without a present copy there is nothing to swap.


def shell(command: str, folder: Path, *, fails: bool = False) -> None:
    """Run a command that the desk prints, with PostgreSQL's programs."""
    programs = os.path.dirname(program("pg_dump"))
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert bool(done.returncode) is fails, done.stderr
