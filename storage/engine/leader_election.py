"""Leader election: the database decides which replica polls, sends, runs housekeeping and fetches SMS receipts.

PostgreSQL: an advisory lock on a connection of its own, released when the process dies. SQLite
serves one process, which a lock on a file enforces.
"""

import fcntl
from enum import IntEnum
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database


class LeaderRole(IntEnum):
    """The roles that only one replica may have at a time; the value is the number of the lock."""

    POLLING = 7_301
    SENDING = 7_302
    HOUSEKEEPING = 7_303
    RECEIPTS = 7_304


class DatabaseFileInUse(Exception):
    """Another process uses this SQLite file."""


class LeaderLock:
    """The lock of one leader role."""

    def __init__(self, database: Database, role: LeaderRole) -> None:
        self._database = database
        self._role = role
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        """Try to take the lock. Returns whether it is held; on SQLite always True."""
        if self._database.is_sqlite:
            return True
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))  # Still connected, so still held.
                return True
            return self._try()
        except SQLAlchemyError:
            self.release()
            return False

    def _try(self) -> bool:
        connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        held = False
        try:
            query = text("SELECT pg_try_advisory_lock(:role)")
            held = bool(connection.execute(query, {"role": int(self._role)}).scalar())
        finally:
            if not held:
                connection.close()
        self._connection = connection if held else None
        return held

    def release(self) -> None:
        """Release the lock."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def lock_database_file(url: str) -> IO[str] | None:
    """Lock a SQLite file against a second process; None for other databases.

    The caller keeps the returned file open. Raises DatabaseFileInUse.
    """
    name = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not name:
        return None
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    handle = Path(f"{name}.lock").open("w")  # noqa: SIM115 - held open for as long as the process lives
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise DatabaseFileInUse(name) from None
    return handle
