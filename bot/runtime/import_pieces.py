"""How much of an import one transaction takes, and how its progress is shown and logged."""

import gc
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

log = logging.getLogger("chezhu.import")

# A transaction takes about so long, and the next one begins after as long a pause.
PIECE_SECONDS = 0.02
HELD_SECONDS = 0.04  # With its commit; the writer is to be held for 50 ms at most.
FIRST_PIECE, LARGEST_PIECE = 50, 1_000
# Bytes of SQLite's -wal, after which it is copied into the store between two pieces.
LARGEST_WAL = 4_000_000
LOGGED_EVERY = 5.0

Progress = Callable[[str, int, int], object]  # The step, how many rows are done, and of how many.


@dataclass
class Pieces:
    """How many rows one transaction takes, by the time that the rows of the last one took, and with its commit.

    `longest`: the longest time that a transaction has held the writer, in seconds.
    """

    size: int = FIRST_PIECE
    longest: float = 0.0

    def took(self, seconds: float, *, held: float) -> None:
        """Adapt the size, and give others their turn."""
        self.longest = max(self.longest, held)
        if seconds > PIECE_SECONDS:
            self.size = max(1, int(self.size * max(PIECE_SECONDS / seconds, 0.25)))
        elif held > HELD_SECONDS:
            self.size = max(FIRST_PIECE // 2, self.size * 3 // 4) if self.size > FIRST_PIECE // 2 else self.size
        elif seconds < PIECE_SECONDS / 2:
            self.size = min(LARGEST_PIECE, self.size * 2)
        time.sleep(max(held, 0.002))


@contextmanager
def without_collection() -> Iterator[None]:
    """Let Python's garbage collector wait: with all rows of a file in memory it takes some hundred milliseconds."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def no_progress(step: str, done: int, total: int) -> None:
    """Show nothing."""


class LoggedProgress:
    """Shows progress, and logs it every few seconds: ids and counts only."""

    def __init__(self, show: Progress) -> None:
        self._show = show
        self._logged = time.monotonic()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show how many rows are done in this step."""
        self._show(step, done, total)
        if time.monotonic() - self._logged >= LOGGED_EVERY:
            self._logged = time.monotonic()
            log.info("import goes on", extra={"step": step.lower(), "done": done, "total": total})
