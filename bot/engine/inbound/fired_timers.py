"""Fires due timers no faster than their turns follow: each is an event of its lane, and lanes take turns.

If thousands fired at once, everybody's next answer would wait until each of their lanes has had its turn. And if more
fired before all lanes have had their turn, lanes that are due in the order of their names would always be the next.
"""

import time
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from storage.engine import inbox, timers

# A timer whose turn waits longer, because its lane is blocked or long, keeps no others from firing; nor does a round.
MAX_SECONDS = 1.0
# So many may wait while there are other events, or were within this time: whoever writes waits for no more of them.
BESIDE_OTHERS = 16


class FiredTimers:
    """The timers that one process has fired and not yet seen handled. most: how many of these there may be."""

    def __init__(self, most: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._monotonic = monotonic
        self._waiting: dict[str, float] = {}
        self._round, self._round_until = -1, float("-inf")
        self._others_until = float("-inf")

    def note_turn(self, source: inbox.EventSource) -> None:
        """Note that there is an event of this source."""
        if source is not inbox.EventSource.TIMER:
            self._others_until = self._monotonic() + MAX_SECONDS

    def fire(self, session: Session, *, now: datetime, limit: int, rounds: int) -> int:
        """Turn due timers into events, once a round. Returns how many. rounds: how many of the lanes have ended."""
        moment = self._monotonic()
        if rounds == self._round and moment < self._round_until:
            return 0
        self._forget_handled(session)
        most = min(self._most, BESIDE_OTHERS) if moment < self._others_until else self._most
        limit = min(limit, most - len(self._waiting))
        fired = timers.fire(session, now=now, limit=limit) if limit > 0 else []
        if fired:  # A round in which nothing was due keeps nothing that becomes due in it from firing.
            self._round, self._round_until = rounds, moment + MAX_SECONDS
            self._waiting.update(dict.fromkeys(fired, self._round_until))
        return len(fired)

    def _forget_handled(self, session: Session) -> None:
        if not self._waiting:
            return
        now, waiting = self._monotonic(), list(self._waiting.items())
        over = {key for key, until in waiting if until <= now}
        for key in over | inbox.handled(session, inbox.EventSource.TIMER, [key for key, _ in waiting]):
            self._waiting.pop(key, None)
