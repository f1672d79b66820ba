"""Whether a step of an import has failed because another transaction was in the way: it is tried again then."""

from sqlalchemy.exc import DBAPIError

from storage.database.faults import is_lock_timeout

# PostgreSQL: serialization failure, deadlock detected, unique violation (an ID number was verified at the desk).
RETRYABLE_STATES = frozenset({"40001", "40P01", "23505"})


def is_collision(problem: Exception) -> bool:
    """Return whether another transaction was in the way: a lock, a deadlock, or the same key."""
    state = getattr(problem.orig, "sqlstate", None) if isinstance(problem, DBAPIError) else None
    return state in RETRYABLE_STATES or is_lock_timeout(problem)
