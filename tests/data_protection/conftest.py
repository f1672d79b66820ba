"""A scene whose files a thief may read, and everything that was logged while it was played."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.forgery.scene import Scene
from tests.stories import shared_sandbox


class Listener(logging.Handler):
    """Keeps whatever is logged, as every formatter could write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message, everything attached to it, and the traceback."""
        logger = logging.Formatter().format(record)
        self.said.append(f"{logger} {record.__dict__}")


@pytest.fixture(scope="module")
def log() -> Iterator[Listener]:
    """Everything that our code logs, down to the smallest."""
    listener, root = Listener(), logging.getLogger("chezhu")
    before = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    yield listener
    root.removeHandler(listener)
    root.setLevel(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def scene(folder: Path, tmp_path_factory: pytest.TempPathFactory, log: Listener) -> Iterator[Scene]:
    """A lively desk: registered, applied, filed, decided, reviewed, shared."""
    databases.use_test_secret()
    template = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    scene = Scene(databases.sqlite_copy(template, folder))
    yield scene
    scene.close()
    shared_sandbox.close()
