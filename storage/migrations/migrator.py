"""Migrations: bringing a database from whatever it is to the tables of this version, one process at a time.

A migration runs in one transaction on both databases, so that one that fails leaves
nothing half done. On SQLite, foreign keys are off meanwhile: a table that is rebuilt
would else take every row that points to it along. They are checked before the commit.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text

from storage.schema import metadata

FOLDER = Path(__file__).parent
GUARD = 7_300

Steps = Callable[[Any, Any], Any]


class BrokenReferences(Exception):
    """A migration left rows that point to nothing; it was rolled back. Names the tables."""


@dataclass(frozen=True)
class Standing:
    """Where a database stands: its revision, None before the first, and the newest there is."""

    current: str | None
    newest: str | None

    @property
    def is_current(self) -> bool:
        """Whether nothing is left to be done."""
        return self.current == self.newest


def upgrade(url: str, to: str = "head") -> Standing:
    """Bring a database up to a revision, the newest unless another is named. Another process waits its turn."""
    script = ScriptDirectory(str(FOLDER))
    with alone(url) as connection:
        _run(connection, script, to, lambda revision, _: script._upgrade_revs(to, revision))
        return _standing(connection, script)


def downgrade(url: str, to: str) -> Standing:
    """Take a database back to an older revision; "base" is before the first."""
    script = ScriptDirectory(str(FOLDER))
    with alone(url) as connection:
        _run(connection, script, to, lambda revision, _: script._downgrade_revs(to, revision))
        return _standing(connection, script)


def standing(url: str) -> Standing:
    """Say where a database stands. Changes nothing."""
    with _engine(url, reading=True).connect() as connection:
        return _standing(connection, ScriptDirectory(str(FOLDER)))


def differences(url: str) -> list[Any]:
    """Return what Alembic finds in the tables of this version that the database has not, and the other way round."""
    with _engine(url, reading=True).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))


def revise(url: str, message: str, *, revision_id: str) -> Path:
    """Write the next revision from the difference between an up-to-date database and the tables of this version."""
    from alembic.command import revision

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with alone(url) as connection:
        config.attributes["connection"] = connection
        written = revision(config, message=message, autogenerate=True, rev_id=revision_id)
    assert written is not None
    assert not isinstance(written, list)
    return Path(written.path)


def check_references(connection: Connection) -> None:
    """See that every row points to one that is there, before foreign keys are on again. Raises BrokenReferences."""
    if connection.dialect.name == "sqlite":
        broken = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        if broken:
            raise BrokenReferences(", ".join(sorted(broken)))


def _run(connection: Connection, script: ScriptDirectory, to: str, steps: Steps) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    with EnvironmentContext(config, script, fn=steps, destination_rev=to):
        script.run_env()
    check_references(connection)


def _standing(connection: Connection, script: ScriptDirectory) -> Standing:
    current = MigrationContext.configure(connection).get_current_revision()
    return Standing(current, script.get_current_head())


@contextmanager
def alone(url: str) -> Iterator[Connection]:
    """Open the one transaction of a migration; on both databases another process waits until it is over."""
    with _engine(url).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:guard)"), {"guard": GUARD})
        yield connection


def _engine(url: str, *, reading: bool = False) -> Engine:
    """Return an engine for one connection: foreign keys off on SQLite, and its writer's lock taken unless reading."""
    if not url.startswith("sqlite"):
        return create_engine(url, poolclass=NullPool)
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
