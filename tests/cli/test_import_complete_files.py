"""The watched folder takes a file when it is complete: unchanged for a while, and open for writing nowhere."""

import fcntl
import os
import time
from pathlib import Path

from bot.runtime import complete_files
from tests.cli.test_import_folder import Runner, import_all, names, put
from tests.operating_system import behaving


async def test_a_file_that_somebody_still_writes_waits_however_long_they_pause(tmp_path: Path) -> None:
    runner, path = Runner(), put(tmp_path, "people.csv")
    with path.open("a"):
        os.utime(path, (time.time() - 9_999, time.time() - 9_999))
        await import_all(tmp_path, runner)
        assert (runner.seen, names(tmp_path)) == ([], ["people.csv"])
    await import_all(tmp_path, runner)
    assert len(runner.seen) == 1


async def test_where_nobody_knows_who_writes_a_file_has_to_be_unchanged_for_longer(tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    runner = Runner()
    with behaving(fcntl, fcntl=refuse):
        put(tmp_path, "people.csv", age=complete_files.UNKNOWN_SECONDS - 30)
        await import_all(tmp_path, runner)
        assert runner.seen == []
        put(tmp_path, "people.csv", age=complete_files.UNKNOWN_SECONDS + 1)
        await import_all(tmp_path, runner)
    assert len(runner.seen) == 1
