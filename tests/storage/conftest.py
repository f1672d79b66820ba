"""A store with every table, once on each database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import Database
from tests import stores
from tests.postgresql import Postgres


@pytest.fixture(autouse=True)
def _keyring() -> None:
    stores.use_test_secret()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the SQLite store with every table is kept for this run."""
    return tmp_path_factory.mktemp("stores") / "empty.sqlite3"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh store: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield stores.sqlite_copy(sqlite_template, tmp_path)
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = stores.postgresql_copy(postgres)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    """A fresh store, open."""
    database = Database(store_url, workers=4)
    yield database
    database.close()


@pytest.fixture
def lite(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite store, where the kind of database does not matter."""
    database = Database(stores.sqlite_copy(sqlite_template, tmp_path))
    yield database
    database.close()


@pytest.fixture
def postgresql_store(postgres: Postgres) -> Iterator[Database]:
    """A fresh PostgreSQL store, where several connections matter."""
    name = stores.postgresql_copy(postgres)
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
    """The URL of another empty database of the same kind."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'made.sqlite3'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)
