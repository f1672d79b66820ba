"""Migrations: bring a database to the tables of this version, one process at a time.

A migration runs in one transaction on both databases: if it fails, nothing is changed. On SQLite, foreign
keys are off meanwhile, because rebuilding a table would otherwise delete all rows that refer to it. They
are checked before the commit.

On PostgreSQL a migration gives way: as long as it waits for a table, everybody else who needs it waits behind. A backup
holds every table until it ends.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from storage.database.engines import POSTGRESQL_TIMEOUTS, single_engine
from storage.database.faults import is_lock_timeout
from storage.schema import metadata

log = logging.getLogger("chezhu.desk")

DIRECTORY = Path(__file__).parent
MIGRATION_LOCK = 7_300
# Longer than PostgreSQL takes to end a vacuum that is in the way. An index on a large table takes as long as it takes.
LOCK_MILLISECONDS = 3_000
LIMITS = {**POSTGRESQL_TIMEOUTS, "lock_timeout": LOCK_MILLISECONDS, "statement_timeout": 0}
RETRY_SECONDS = 5.0


class BrokenReferences(Exception):
    """A migration left rows that refer to missing rows; it was rolled back. Names the tables."""


@dataclass(frozen=True)
class SchemaRevision:
    """The revision of a database, None before the first, and the newest one."""

    current: str | None
    newest: str | None

    @property
    def is_current(self) -> bool:
        """Whether the database is at the newest revision."""
        return self.current == self.newest


def upgrade(url: str, to: str = "head", *, wait: Callable[[float], object] = time.sleep) -> SchemaRevision:
    """Upgrade a database to a revision, by default the newest. A second process waits for the first.

    wait: waits so many seconds before the next attempt, if somebody holds a table.
    """
    return _change(url, to, lambda current: _scripts()._upgrade_revs(to, current), wait)


def downgrade(url: str, to: str, *, wait: Callable[[float], object] = time.sleep) -> SchemaRevision:
    """Downgrade a database to an older revision; "base" is before the first."""
    return _change(url, to, lambda current: _scripts()._downgrade_revs(to, current), wait)


def _change(
    url: str, to: str, steps: Callable[[Any], Sequence[object]], wait: Callable[[float], object]
) -> SchemaRevision:
    """Run the steps that lead to a revision from the current one, as Alembic's own commands do."""
    while True:
        try:
            with exclusive(url) as connection:
                own: dict[str, Any] = {"fn": lambda current, _: steps(current), "destination_rev": to}
                with EnvironmentContext(_config(connection), _scripts(), **own):
                    _scripts().run_env()
                check_references(connection)
                return _revision(connection)
        except DBAPIError as problem:
            if not is_lock_timeout(problem):
                raise
        log.warning("the migration waits: a backup or another process holds what it changes")
        wait(RETRY_SECONDS)


def revision_of(url: str) -> SchemaRevision:
    """Return the revision of a database. Changes nothing."""
    with _engine(url, reading=True).connect() as connection:
        return _revision(connection)


def differences(url: str) -> list[Any]:
    """Return what Alembic finds to differ between the database and the tables of this version."""
    with _engine(url, reading=True).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))


def revise(url: str, message: str, *, revision_id: str) -> Path:
    """Write the next revision from the differences between an up-to-date database and the tables of this version."""
    with exclusive(url) as connection:
        written = command.revision(_config(connection), message=message, autogenerate=True, rev_id=revision_id)
    assert written is not None
    assert not isinstance(written, list)
    _scripts.cache_clear()
    return Path(written.path)


def check_references(connection: Connection) -> None:
    """Check that no row refers to a missing one, before foreign keys are on again. Raises BrokenReferences."""
    if connection.dialect.name == "sqlite":
        broken = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        if broken:
            raise BrokenReferences(", ".join(sorted(broken)))


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(DIRECTORY))
    return config


def _revision(connection: Connection) -> SchemaRevision:
    current = MigrationContext.configure(connection).get_current_revision()
    return SchemaRevision(current, _scripts().get_current_head())


@cache
def _scripts() -> ScriptDirectory:
    """Return the revisions, each of which is imported once a process and not at every command."""
    return ScriptDirectory(str(DIRECTORY))


@contextmanager
def exclusive(url: str) -> Iterator[Connection]:
    """Open the one transaction of a migration; other processes wait until it ends."""
    with _engine(url).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        yield connection


def _engine(url: str, *, reading: bool = False) -> Engine:
    """Return an engine for one connection: on SQLite without foreign keys, and with the write lock unless reading."""
    if not url.startswith("sqlite"):
        return single_engine(url, LIMITS)
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 60, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        mode = ("query_only=ON",) if reading else ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF")
        for pragma in mode:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
