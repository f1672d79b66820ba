"""Bookings survive SIGKILL of the desk's real process."""

from pathlib import Path

from tests import databases
from tests.fault_injection import killing


def test_bookings_survive_kills_of_the_desks_process(template: Path, tmp_path: Path) -> None:
    result = killing.run(databases.sqlite_copy(template, tmp_path), conversations=8, kills=10, seed=1)
    assert result.kills >= 10
