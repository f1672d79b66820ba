"""Stores with every table, made once a run and copied for each test: quicker than making them anew."""

import shutil
from pathlib import Path

from sqlalchemy import create_engine

from storage import schema
from storage.database import encryption
from tests.postgresql import Postgres

SECRET = b"a secret of the tests, 32 bytes."


def use_test_secret() -> None:
    """Put the tests' own keyring in use."""
    encryption.use_keyring(encryption.Keyring((SECRET,)))


def fill(url: str) -> None:
    """Make every table in an empty database."""
    engine = create_engine(url)
    schema.metadata.create_all(engine)
    engine.dispose()


def sqlite_copy(template: Path, folder: Path) -> str:
    """Return the URL of a fresh SQLite store, copied from a template that is made when it is missing."""
    if not template.exists():
        fill(f"sqlite:///{template}")
    path = folder / "desk.sqlite3"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


def postgresql_copy(postgres: Postgres) -> str:
    """Return the name of a fresh PostgreSQL database with every table."""
    return postgres.create(postgres.prepared("every_table", fill))
