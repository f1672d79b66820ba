"""Fires due timers no faster than their turns follow: each is an event of its lane, and lanes take turns.

If thousands fired at once, everybody's next answer would wait until each of their lanes has had its turn.
"""

import time
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from storage.engine import inbox, timers

# A timer whose turn waits longer, because its lane is blocked or long, keeps no others from firing.
MAX_SECONDS = 1.0


class FiredTimers:
    """The timers that one process has fired and not yet seen handled. most: how many of these there may be."""

    def __init__(self, most: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._monotonic = monotonic
        self._waiting: dict[str, float] = {}

    def fire(self, session: Session, *, now: datetime, limit: int) -> int:
        """Turn due timers into events. Returns how many."""
        self._forget_handled(session)
        limit = min(limit, self._most - len(self._waiting))
        fired = timers.fire(session, now=now, limit=limit) if limit > 0 else []
        until = self._monotonic() + MAX_SECONDS
        self._waiting.update(dict.fromkeys(fired, until))
        return len(fired)

    def _forget_handled(self, session: Session) -> None:
        if not self._waiting:
            return
        now, waiting = self._monotonic(), list(self._waiting.items())
        over = {key for key, until in waiting if until <= now}
        for key in over | inbox.handled(session, inbox.EventSource.TIMER, [key for key, _ in waiting]):
            self._waiting.pop(key, None)
