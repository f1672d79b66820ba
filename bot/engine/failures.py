"""Which exceptions end one piece of work, and not the process or the loop that does it.

What a library raises need not be an `Exception`: a panic in Rust, a group around one, a `SystemExit` of a function made
for a command line. Neither is a cancellation: one that nobody has asked of this task comes from what it waited for, for
example a future that somebody else cancelled.
"""

import asyncio

# Raised from outside at any statement: by the signal of a person at the keyboard, and by the end of the event loop.
FROM_OUTSIDE = (KeyboardInterrupt, GeneratorExit)


def is_failure(problem: BaseException) -> bool:
    """Return whether this ends one piece of work: whatever its code raises, and a cancellation of something else."""
    if isinstance(problem, asyncio.CancelledError):
        return not _is_cancelled()
    return not isinstance(problem, FROM_OUTSIDE)


def _is_cancelled() -> bool:
    """Return whether the present task was asked to end. A thread of the database has no task."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return False
    return task is not None and task.cancelling() > 0
