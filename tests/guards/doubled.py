"""Guards that stand before another that holds the same: either may go, both together may not.

Each is here with the other that holds when it is gone; the run takes both away and wants that to be noticed.
"""

from tests.guards.finding import Guard

BEHIND: dict[str, tuple[str, ...]] = {}
"""A guard's key: the keys of those that hold when it is gone."""


def beside(guard: Guard, guards: list[Guard]) -> list[Guard]:
    """Return the others that hold what this one holds. Raises LookupError for one that is not there any more."""
    names = BEHIND.get(guard.key, ())
    found = [other for other in guards if other.key in names]
    if len({other.key for other in found}) != len(set(names)):
        raise LookupError(f"{guard.key} is doubled by something that is not there")
    return found
