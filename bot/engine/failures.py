"""Which exceptions end one piece of work, and not the process or the loop that does it.

A panic of a library written in Rust is raised as an exception that is not an `Exception`. Neither is a cancellation:
one that nobody has asked of this task comes from what it waited for, for example a future that somebody else cancelled.
"""

import asyncio


def is_failure(problem: BaseException) -> bool:
    """Return whether this ends one piece of work: an `Exception`, a panic, or a cancellation of something else."""
    if isinstance(problem, asyncio.CancelledError):
        return not _is_cancelled()
    return isinstance(problem, Exception) or type(problem).__name__ == "PanicException"


def _is_cancelled() -> bool:
    """Return whether the present task was asked to end. A thread of the database has no task."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return False
    return task is not None and task.cancelling() > 0
