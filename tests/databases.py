"""Databases with every table, created once for a test run and copied for each test, which is faster."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import create_engine

from storage import schema
from storage.database import encryption, key_file
from tests.postgresql import Postgres

SECRET = b"a secret of the tests, 32 bytes."


def use_test_secret() -> None:
    """Use the keyring of the tests."""
    encryption.use_keyring(encryption.Keyring((SECRET,)))


def fill(url: str) -> None:
    """Create every table in an empty database. An SQLite file is left in the mode in which the desk uses it.

    To change the mode costs a copy of it, at its first connection, half as much as opening it.
    """
    engine = create_engine(url)
    schema.metadata.create_all(engine)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()


def sqlite_copy(template: Path, folder: Path) -> str:
    """Return the URL of a new SQLite database, copied from a template that is created if it is missing."""
    if not template.exists():
        template.write_bytes(_sqlite_file())
    path = folder / "desk.sqlite3"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


def new_sqlite(folder: Path) -> str:
    """Return the URL of a new SQLite database with every table in this folder."""
    path = folder / "desk.sqlite3"
    path.write_bytes(_sqlite_file())
    return f"sqlite:///{path}"


@cache
def _sqlite_file() -> bytes:
    """Return the content of an SQLite file with every table and no row, made once per process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        fill(f"sqlite:///{path}")
        return path.read_bytes()


def put_migrated_sqlite(path: Path) -> None:
    """Put a store here as a first start leaves it, in its newest revision: migrating takes two seconds."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(_migrated_file())


def put_new_store(folder: Path) -> None:
    """Put a store and its key into a desk's data folder, as a first start leaves them before it serves anybody."""
    put_migrated_sqlite(folder / "chezhu.db")
    key_file.read_or_make(folder / "secret_key")


@cache
def _migrated_file() -> bytes:
    """Return the content of an SQLite file that the migrations have made, once per process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "migrated.sqlite3"
        _migrate(f"sqlite:///{path}")
        return path.read_bytes()


def migrated_postgresql(postgres: Postgres) -> str:
    """Return the name of a new PostgreSQL database that the migrations have made."""
    return postgres.create(postgres.prepared("migrated", _migrate))


def _migrate(url: str) -> None:
    from storage.migrations import migrator  # Slow to import, and needed in few processes.

    migrator.upgrade(url)


def postgresql_copy(postgres: Postgres) -> str:
    """Return the name of a new PostgreSQL database with every table."""
    return postgres.create(postgres.prepared("every_table", fill))
