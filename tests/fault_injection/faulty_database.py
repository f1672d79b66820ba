"""Database connections that fail on request, at the n-th statement, in the ways in which the real drivers fail.

SQLite rolls back the whole transaction when the disk is full, an I/O error occurs or memory runs out. PostgreSQL fails
the transaction at every error, and ends it when the connection is cut. The faults do the same before they are raised.
"""

import contextlib
import sqlite3
from collections.abc import Callable
from typing import Any, Protocol

import psycopg
from psycopg import errors
from sqlalchemy import Engine, event

from storage.database import Database

# Result codes after which SQLite has rolled back the whole transaction, and others after which it has not.
SQLITE_LOSING = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOMEM", "SQLITE_BUSY", "SQLITE_INTERRUPT")
SQLITE_KEEPING = ("SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_CORRUPT", "SQLITE_CANTOPEN", "SQLITE_PROTOCOL")
SQLITE_FAULTS = (*SQLITE_LOSING, *SQLITE_KEEPING)
# One of each class of SQLSTATE that a server raises for its own state, and a cut connection.
POSTGRESQL_FAULTS = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.DiskFull,
    errors.OutOfMemory,
    errors.LockNotAvailable,
    errors.QueryCanceled,
    errors.IoError,
    errors.InternalError_,
    errors.ReadOnlySqlTransaction,
)
CUT = "cut"
COMMIT = "COMMIT"

Fault = str | type[psycopg.Error]


class FaultSource(Protocol):
    """Says which statements of a database meet a fault."""

    def due(self, statement: str) -> Fault | None:
        """Return the fault that this statement meets before it runs."""
        ...

    def hides_commit(self) -> bool:
        """Return whether the answer to a commit that has just succeeded is lost."""
        ...


class FaultPlan:
    """Raises one fault at the statement with this number. `count`: the statements seen since it was armed."""

    def __init__(self) -> None:
        self.count = 0
        self._at = -1
        self._fault: Fault | None = None

    def arm(self, at: int, fault: Fault) -> None:
        """Raise the fault at the statement with this number, from 0, counted from now."""
        self.count, self._at, self._fault = 0, at, fault

    def disarm(self) -> None:
        """Raise nothing from now on."""
        self._at = -1

    def due(self, statement: str) -> Fault | None:
        """Count a statement. Returns the fault that it meets."""
        number, self.count = self.count, self.count + 1
        return self._fault if number == self._at else None

    def hides_commit(self) -> bool:
        """Return False: the answer to each commit arrives."""
        return False


def inject(database: Database) -> FaultPlan:
    """Let the database's new connections follow the plan that is returned; existing ones are closed."""
    plan = FaultPlan()
    inject_into(database.engine, plan)
    return plan


def inject_into(engine: Engine, faults: FaultSource) -> None:
    """Let the new connections of an engine meet these faults; existing ones are closed."""
    connect = _sqlite_connect(faults) if engine.dialect.name == "sqlite" else _postgresql_connect(faults)
    engine.dispose()
    event.listen(engine, "do_connect", connect)


def faults_of(database: Database) -> tuple[Fault, ...]:
    """Return every fault that this database may meet."""
    return SQLITE_FAULTS if database.is_sqlite else (*POSTGRESQL_FAULTS, CUT)


def _sqlite_connect(faults: FaultSource) -> Callable[..., None]:
    class FaultyCursor(sqlite3.Cursor):
        def execute(self, *arguments: Any) -> "FaultyCursor":
            _meet_sqlite(self.connection, faults.due(arguments[0]))
            super().execute(*arguments)
            return self

        def executemany(self, *arguments: Any) -> "FaultyCursor":
            _meet_sqlite(self.connection, faults.due(arguments[0]))
            super().executemany(*arguments)
            return self

    class FaultyConnection(sqlite3.Connection):
        def cursor(self, *_: Any) -> FaultyCursor:  # type: ignore[override]
            return FaultyCursor(self)

        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            return self.cursor().execute(*arguments)

        def commit(self) -> None:
            _meet_sqlite(self, faults.due(COMMIT))
            super().commit()
            if faults.hides_commit():
                _meet_sqlite(self, "SQLITE_IOERR")

    def connect(dialect: Any, record: Any, arguments: Any, options: dict[str, Any]) -> None:
        options["factory"] = FaultyConnection

    return connect


def _meet_sqlite(connection: sqlite3.Connection, fault: Fault | None) -> None:
    if fault is None:
        return
    if fault in SQLITE_LOSING:
        with contextlib.suppress(sqlite3.OperationalError):  # No transaction is open.
            sqlite3.Cursor(connection).execute("ROLLBACK")
    problem = sqlite3.OperationalError("a fault of the test")
    problem.sqlite_errorcode = getattr(sqlite3, str(fault))
    raise problem


def _postgresql_connect(faults: FaultSource) -> Callable[..., psycopg.Connection[Any]]:
    class FaultyCursor(psycopg.Cursor[Any]):
        def execute(self, *arguments: Any, **options: Any) -> "FaultyCursor":
            _meet_postgresql(self.connection, faults.due(str(arguments[0])))
            super().execute(*arguments, **options)
            return self

        def executemany(self, *arguments: Any, **options: Any) -> None:
            _meet_postgresql(self.connection, faults.due(str(arguments[0])))
            super().executemany(*arguments, **options)

    class FaultyConnection(psycopg.Connection[Any]):
        def commit(self) -> None:
            _meet_postgresql(self, faults.due(COMMIT))
            super().commit()
            if faults.hides_commit():
                _meet_postgresql(self, CUT)

    def connect(dialect: Any, record: Any, arguments: Any, options: dict[str, Any]) -> psycopg.Connection[Any]:
        return FaultyConnection.connect(*arguments, **options, cursor_factory=FaultyCursor)

    return connect


def _meet_postgresql(connection: psycopg.Connection[Any], fault: Fault | None) -> None:
    if fault is None:
        return
    if fault == CUT:
        connection.close()
        raise psycopg.OperationalError("the connection is cut by the test")
    with contextlib.suppress(psycopg.errors.DivisionByZero):
        psycopg.Cursor(connection).execute("SELECT 1 / 0")  # The transaction has failed.
    assert not isinstance(fault, str)
    raise fault("a fault of the test")
