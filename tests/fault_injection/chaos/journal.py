"""The journal of a chaos run: one line for each message, task, fault and disturbance, which survives any kill."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Entry(NamedTuple):
    """One line. at: monotonic nanoseconds. slot: of the child that wrote it, -1 of the driver."""

    at: int
    slot: int
    process: int
    what: str
    about: str


class Journal:
    """Appends lines to a file. Each is one write of the operating system."""

    def __init__(self, path: Path, slot: int = -1) -> None:
        self.path = path
        self._slot, self._process = slot, os.getpid()
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, what: str, about: str = "") -> None:
        """Append a line."""
        os.write(self._file, f"{time.monotonic_ns()}\t{self._slot}\t{self._process}\t{what}\t{about}\n".encode())

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def read(path: Path) -> Iterator[Entry]:
    """Return the lines of a journal in the order of their writing."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            at, slot, process, what, about = line.rstrip("\n").split("\t")
            yield Entry(int(at), int(slot), int(process), what, about)
