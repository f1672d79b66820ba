"""Fixtures: an empty database that episodes copy, and a folder in memory."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases


@pytest.fixture(autouse=True)
def _keyring() -> None:
    databases.use_test_secret()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite database with every table and no row."""
    path = tmp_path_factory.mktemp("stores") / "empty.sqlite3"
    databases.fill(f"sqlite:///{path}")
    return path


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder, in memory where /dev/shm exists, as tests create and delete hundreds of databases."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)
