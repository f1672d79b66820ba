"""No forged or hostile input of any class is accepted."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.forgery import registry
from tests.forgery.scene import Scene
from tests.stories import shared_sandbox

COUNT = 1_100  # `make crash` sends many more.


@pytest.fixture
def scene() -> Iterator[Scene]:
    """A scene whose database is in memory where /dev/shm exists."""
    databases.use_test_secret()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        scene = Scene(databases.new_sqlite(Path(name)))
        yield scene
        scene.close()
        shared_sandbox.close()


def test_no_forged_input_is_accepted(scene: Scene) -> None:
    results = registry.run(scene, COUNT, seed=1)
    assert {result.name: sorted(set(result.accepted)) for result in results if result.accepted} == {}
    assert len(results) == registry.CLASSES >= 108 + 30  # Version 0.1.0 had 108.
    assert sum(result.count for result in results) >= COUNT
