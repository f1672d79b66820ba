"""Keeps the files of the desk to its own user, also where no unit file of systemd sets a umask.

New files get mode 600 and new folders 700, by the umask. Those of an earlier version are corrected when the database
is opened: the data folder, the SQLite file with what belongs to it, and the key file.

What a command of root creates in the folder of the desk's user goes to that user, as SQLite does it with a -wal. Else
the desk could not open its own store any more.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url

from bot.settings import Settings

FILES_OF_A_STORE = ("", "-wal", "-shm", "-journal", ".lock", ".open.lock", ".restoring")
OTHERS = 0o077


def begin() -> None:
    """Let everything that this process and its children create belong to its user alone."""
    os.umask(OTHERS)


def correct(settings: Settings) -> None:
    """Take the access of others from what exists. What belongs to another user, or is a shared folder, stays.

    So does what a link leads to: for a command of root it could be any file of the machine.
    """
    with suppress(OSError):  # It does not exist, or belongs to another user.
        mode = settings.data_dir.stat().st_mode
        if mode & OTHERS and not mode & stat.S_ISVTX:
            settings.data_dir.chmod(stat.S_IMODE(mode) & ~OTHERS)
    for path in _files(settings):
        with suppress(OSError):
            take_from_others(path)


def give_back(settings: Settings) -> None:
    """As root, give the files of the store that belong to root to the owner of their folder."""
    for path in _files(settings):
        give_one_back(path)


def give_one_back(path: Path) -> None:
    """As root, give a file that belongs to root to the owner of its folder."""
    if os.geteuid() == 0:
        with suppress(OSError):  # It does not exist, or is a link.
            _give_to(path, path.parent.stat())


def take_from_others(path: Path) -> None:
    """Take the access of others from a file, but from none that a link leads to. Raises OSError for a link."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        found = os.fstat(handle)
        if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
            os.fchmod(handle, stat.S_IMODE(found.st_mode) & ~OTHERS)
    finally:
        os.close(handle)


def unusable(settings: Settings) -> list[Path]:
    """Return the files of the store that this user may not read or write; the key file is only read."""
    needs = dict.fromkeys(_files(settings), os.R_OK | os.W_OK) | {settings.key_file: os.R_OK}
    return [path for path, access in needs.items() if path.exists() and not os.access(path, access)]


def _give_to(path: Path, folder: os.stat_result) -> None:
    """Give a file of root to the owner of its folder, but none that this owner has linked there from elsewhere."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        found = os.fstat(handle)
        if stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and found.st_uid == 0 != folder.st_uid:
            os.fchown(handle, folder.st_uid, folder.st_gid)
    finally:
        os.close(handle)


def _files(settings: Settings) -> Iterator[Path]:
    yield settings.key_file
    url = make_url(settings.store_url)
    if url.get_backend_name() == "sqlite" and url.database:
        yield from (Path(url.database + suffix) for suffix in FILES_OF_A_STORE)
