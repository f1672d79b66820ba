"""Faults of the database itself: full disk, I/O, memory, locks, lost connection. A retry may succeed."""

import sqlite3
from collections.abc import Iterator

import psycopg
from sqlalchemy.exc import DBAPIError

# Primary result codes of SQLite, https://sqlite.org/rescode.html.
_SQLITE_FAULTS = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
# Classes of SQLSTATE: connection, transaction rollback, resources, object state, operator, system, configuration,
# internal error. 25006: the server became read-only; 25P03: it ended an idle transaction.
_SQLSTATE_FAULTS = ("08", "40", "53", "55", "57", "58", "F0", "XX", "25006", "25P03")


class LockNotFree(Exception):
    """Another transaction holds a lock, and this one may not wait for it."""


def is_fault(problem: BaseException | None) -> bool:
    """Return whether this exception, or one that caused it, is a fault of the database and not of the statement."""
    for original in _causes(problem):
        if isinstance(original, sqlite3.Error) and _is_sqlite_fault(original):
            return True
        if isinstance(original, psycopg.Error) and _is_postgresql_fault(original):
            return True
    return False


def is_lock_timeout(problem: BaseException | None) -> bool:
    """Return whether this exception, or one that caused it, is that a lock was not free in time."""
    return any(isinstance(original, psycopg.errors.LockNotAvailable) for original in _causes(problem))


def _causes(problem: BaseException | None) -> Iterator[BaseException | None]:
    """Yield an exception and those that caused it, each as the database driver raised it."""
    while problem is not None:
        yield problem.orig if isinstance(problem, DBAPIError) else problem
        problem = problem.__cause__


def _is_sqlite_fault(problem: sqlite3.Error) -> bool:
    code = getattr(problem, "sqlite_errorcode", None)  # The module's own errors, for example misuse, have none.
    return code is not None and code & 0xFF in _SQLITE_FAULTS


def _is_postgresql_fault(problem: psycopg.Error) -> bool:
    if problem.sqlstate is None:
        return isinstance(problem, psycopg.OperationalError)  # The client found the connection broken.
    return problem.sqlstate.startswith(_SQLSTATE_FAULTS)
