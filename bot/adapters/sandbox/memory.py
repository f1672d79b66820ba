"""How much memory sandbox workers may use together, so that the process and its workers fit the machine or container.

Each job reserves what its pictures can unfold to before it begins, and waits while others have reserved too much.
"""

import asyncio
import os
import sys
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

MEBIBYTE = 1024 * 1024
RESERVED = 512 * MEBIBYTE  # For the desk's own process.
MIN_TOTAL = 256 * MEBIBYTE
UNKNOWN_MACHINE = 2048 * MEBIBYTE
_CGROUPS = Path("/sys/fs/cgroup")


class MemoryBudget:
    """The memory of all pools. One half is for idle workers, an equal share each; the other for running jobs."""

    def __init__(self, total: int, *, workers: int = 1) -> None:
        self.total = max(total, MIN_TOTAL)
        self.idle_share = self.total // (2 * max(1, workers))
        self.for_jobs = self._free = self.total // 2
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def reserved(self, amount: int) -> AsyncIterator[None]:
        """Reserve this many bytes, in order of arrival; a job that needs more than there is runs alone."""
        amount = min(amount, self.for_jobs)
        self._waiting.append((amount, turn := asyncio.get_running_loop().create_future()))
        self._admit()
        try:
            await turn
            yield
        finally:
            if turn.cancelled():
                self._waiting.remove((amount, turn))
            else:
                self._free += amount
            self._admit()

    def _admit(self) -> None:
        while self._waiting and self._waiting[0][0] <= self._free:
            amount, turn = self._waiting.popleft()
            self._free -= amount
            turn.set_result(None)


def available(limit: int = 0) -> int:
    """Return the bytes that workers may use of this limit, or without one of the limit of container and machine."""
    return max(MIN_TOTAL, (limit or min(_limits())) - RESERVED)


def _limits() -> Iterator[int]:
    yield _physical()
    yield from _cgroup_limits()


def _physical() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return UNKNOWN_MACHINE


def _cgroup_limits() -> Iterator[int]:
    """Yield the limits of the control groups that this process belongs to, of both versions."""
    if sys.platform != "linux":
        return
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            number, controllers, path = line.split(":", 2)
            if number == "0":
                yield from _values(_CGROUPS, path, "memory.max")
            elif "memory" in controllers.split(","):
                yield from _values(_CGROUPS / "memory", path, "memory.limit_in_bytes")


def _values(root: Path, path: str, name: str) -> Iterator[int]:
    """Yield the limits from this group up to the root; in a container the group's own folder is the root."""
    folder = root / path.lstrip("/")
    for each in (folder, *folder.parents):
        with suppress(OSError, ValueError):
            yield int((each / name).read_text())
        if each == root:
            return
