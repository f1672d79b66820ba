"""Faults of the database are named in closed words, in the log too, which keeps the database's own words out."""

import errno
import json
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.runtime import log_config
from bot.runtime.database_faults import ADVICE
from storage.database import Database
from storage.database.faults import FaultCause, cause_of, is_fault

Act = Callable[[sqlite3.Connection, Path], object]
OPERATING = (Path(__file__).parents[2] / "docs" / "operating.md").read_text()


def malform(store: sqlite3.Connection, path: Path) -> None:
    """Overwrite the rows of the table, and read them."""
    store.execute("INSERT INTO t SELECT randomblob(900) FROM t LIMIT 100")
    store.commit()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with sqlite3.connect(path) as other:
        other.execute("SELECT sum(length(a)) FROM t").fetchone()


def lock(store: sqlite3.Connection, path: Path) -> None:
    """Write while another connection does."""
    store.execute("BEGIN IMMEDIATE")
    with sqlite3.connect(path, timeout=0) as other:
        other.execute("INSERT INTO t VALUES (1)")


def replace(store: sqlite3.Connection, path: Path) -> None:
    """Open a file that is no database."""
    store.close()
    path.write_bytes(b"no database " * 500)
    sqlite3.connect(path).execute("SELECT * FROM t")


SQLITE: dict[FaultCause, list[Act]] = {
    FaultCause.DISK_FULL: [
        lambda store, _: (
            store.execute("PRAGMA max_page_count = 3"),
            store.execute("INSERT INTO t VALUES (zeroblob(99999))"),
        )
    ],
    FaultCause.MALFORMED: [malform, replace],
    FaultCause.LOCKED: [lock],
    FaultCause.READ_ONLY: [
        lambda store, _: (store.execute("PRAGMA query_only = ON"), store.execute("INSERT INTO t VALUES (1)"))
    ],
    FaultCause.CANNOT_OPEN: [lambda _, path: sqlite3.connect(path / "no").execute("SELECT 1")],
}


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("cause", "act"), [(cause, act) for cause, acts in SQLITE.items() for act in acts])
def test_a_fault_of_sqlite_is_named(tmp_path: Path, cause: FaultCause, act: Act) -> None:
    path = tmp_path / "store.db"
    store = sqlite3.connect(path)
    store.execute("CREATE TABLE t (a)")
    store.executemany("INSERT INTO t VALUES (?)", [(number,) for number in range(200)])
    store.commit()
    with pytest.raises(sqlite3.Error) as raised:
        act(store, path)
    store.close()
    assert cause_of(raised.value) is cause


@pytest.mark.parametrize(
    ("problem", "cause"),
    [
        (psycopg.errors.DiskFull(), FaultCause.DISK_FULL),
        (psycopg.errors.DataCorrupted(), FaultCause.MALFORMED),
        (psycopg.errors.IndexCorrupted(), FaultCause.MALFORMED),
        (psycopg.errors.LockNotAvailable(), FaultCause.LOCKED),
        (psycopg.errors.DeadlockDetected(), FaultCause.LOCKED),
        (psycopg.errors.ReadOnlySqlTransaction(), FaultCause.READ_ONLY),
        (psycopg.errors.InsufficientPrivilege(), FaultCause.NO_PERMISSION),
        (psycopg.errors.AdminShutdown(), FaultCause.NO_CONNECTION),
        (psycopg.errors.TooManyConnections(), FaultCause.NO_CONNECTION),
        (psycopg.OperationalError("server closed the connection"), FaultCause.NO_CONNECTION),
        (psycopg.errors.OutOfMemory(), FaultCause.OUT_OF_MEMORY),
        (psycopg.errors.IoError(), FaultCause.IO_ERROR),
        (psycopg.errors.UniqueViolation(), None),
        (OSError(errno.ENOSPC, "no space"), FaultCause.DISK_FULL),
        (OSError(errno.EROFS, "read-only"), FaultCause.READ_ONLY),
        (OSError(errno.ENOENT, "missing"), None),
        (sqlite3.IntegrityError("unique"), None),
        (LookupError("a bug"), None),
        (None, None),
    ],
    ids=repr,
)
def test_other_faults_are_named(problem: BaseException | None, cause: FaultCause | None) -> None:
    assert cause_of(problem) is cause


@pytest.mark.parametrize(
    ("problem", "is_one"), [(psycopg.errors.InsufficientPrivilege(), True), (psycopg.errors.UndefinedColumn(), False)]
)
def test_a_missing_privilege_is_a_fault_of_the_database_and_no_bug(problem: Exception, is_one: bool) -> None:
    assert is_fault(problem) is is_one


@pytest.mark.usefixtures("own_logging")
def test_the_log_names_the_cause_and_not_what_the_database_says(
    lite: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    log_config.configure_logging(as_json=True)
    with pytest.raises(DBAPIError) as raised, lite.reading() as session:
        session.execute(text("INSERT INTO counters VALUES ('typed', 1)"))
    try:
        raise RuntimeError("a turn was lost") from raised.value
    except RuntimeError:
        logging.getLogger("chezhu.desk").exception("loop failed")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["cause"] == "read-only"
    assert "typed" not in line
    assert "attempt to write" not in line


@pytest.mark.parametrize("cause", FaultCause)
def test_the_operator_reads_what_to_do_about_each_cause(cause: FaultCause) -> None:
    assert cause in ADVICE, "Write in ADVICE of bot/runtime/database_faults.py what the operator does about it"
    assert f"`{cause.value}`" in OPERATING, "Write in docs/operating.md, “no database (…)”, that health says it"
