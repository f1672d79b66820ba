"""What a story begins with: a town, with a desk on a fresh store."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.simulator.gateways import GatewayKeys
from tests import stores
from tests.postgresql import Postgres
from tests.stories import laboratory
from tests.stories.bank import Bank
from tests.stories.town import Town


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table, copied for each story: quicker than making them anew."""
    stores.use_test_secret()
    path = tmp_path_factory.mktemp("store") / "empty.db"
    stores.fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session", autouse=True)
def _laboratory() -> Iterator[None]:
    yield
    laboratory.close()


@pytest.fixture
def town(empty_store: Path, tmp_path: Path) -> Iterator[Town]:
    """A desk over the local Telegram, on SQLite, at ten on a Wednesday morning."""
    path = tmp_path / "desk.db"
    shutil.copy(empty_store, path)
    town = Town(f"sqlite:///{path}")
    yield town
    town.close()


@pytest.fixture
def postgresql_town(postgres: Postgres) -> Iterator[Town]:
    """The same desk on PostgreSQL."""
    stores.use_test_secret()
    name = stores.postgresql_copy(postgres)
    town = Town(postgres.url(name))
    yield town
    town.close()
    postgres.drop(name)


@pytest.fixture(scope="session")
def gateway_keys() -> GatewayKeys:
    """The keys of both local gateways and of the desk that trades with them, made once a run."""
    return GatewayKeys.generate()


@pytest.fixture
def bank(town: Town, gateway_keys: GatewayKeys) -> Iterator[Bank]:
    """Both payment gateways of the town; papers are drawn in no time."""
    bank = Bank(town, gateway_keys)
    yield bank
    bank.close()
