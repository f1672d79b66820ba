"""Memory of the test processes: allocated so that it can be returned, and not searched for garbage again and again."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

# Settings of the GNU C library, read when a process starts. Each thread otherwise takes memory from a region of its
# own, and a region with one block in use stays whole: thousands of desks with their threads leave gigabytes behind.
ALLOCATOR = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1024**2),  # Pictures are allocated by themselves.
    "MALLOC_TRIM_THRESHOLD_": str(4 * 1024**2),
}

# New objects before a collection, and collections of each generation before one of the next older.
THRESHOLDS = (10_000, 10, 10)


def begin_run() -> None:
    """Set the allocator of the processes that this one starts, such as the test workers."""
    for name, value in ALLOCATOR.items():
        os.environ.setdefault(name, value)


@contextmanager
def kept() -> Iterator[None]:
    """Take what is created in the block out of garbage collection: the collected tests, which live until the end.

    Afterwards garbage is collected at fewer moments: the desk itself does so too (`run_bot.py`).
    """
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*THRESHOLDS)
        gc.enable()
