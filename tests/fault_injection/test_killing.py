"""A real process and SIGKILL: what the numbered deaths promise holds for whole processes too."""

from pathlib import Path

from tests import databases
from tests.fault_injection import killing


def test_bookings_survive_the_killing_of_their_desk(template: Path, tmp_path: Path) -> None:
    result = killing.run(databases.sqlite_copy(template, tmp_path), conversations=8, kills=10, seed=1)
    assert result.kills >= 10
