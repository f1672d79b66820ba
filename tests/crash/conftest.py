"""A store with every table, from which each episode starts."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import stores
from tests.postgresql import Postgres


@pytest.fixture(autouse=True)
def _keyring() -> None:
    stores.use_test_secret()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite store with every table and no row."""
    path = tmp_path_factory.mktemp("stores") / "empty.sqlite3"
    stores.fill(f"sqlite:///{path}")
    return path


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: hundreds of stores are made and thrown away."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh store: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield stores.sqlite_copy(template, tmp_path)
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = stores.postgresql_copy(postgres)
    yield postgres.url(name)
    postgres.drop(name)
