"""The memory of a sandbox worker as the kernel tells it: a worker that was taken over would tell anything."""

import contextlib
import os
import resource


class ProcessMemory:
    """What a child process uses.

    To be opened before the child confines itself: later its entry in /proc may be hidden from this process too.
    """

    def __init__(self, pid: int) -> None:
        self._file = -1
        with contextlib.suppress(OSError):  # Another platform.
            self._file = os.open(f"/proc/{pid}/statm", os.O_RDONLY | os.O_CLOEXEC)

    def read(self) -> tuple[int, int]:
        """Return the address space and the resident part of it in bytes; (0, 0) if the platform does not tell."""
        with contextlib.suppress(OSError, ValueError):  # It has ended, which the connection tells.
            space, resident, *_ = os.pread(self._file, 200, 0).split()
            return int(space) * resource.getpagesize(), int(resident) * resource.getpagesize()
        return 0, 0

    def close(self) -> None:
        """Close the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
