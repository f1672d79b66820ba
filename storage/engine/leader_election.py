"""Leadership: of the replicas only one polls, one sends, one keeps house. The database decides which.

PostgreSQL: an advisory lock of a connection that does nothing else; it is free the
moment that process dies. SQLite serves one process, which a lock on a file guards.
"""

import fcntl
from enum import IntEnum
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database


class Office(IntEnum):
    """What only one may do at a time; the number is the lock's."""

    POLLING = 7_301
    SENDING = 7_302
    HOUSEKEEPING = 7_303
    RECEIPTS = 7_304


class SecondProcess(Exception):
    """Another desk already runs on this SQLite file."""


class Leadership:
    """Holds one office, or not."""

    def __init__(self, database: Database, office: Office) -> None:
        self._database = database
        self._office = office
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Try to take the office. True while it is held; on SQLite always."""
        if self._database.is_sqlite:
            return True
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))  # Still connected, so still held.
                return True
            return self._try()
        except SQLAlchemyError:
            self.leave()
            return False

    def _try(self) -> bool:
        connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        held = False
        try:
            question = text("SELECT pg_try_advisory_lock(:office)")
            held = bool(connection.execute(question, {"office": int(self._office)}).scalar())
        finally:
            if not held:
                connection.close()
        self._connection = connection if held else None
        return held

    def leave(self) -> None:
        """Give the office back."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def guard_file(url: str) -> IO[str] | None:
    """Refuse a second process on a SQLite file. Keep what it returns open. Raises SecondProcess."""
    name = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not name:
        return None
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    handle = Path(f"{name}.lock").open("w")  # noqa: SIM115 - held open for as long as the process lives
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise SecondProcess(name) from None
    return handle
