"""Keeps the files of the desk to its own user, also where no unit file of systemd sets a umask.

New files get mode 600 and new folders 700, by the umask. Those of an earlier version are corrected when the database
is opened: the data folder, the SQLite file with what belongs to it, and the key file.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url

from bot.settings import Settings

FILES_OF_A_STORE = ("", "-wal", "-shm", "-journal", ".lock", ".open.lock")
OTHERS = 0o077


def begin() -> None:
    """Let everything that this process and its children create belong to its user alone."""
    os.umask(OTHERS)


def correct(settings: Settings) -> None:
    """Take the access of others from what exists. What belongs to another user, or is a shared folder, stays."""
    for path in (settings.data_dir, *_files(settings)):
        with suppress(OSError):  # It does not exist, or belongs to another user.
            mode = path.stat().st_mode
            if mode & OTHERS and not mode & stat.S_ISVTX:
                path.chmod(stat.S_IMODE(mode) & ~OTHERS)


def _files(settings: Settings) -> Iterator[Path]:
    yield settings.key_file
    url = make_url(settings.store_url)
    if url.get_backend_name() == "sqlite" and url.database:
        yield from (Path(url.database + suffix) for suffix in FILES_OF_A_STORE)
