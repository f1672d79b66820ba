"""Work that a newer version has stored, while processes of both versions run during an upgrade.

An older process leaves it to the newer one for a while: it neither fails it nor lets it block others.
"""

from datetime import timedelta

UNKNOWN_RETRY = timedelta(seconds=5)
# An upgrade of all processes takes less. Afterwards the work is treated like any that fails.
UNKNOWN_PATIENCE = timedelta(minutes=10)


class UnknownHere(Exception):
    """This version does not know this kind of timer, task or notification."""
