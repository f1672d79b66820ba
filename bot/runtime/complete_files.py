"""Whether a file is complete: unchanged for a while, and open for writing nowhere as far as the system tells.

A writer may pause in the middle of a file for as long as a network takes. Linux knows who has it open: a read lease on
a file is refused as long as anybody may write to it. A writer that closes it between two parts has to rename it.
"""

import errno
import fcntl
import os
import signal
import stat
import time
from pathlib import Path

STABLE_SECONDS = 3.0
# For files of other users, other systems and file systems without leases, which do not tell who writes.
UNKNOWN_SECONDS = 60.0


def is_complete(path: Path) -> bool:
    """Return whether nobody seems to write to a file. What is no file, such as a link, only has to be there a while."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    seconds = _unchanged(found)
    if seconds <= STABLE_SECONDS or not stat.S_ISREG(found.st_mode):
        return seconds > STABLE_SECONDS
    is_written = _is_open_for_writing(path)
    return seconds > UNKNOWN_SECONDS if is_written is None else not is_written


def _unchanged(found: os.stat_result) -> float:
    """Return the seconds since a change. If its time is in the future, the time that this machine gave counts."""
    now = time.time()
    return now - (found.st_mtime if found.st_mtime <= now else found.st_ctime)


def _is_open_for_writing(path: Path) -> bool | None:
    """Return whether any process has a file open for writing; None if this system does not tell.

    A writer that comes at this moment waits until the lease is given back, which is at once. It sends a signal, which
    would end the process if it were not one that is ignored.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return None
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as problem:
        return True if problem.errno == errno.EAGAIN else None
    finally:
        os.close(handle)
    return False
