"""What the engine counts as it goes: turns and their time, refusals, deliveries. Plain numbers of this process.

Counting costs less than a microsecond and asks nothing of the store; whoever wants to
know (the web side, a test) reads them.
"""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

TURN_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Seconds a turn took; the last number of `EngineMetrics.turns` counts the longer ones."""


class EngineMetrics:
    """The numbers. Turns run on several threads, so each is counted under a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.turns = [0] * (len(TURN_SECONDS) + 1)
        self.seconds = 0.0
        self.failures: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.deliveries: Counter[tuple[str, str]] = Counter()

    def turn(self, seconds: float) -> None:
        """A turn ended well, refusals included."""
        with self._lock:
            self.turns[bisect_left(TURN_SECONDS, seconds)] += 1
            self.seconds += seconds

    def failed(self, outcome: str) -> None:
        """A turn failed on our side. outcome: postponed or set_aside."""
        with self._lock:
            self.failures[outcome] += 1

    def refused(self, keys: Iterable[str]) -> None:
        """Somebody was told no, for these reasons."""
        with self._lock:
            self.refusals.update(keys)

    def delivered(self, channel: str, outcome: str) -> None:
        """A delivery was tried. outcome: done, failed or again."""
        with self._lock:
            self.deliveries[channel, outcome] += 1


metrics = EngineMetrics()
"""The numbers of this process."""
