"""`doctor` and the start name a fault of the database and its disk: only a damaged store is sent to a restore."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from bot.cli import doctor_database, doctor_files, doctor_settings, restore
from bot.cli.doctor_result import Level
from bot.engine.health import FULL_DISK, LOW_DISK
from bot.runtime import store_damage
from bot.runtime.database import DatabaseNotResponding, open_database, require_own_store, use_keys
from bot.runtime.database_faults import ADVICE, cause_at
from bot.runtime.operator_error import OperatorError, WrongConfiguration
from bot.settings import Settings
from storage.database import engines
from storage.database.faults import FaultCause
from tests.cli.conftest import NOW
from tests.operating_system import behaving


@pytest.fixture
def store(settings: Settings, empty_database: Path) -> Path:
    """The file of a store that nobody has opened."""
    settings.data_dir.mkdir()
    return Path(shutil.copy(empty_database, settings.data_dir))


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Another program holds the lock."""
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def unopened(store: Path) -> Iterator[None]:
    """SQLite cannot open the file that it needs beside the store."""
    with closing(sqlite3.connect(store)) as first:
        first.execute("PRAGMA journal_mode = WAL")
    for suffix in ("-wal", "-shm"):
        store.with_name(store.name + suffix).unlink(missing_ok=True)
        store.with_name(store.name + suffix).mkdir()
    yield


def open_store(settings: Settings) -> None:
    use_keys(settings)
    require_own_store(settings)


def found(settings: Settings) -> tuple[str, str]:
    result = doctor_database.database_check(settings)
    assert result.level is Level.FAIL
    return result.what, result.advice


def test_a_lock_is_no_damage(settings: Settings, store: Path) -> None:
    with behaving(store_damage, LOCK_SECONDS=0.01), held(store):
        what, advice = found(settings)
    assert (what, advice) == ("the database does not respond: locked", "Another program holds the database; stop it.")


@contextmanager
def disk(free: int, *, may_write: bool = True) -> Iterator[None]:
    """The disk has so much space, and the folder can be written to or not."""
    usage = behaving(shutil, disk_usage=lambda _: SimpleNamespace(free=free))
    with usage, behaving(os, access=lambda *_: may_write):
        yield


@pytest.mark.parametrize(
    ("free", "may_write", "words", "advice"),
    [
        (0, True, "disk full", "Free some space."),
        (10**9, False, "read-only", ADVICE[FaultCause.READ_ONLY]),
        (10**9, True, "cannot be opened", ADVICE[FaultCause.CANNOT_OPEN]),
    ],
)
@pytest.mark.usefixtures("store")
def test_a_full_disk_and_a_read_only_folder_are_no_damage(
    settings: Settings, free: int, may_write: bool, words: str, advice: str
) -> None:
    with disk(free, may_write=may_write), unopened(settings.data_dir / "chezhu.db"):
        assert found(settings) == (f"the database does not respond: {words}", advice)
        with pytest.raises(DatabaseNotResponding, match=f"does not respond: {words}. {advice}"):
            open_store(settings)


def test_the_disk_is_asked_only_about_what_sqlite_leaves_open(settings: Settings, store: Path) -> None:
    with closing(sqlite3.connect(store)) as opened:
        opened.execute("PRAGMA query_only = ON")
        with pytest.raises(sqlite3.Error) as raised:
            opened.execute("CREATE TABLE t (a)")
    with disk(0):
        assert cause_at(settings.store_url, raised.value) is FaultCause.READ_ONLY
        assert cause_at("no URL", raised.value) is FaultCause.READ_ONLY
        assert cause_at(settings.store_url, LookupError()) is None


def test_the_start_finds_damage_in_pages_that_it_does_not_need(settings: Settings, store: Path) -> None:
    with closing(sqlite3.connect(store)) as opened:
        query = "SELECT rootpage, page_size FROM sqlite_master, pragma_page_size() WHERE name = 'group_chats'"
        page, size = opened.execute(query).fetchone()
    with store.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with open_database(settings):
        pass  # The commands that rescue what is there still open it.
    with pytest.raises(WrongConfiguration, match="The store is damaged: .*restore FILE"):
        open_database(settings, alone=True).__enter__()


@pytest.mark.parametrize("part", ["TABLE refunds", "INDEX uq_timers_set"])
def test_an_incomplete_store_does_not_start(settings: Settings, store: Path, part: str) -> None:
    with closing(sqlite3.connect(store)) as opened:
        opened.execute(f"DROP {part}")
    lost = re.escape(f"lacks 1 tables, columns or keys ({part.split()[1]})")
    assert re.search(lost, found(settings)[0])
    with open_database(settings):
        pass  # The commands that rescue what is there still open it.
    with pytest.raises(WrongConfiguration, match=f"incomplete: it {lost}.*restore FILE"):
        open_database(settings, alone=True).__enter__()
    with pytest.raises(OperatorError, match=lost):  # As a backup neither.
        restore.restore(settings, Path(shutil.copy(store, store.parent.parent / "a.db")), now=NOW, say=lambda _: None)


def run_statement(settings: Settings, statement: str) -> None:
    with open_database(settings) as database, database.transaction() as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1")  # The disk has the pages of the store alone.
        session.connection().exec_driver_sql(statement)


@pytest.mark.usefixtures("store")
def test_a_fault_is_named_that_comes_while_the_database_is_open(settings: Settings) -> None:
    with pytest.raises(DatabaseNotResponding, match="does not respond: disk full. Free some space"):
        run_statement(settings, "CREATE TABLE large AS SELECT zeroblob(10000000) AS content")
    with pytest.raises(OperationalError, match="no such column"):  # No fault of the database.
        run_statement(settings, "SELECT no_column FROM refunds")


def test_the_doctor_opens_the_store_as_the_desk_does(settings: Settings, store: Path) -> None:
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN")
        other.execute("SELECT name FROM sqlite_master").fetchall()  # Others may read, but not change the mode.
        with behaving(engines, SQLITE_PRAGMAS=("busy_timeout=1", "journal_mode=WAL")):
            assert found(settings)[0] == "the database does not respond: locked"


@pytest.mark.parametrize(
    ("free", "level", "what"),
    [
        (FULL_DISK - 1, Level.FAIL, "disk full: 99 MB free at "),
        (FULL_DISK, Level.WARN, "100 MB free at "),
        (LOW_DISK, Level.OK, "1 GB free at "),
    ],
)
def test_a_disk_on_which_the_desk_is_not_ready_is_a_failure(
    settings: Settings, free: int, level: Level, what: str
) -> None:
    with disk(free):
        found = doctor_files.check_disk(settings)
    assert (found.level, found.what[: len(what)]) == (level, what)


def test_the_disk_of_the_store_is_asked_too(settings: Settings, tmp_path: Path) -> None:
    settings.data_dir.mkdir()
    (tmp_path / "elsewhere").mkdir()
    apart = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/elsewhere/chezhu.db"})
    usage = behaving(
        shutil, disk_usage=lambda folder: SimpleNamespace(free=0 if folder.name == "elsewhere" else LOW_DISK)
    )
    with usage:
        assert doctor_files.check_disk(settings).level is Level.OK
        assert doctor_files.check_disk(apart).what.endswith("elsewhere")


@pytest.mark.usefixtures("store")
def test_a_store_without_its_key_is_not_promised_a_new_one(settings: Settings) -> None:
    without = settings.model_copy(update={"secret_key": ""})
    assert not list(doctor_files.secret_checks(without))
    (settings.data_dir / "chezhu.db").unlink()
    (found,) = doctor_files.secret_checks(without)
    assert found.what == "no secret key yet"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer version of the desk (revision 9999"),
        ("DELETE FROM alembic_version", "does not say of which version it is"),
        ("DROP TABLE alembic_version", "belongs to another program"),
    ],
    ids=["newer", "none", "another program's"],
)
def test_a_store_that_this_version_cannot_migrate_is_refused_and_stays(
    settings: Settings, store: Path, script: str, words: str
) -> None:
    with closing(sqlite3.connect(store)) as changed:
        changed.execute(script)
        changed.commit()
        before = list(changed.iterdump())
    with pytest.raises(WrongConfiguration, match=re.escape(words)), open_database(settings):
        pass
    what, advice = found(settings)
    assert words in what
    assert advice
    with closing(sqlite3.connect(store)) as same:
        assert list(same.iterdump()) == before


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"data_dir": Path("/dev/null")}, [(Level.FAIL, "CHEZHU_DATA_DIR")]),
        ({"host": "999.1.1.1"}, [(Level.FAIL, "CHEZHU_HOST")]),
        ({"host": "desk.example"}, []),
        ({"trusted_proxies": "10.0.0.0/8, 0.0.0.0/0"}, [(Level.WARN, "CHEZHU_TRUSTED_PROXIES")]),
        ({"trusted_proxies": "::/0"}, [(Level.WARN, "CHEZHU_TRUSTED_PROXIES")]),
        ({"trusted_proxies": "10.0.0.0/8"}, []),
        ({"metrics_token": "x"}, [(Level.WARN, "CHEZHU_METRICS_TOKEN")]),
        ({"metrics_token": "x" * 16}, []),
        ({"messages_per_second": 0, "telegram_token": "1:x"}, [(Level.WARN, "CHEZHU_MESSAGES_PER_SECOND")]),
    ],
)
def test_settings_that_are_hardly_meant_are_named(
    settings: Settings, changed: dict[str, object], found: list[tuple[Level, str]]
) -> None:
    checks = doctor_settings.setting_checks(settings.model_copy(update=changed))
    assert [(each.level, re.split(r"[ =]", each.what)[0]) for each in checks] == found
