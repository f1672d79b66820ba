"""How long the first turn of a transaction waits for locks, so that a row that is held stops no other lane."""

import time
from collections.abc import Callable

from sqlmodel import Session

from storage.database import wait_briefly_for_locks
from storage.database.faults import is_lock_timeout

# Less than PostgreSQL waits before it looks for a deadlock. A turn that has waited in vain is tried again later.
MAX_WAIT_MILLISECONDS = 900
# While rows are held: else each worker would wait, for one lane after the other that needs them.
SHORT_WAIT_MILLISECONDS = 50
HELD_SECONDS = 10.0


class LockPatience:
    """The patience of the workers of one process."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._met_at = float("-inf")

    def begin(self, session: Session) -> None:
        """Limit how long statements of this transaction wait for a lock."""
        is_held = self._monotonic() - self._met_at < HELD_SECONDS
        wait_briefly_for_locks(session, milliseconds=SHORT_WAIT_MILLISECONDS if is_held else MAX_WAIT_MILLISECONDS)

    def note(self, problem: BaseException) -> None:
        """Note why a turn has failed that had this time."""
        if is_lock_timeout(problem):
            self._met_at = self._monotonic()
