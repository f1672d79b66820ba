"""Faults of the database itself: full disk, I/O, memory, locks, lost connection. A retry may succeed.

The log and the health check name a fault by one of a few words, never by the database's message, which quotes values.
"""

import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

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
# internal error. 25006: the server became read-only; 25P03: it ended an idle transaction; 42501: the role lacks a
# privilege, for example after a restore by another owner.
_SQLSTATE_FAULTS = ("08", "40", "53", "55", "57", "58", "F0", "XX", "25006", "25P03", "42501")


class FaultCause(StrEnum):
    """What is wrong with a database or its disk."""

    DISK_FULL = "disk full"
    MALFORMED = "malformed"
    LOCKED = "locked"
    READ_ONLY = "read-only"
    IO_ERROR = "I/O error"
    OUT_OF_MEMORY = "out of memory"
    CANNOT_OPEN = "cannot be opened"
    NO_CONNECTION = "no connection"
    NO_PERMISSION = "no permission"


_SQLITE_CAUSES = {
    sqlite3.SQLITE_FULL: FaultCause.DISK_FULL,
    sqlite3.SQLITE_CORRUPT: FaultCause.MALFORMED,
    sqlite3.SQLITE_NOTADB: FaultCause.MALFORMED,
    sqlite3.SQLITE_BUSY: FaultCause.LOCKED,
    sqlite3.SQLITE_LOCKED: FaultCause.LOCKED,
    sqlite3.SQLITE_PROTOCOL: FaultCause.LOCKED,
    sqlite3.SQLITE_READONLY: FaultCause.READ_ONLY,
    sqlite3.SQLITE_IOERR: FaultCause.IO_ERROR,
    sqlite3.SQLITE_NOMEM: FaultCause.OUT_OF_MEMORY,
    sqlite3.SQLITE_CANTOPEN: FaultCause.CANNOT_OPEN,
}
# By the beginning of a SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
_SQLSTATE_CAUSES = {
    "53100": FaultCause.DISK_FULL,
    "53200": FaultCause.OUT_OF_MEMORY,
    "XX001": FaultCause.MALFORMED,
    "XX002": FaultCause.MALFORMED,
    "40P01": FaultCause.LOCKED,
    "55P03": FaultCause.LOCKED,
    "25006": FaultCause.READ_ONLY,
    "42501": FaultCause.NO_PERMISSION,
    "58": FaultCause.IO_ERROR,
    "08": FaultCause.NO_CONNECTION,
    "53300": FaultCause.NO_CONNECTION,
    "57P": FaultCause.NO_CONNECTION,
}
_SYSTEM_CAUSES = {
    errno.ENOSPC: FaultCause.DISK_FULL,
    errno.EDQUOT: FaultCause.DISK_FULL,
    errno.EROFS: FaultCause.READ_ONLY,
    errno.EIO: FaultCause.IO_ERROR,
}


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


def cause_of(problem: BaseException | None) -> FaultCause | None:
    """Return what is wrong, if this exception, or one that caused it, is a fault of the database or its disk."""
    return next((cause for original in _causes(problem) if (cause := _cause_of_one(original)) is not None), None)


def is_lock_timeout(problem: BaseException | None) -> bool:
    """Return whether this exception, or one that caused it, is that a lock was not free in time."""
    return any(isinstance(original, psycopg.errors.LockNotAvailable) for original in _causes(problem))


def _causes(problem: BaseException | None) -> Iterator[BaseException | None]:
    """Yield an exception and those that caused it, each as the database driver raised it."""
    while problem is not None:
        yield problem.orig if isinstance(problem, DBAPIError) else problem
        problem = problem.__cause__


def _cause_of_one(problem: BaseException | None) -> FaultCause | None:
    if isinstance(problem, sqlite3.Error):
        return _SQLITE_CAUSES.get(getattr(problem, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(problem, psycopg.Error):
        if problem.sqlstate is None:
            return FaultCause.NO_CONNECTION if _is_postgresql_fault(problem) else None
        return next((cause for state, cause in _SQLSTATE_CAUSES.items() if problem.sqlstate.startswith(state)), None)
    return _SYSTEM_CAUSES.get(problem.errno or 0) if isinstance(problem, OSError) else None


def _is_sqlite_fault(problem: sqlite3.Error) -> bool:
    code = getattr(problem, "sqlite_errorcode", None)  # The module's own errors, for example misuse, have none.
    return code is not None and code & 0xFF in _SQLITE_FAULTS


def _is_postgresql_fault(problem: psycopg.Error) -> bool:
    if problem.sqlstate is None:
        return isinstance(problem, psycopg.OperationalError)  # The client found the connection broken.
    return problem.sqlstate.startswith(_SQLSTATE_FAULTS)
