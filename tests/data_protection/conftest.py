"""A scene whose files are read raw, and everything logged meanwhile."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.forgery.scene import Scene
from tests.stories import shared_sandbox


class LogListener(logging.Handler):
    """Keeps all log records, with everything attached to them."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the formatted record with its attributes and traceback."""
        text = logging.Formatter().format(record)
        self.records.append(f"{text} {record.__dict__}")


@pytest.fixture(scope="module")
def log() -> Iterator[LogListener]:
    """Yield a listener to all log records of our code."""
    listener, root = LogListener(), logging.getLogger("chezhu")
    before = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    yield listener
    root.removeHandler(listener)
    root.setLevel(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def scene(folder: Path, log: LogListener) -> Iterator[Scene]:
    """Yield a scene with registered persons, filings, decisions, reviews and share codes."""
    databases.use_test_secret()
    scene = Scene(databases.new_sqlite(folder))
    yield scene
    scene.close()
    shared_sandbox.close()
