"""A desk with the sample flow only, so that the engine is tested apart from the product's handlers."""

from collections.abc import Iterator

import pytest

from storage.database import Database
from tests import databases
from tests.engine import sample_flow
from tests.postgresql import Postgres
from tests.stories.app_driver import AppDriver


@pytest.fixture(autouse=True)
def _keyring() -> None:
    databases.use_test_secret()


@pytest.fixture
def app(lite_url: str) -> Iterator[AppDriver]:
    """A desk with the sample flow, on SQLite."""
    app = AppDriver(
        lite_url, handlers=sample_flow.handlers(), notifications=sample_flow.NOTIFICATIONS, tasks=sample_flow.TASKS
    )
    yield app
    app.close()


@pytest.fixture
def either_app(store_url: str) -> Iterator[AppDriver]:
    """A desk with the sample flow, once on each database."""
    app = AppDriver(
        store_url, handlers=sample_flow.handlers(), notifications=sample_flow.NOTIFICATIONS, tasks=sample_flow.TASKS
    )
    yield app
    app.close()


@pytest.fixture
def store(store_url: str) -> Iterator[Database]:
    """A database with every table: the test runs once on SQLite and once on PostgreSQL."""
    database = Database(store_url)
    yield database
    database.close()


@pytest.fixture
def postgresql_store(postgres: Postgres) -> Iterator[Database]:
    """The same on PostgreSQL only, for tests that need several connections."""
    name = databases.postgresql_copy(postgres)
    database = Database(postgres.url(name), workers=4)
    yield database
    database.close()
    postgres.drop(name)
