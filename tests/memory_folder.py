"""The temporary folder of a test run: in memory where there is room, as a disk makes each commit of a test wait.

SQLite syncs every commit of the desk to its disk. The tests kill processes, never the machine, so they lose nothing in
memory.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
# The folders of failed tests, a PostgreSQL server and the databases of the running tests stay far below.
ENOUGH = 2 * 1024**3


def begin_run() -> None:
    """Let this process and those it starts keep temporary files in memory, unless TMPDIR names another folder."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # It is chosen at its first use and remembered.
