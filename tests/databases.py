"""Databases with every table, created once for a test run and copied for each test, which is faster."""

import shutil
from pathlib import Path

from sqlalchemy import create_engine

from storage import schema
from storage.database import encryption
from tests.postgresql import Postgres

SECRET = b"a secret of the tests, 32 bytes."


def use_test_secret() -> None:
    """Use the keyring of the tests."""
    encryption.use_keyring(encryption.Keyring((SECRET,)))


def fill(url: str) -> None:
    """Create every table in an empty database."""
    engine = create_engine(url)
    schema.metadata.create_all(engine)
    engine.dispose()


def sqlite_copy(template: Path, folder: Path) -> str:
    """Return the URL of a new SQLite database, copied from a template that is created if it is missing."""
    if not template.exists():
        fill(f"sqlite:///{template}")
    path = folder / "desk.sqlite3"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


def postgresql_copy(postgres: Postgres) -> str:
    """Return the name of a new PostgreSQL database with every table."""
    return postgres.create(postgres.prepared("every_table", fill))
