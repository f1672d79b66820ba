"""Confines a sandbox worker: a user of its own, Landlock, seccomp, no tracing. Reports what the platform lacks.

To be called by a process with one thread, when everything that executes programs or opens other files has been done.
"""

import ctypes
import os
import resource
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path

from bot.adapters.sandbox import landlock, seccomp

# A user and group that no account has; Debian and systemd leave these numbers free.
USER = 61_100
MAX_TASKS = 1024  # Threads of this user in all workers of the machine; decoders start some.
PROJECT = Path(__file__).parents[3]
_SYSTEM = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo")
_PROCESSOR = ("/proc/cpuinfo", "/sys/devices/system/cpu")  # Numeric libraries choose their code by it.
_PR_SET_DUMPABLE, _PR_SET_KEEPCAPS = 4, 8
_CAPABILITIES_VERSION, _READ_EVERYTHING = 0x20080522, 1 << 2  # CAP_DAC_READ_SEARCH


class Protection(StrEnum):
    """What confines a worker, each by a means of the platform."""

    USER = "user"
    DUMPABLE = "dumpable"
    LANDLOCK = "landlock"
    SECCOMP = "seccomp"


def readable_paths() -> list[Path]:
    """Return what a worker may read: Python and its packages, the desk's code, system libraries and time zones."""
    python = [path for path in sys.path if path and Path(path) != PROJECT]
    linked = {target for path in python for target in _link_targets(Path(path))}
    paths = [*python, *sorted(linked), sysconfig.get_path("stdlib"), f"{sys.base_prefix}/lib", *_SYSTEM, *_PROCESSOR]
    return [*(Path(path) for path in dict.fromkeys(paths)), PROJECT / "bot"]


def _link_targets(folder: Path) -> Iterator[str]:
    """Yield the folders to which the packages of a folder are linked, as some installers do file by file."""
    for entry in folder.iterdir() if folder.is_dir() else ():
        first = entry / "__init__.py" if entry.is_dir() else entry
        if first.is_symlink():
            yield str(first.resolve().parent if first == entry else first.resolve().parents[1])


def confine(*, limits_itself: bool) -> list[Protection]:
    """Confine this process for good. Returns the protections that could not be had.

    limits_itself: it still has to change its own limits, up to those of its start.
    """
    steps: dict[Protection, Callable[[], bool]] = {
        Protection.USER: _change_user,
        Protection.LANDLOCK: _use_landlock,
        Protection.DUMPABLE: forbid_tracing,
        Protection.SECCOMP: partial(_use_seccomp, limits_itself),
    }
    return [protection for protection, step in steps.items() if not _succeeds(step)]


def forbid_tracing() -> bool:
    """Close this process's memory and environment to other processes of its user, and write no core dumps."""
    return sys.platform == "linux" and _prctl(_PR_SET_DUMPABLE, 0)


def _succeeds(step: Callable[[], bool]) -> bool:
    try:
        return step()
    except (OSError, AttributeError):  # A library or function that this platform does not have.
        return False


def _use_landlock() -> bool:
    landlock.confine(readable_paths())
    return True


def _use_seccomp(limits_itself: bool) -> bool:
    seccomp.confine(limits_itself=limits_itself)
    return True


def _change_user() -> bool:
    """Leave root. Without root there is no other user to become, and none is needed against files of root."""
    if os.geteuid() != 0:
        return True
    may_read = _others_may_read(readable_paths())
    if not may_read and not landlock.version():
        return False
    if not may_read:  # Python lies in root's own folder: Landlock limits what this capability opens.
        _prctl(_PR_SET_KEEPCAPS, 1)
    resource.setrlimit(resource.RLIMIT_NPROC, (MAX_TASKS, MAX_TASKS))
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    if not may_read:
        header, data = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0), (ctypes.c_uint32 * 6)()
        data[0] = data[1] = _READ_EVERYTHING
        return bool(ctypes.CDLL(None).capset(header, data) == 0)
    return True


def _prctl(option: int, value: int) -> bool:
    return bool(ctypes.CDLL(None).prctl(option, *map(ctypes.c_ulong, (value, 0, 0, 0))) == 0)


def _others_may_read(paths: Sequence[Path]) -> bool:
    return all(_is_open_to_others(path) for path in paths if path.exists())


def _is_open_to_others(path: Path) -> bool:
    real = path.resolve()
    return all(each.stat().st_mode & 0o001 for each in _folders(real)) and bool(real.stat().st_mode & 0o004)


def _folders(path: Path) -> Iterator[Path]:
    yield from path.parents
    if path.is_dir():
        yield path
