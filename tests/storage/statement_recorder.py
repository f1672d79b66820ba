"""Records the statements of the desk, each once, with the values of its first execution."""

import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Engine

from storage.database import Database
from tests.inline_database import InlineDatabase

# Names of the desk's threads; queries of the tests themselves need no index.
DESK_THREADS = ("turns", "writing", "reading")

READS = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH|INSERT.*\bSELECT\b)", re.IGNORECASE | re.DOTALL)
VALUES = re.compile(r"'(?:[^']|'')*'|x'[0-9a-f]*'|\b\d+(?:\.\d+)?\b", re.IGNORECASE)

Statement = tuple[str, Any]


@contextmanager
def recorded(database: Database, seen: set[str] | None = None) -> Iterator[dict[str, Statement]]:
    """Record the statements on connections opened from now on: normalised statement → the statement and its values.

    seen: statements as the driver is given them, which are not recorded; those that are executed are added. Most are
    repeated, and to write one out with its values costs as much as to run it.
    """
    found: dict[str, Statement] = {}
    seen = set() if seen is None else seen

    def is_new(sql: str) -> bool:
        if sql in seen or not _is_desk(database):
            return False
        seen.add(sql)
        return True

    def keep(sql: str, values: Any = None) -> None:
        if READS.match(sql):
            found.setdefault(VALUES.sub("?", sql), (sql, values))

    cursor = _postgresql_cursor(is_new, keep)
    connection = _sqlite_connection(is_new, keep)
    own: dict[str, Any] = {"factory": connection} if database.is_sqlite else {"cursor_factory": cursor}

    def listen(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
        options |= own

    for engine in _engines(database):
        engine.dispose()
        event.listen(engine, "do_connect", listen)
    try:
        yield found
    finally:
        for engine in _engines(database):
            event.remove(engine, "do_connect", listen)
            engine.dispose()


def _sqlite_connection(is_new: Callable[[str], bool], keep: Callable[[str], None]) -> type[sqlite3.Connection]:
    """Return connections that keep each new statement as SQLite runs it, with its values in their places."""

    class RecordingCursor(sqlite3.Cursor):
        """A cursor that tells what it is asked."""

        def execute(self, sql: str, *values: Any) -> Any:
            if not is_new(sql):
                return super().execute(sql, *values)
            with self._told():
                return super().execute(sql, *values)

        def executemany(self, sql: str, *values: Any) -> Any:
            if not is_new(sql):
                return super().executemany(sql, *values)
            with self._told():
                return super().executemany(sql, *values)

        @contextmanager
        def _told(self) -> Iterator[None]:
            self.connection.set_trace_callback(keep)
            try:
                yield
            finally:
                self.connection.set_trace_callback(None)

    class RecordingConnection(sqlite3.Connection):
        """A connection with these cursors, also for what it executes itself."""

        def cursor(self, *_: Any) -> Any:
            return super().cursor(RecordingCursor)

    return RecordingConnection


def _postgresql_cursor(is_new: Callable[[str], bool], keep: Callable[[str, Any], None]) -> type[psycopg.Cursor[Any]]:
    """Return cursors that keep each new statement and the values it is given."""

    class RecordingCursor(psycopg.Cursor[Any]):
        """A cursor that tells what it is asked."""

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            if is_new(str(query)):
                keep(str(query), params)
            return super().execute(query, params, **options)

        def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
            params_seq = list(params_seq)
            if is_new(str(query)):
                keep(str(query), params_seq[0])
            super().executemany(query, params_seq, **options)

    return RecordingCursor


def _is_desk(database: Database) -> bool:
    """Return whether the desk works at this moment, and not the test."""
    if isinstance(database, InlineDatabase):
        return database.is_working
    return threading.current_thread().name.startswith(DESK_THREADS)


def _engines(database: Database) -> list[Engine]:
    return [database.engine, database._readers] if database.is_sqlite else [database.engine]
