"""A town whose desk listens to the tests' own noun: the engine alone, whatever the desk can do."""

from collections.abc import Iterator

import pytest

from tests import databases
from tests.engine import sample_flow
from tests.stories.app_driver import Town


@pytest.fixture(autouse=True)
def _keyring() -> None:
    databases.use_test_secret()


@pytest.fixture
def town(lite_url: str) -> Iterator[Town]:
    """A desk that books, on SQLite."""
    town = Town(
        lite_url, handlers=sample_flow.handlers(), notifications=sample_flow.NOTIFICATIONS, tasks=sample_flow.TASKS
    )
    yield town
    town.close()


@pytest.fixture
def either_town(store_url: str) -> Iterator[Town]:
    """A desk that books, once on each database."""
    town = Town(
        store_url, handlers=sample_flow.handlers(), notifications=sample_flow.NOTIFICATIONS, tasks=sample_flow.TASKS
    )
    yield town
    town.close()
