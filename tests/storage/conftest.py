"""A database with every table, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import Database
from tests import databases
from tests.postgresql import Postgres


@pytest.fixture(autouse=True)
def _keyring() -> None:
    databases.use_test_secret()


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    """Yield a new database."""
    database = Database(store_url, workers=4)
    yield database
    database.close()


@pytest.fixture
def postgresql_store(postgres: Postgres) -> Iterator[Database]:
    """Yield a new PostgreSQL database, for tests that need several connections."""
    name = databases.postgresql_copy(postgres)
    database = Database(postgres.url(name), workers=4)
    yield database
    database.close()
    postgres.drop(name)


@pytest.fixture
def now() -> datetime:
    """Ten on a Wednesday morning in Shanghai."""
    return datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def made_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of another empty database of the same kind."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'made.sqlite3'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def migrated_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of another database of the same kind, as the migrations make it: once a process, then copied."""
    if database_url.startswith("sqlite"):
        databases.put_migrated_sqlite(tmp_path / "migrated.sqlite3")
        yield f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = databases.migrated_postgresql(postgres)
    yield postgres.url(name)
    postgres.drop(name)
