"""Fixtures: settings of a desk in a temporary folder, and its open database."""

import shutil
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.runtime.database import open_database
from bot.settings import Settings, load
from storage.database import Database
from tests import databases
from tests.databases import SECRET

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SECRET_KEY = urlsafe_b64encode(SECRET).decode()


def settings_of(folder: Path, **given: object) -> Settings:
    """Return settings of a local desk in this folder, with the secret key of all tests and any free port."""
    return load(_env_file=None, data_dir=folder, secret_key=SECRET_KEY, port=0, **given)


@pytest.fixture(autouse=True)
def _own_logging(own_logging: None) -> None:
    """Restore the log after commands that configure it."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path / "var")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table, copied for each test because creating the tables is slow."""
    path = tmp_path_factory.mktemp("front") / "chezhu.db"
    databases.put_migrated_sqlite(path)
    return path


@pytest.fixture
def database(settings: Settings, empty_database: Path) -> Iterator[Database]:
    settings.data_dir.mkdir()
    shutil.copy(empty_database, settings.data_dir)
    with open_database(settings) as database:
        yield database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        yield session
