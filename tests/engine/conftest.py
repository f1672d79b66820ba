"""A town whose desk listens to the tests' own noun: the engine alone, whatever the desk can do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests import stores
from tests.engine import booking
from tests.postgresql import Postgres
from tests.stories.town import Town


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
def lite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh SQLite store."""
    return stores.sqlite_copy(sqlite_template, tmp_path)


@pytest.fixture
def lite(lite_url: str) -> Iterator[Database]:
    """A fresh SQLite store, open."""
    database = Database(lite_url)
    yield database
    database.close()


@pytest.fixture
def town(lite_url: str) -> Iterator[Town]:
    """A desk that books, on SQLite."""
    town = Town(lite_url, handlers=booking.handlers(), notices=booking.NOTICES, tasks=booking.TASKS)
    yield town
    town.close()


@pytest.fixture
def either_town(store_url: str) -> Iterator[Town]:
    """A desk that books, once on each database."""
    town = Town(store_url, handlers=booking.handlers(), notices=booking.NOTICES, tasks=booking.TASKS)
    yield town
    town.close()
