"""A lock on a file beside an SQLite store: whoever opens the store shares it, and a restore needs it alone.

So no process goes on writing to a file that was moved aside, and what it says it has done is in the store. The lock of
the desk (`chezhu.db.lock`) is another one: commands run beside a desk.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from sqlalchemy import make_url

from bot.runtime.operator_error import OperatorError

SUFFIX = ".open.lock"


def share(url: str, stack: ExitStack) -> None:
    """Note until the stack closes that this process uses the store. Raises OperatorError during a restore."""
    path = _path(url)
    if path is not None and not _lock(path, fcntl.LOCK_SH, stack):
        raise OperatorError(f"A restore of {make_url(url).database} is in progress. Wait until it is done.")


def use_alone(url: str, stack: ExitStack) -> None:
    """Keep everybody else from the store until the stack closes. Raises OperatorError if somebody uses it."""
    path = _path(url)
    if path is not None and not _lock(path, fcntl.LOCK_EX, stack):
        who = "; ".join(_holders(path)) or "no list of processes on this system"
        raise OperatorError(
            f"Other processes use {make_url(url).database}: {who}. Let them end, or stop them, then run this again. "
            "The import of a watched folder may go on after its desk was killed."
        )


def _path(url: str) -> Path | None:
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(f"{parsed.database}{SUFFIX}") if is_file else None


def _lock(path: Path, how: int, stack: ExitStack) -> bool:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CREAT, 0o600)
    except OSError as problem:
        if problem.errno in (errno.EROFS, errno.ENOSPC, errno.EDQUOT):
            return True  # Nobody can write to the store, either, which says so itself.
        raise OperatorError(
            f"{path} cannot be opened: {problem.strerror}. If a command ran as another user, such as root, give the "
            f"files of the store back: chown --reference={path.parent} {path.parent}/{path.name.removesuffix(SUFFIX)}*"
        ) from None
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return False
    stack.callback(os.close, handle)
    return True


def _holders(path: Path) -> Iterator[str]:
    """Yield the processes that have locked the file, each with its command, as far as the system tells."""
    with suppress(OSError):
        inode = str(path.stat().st_ino)
        lines = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
        pids = {words[4] for words in lines if words[1] == "FLOCK" and words[5].rsplit(":", 1)[-1] == inode}
        for pid in sorted(pids, key=int):
            yield f"process {pid} ({_command(pid)})"


def _command(pid: str) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return "of another user"
