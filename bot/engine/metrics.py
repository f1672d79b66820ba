"""Metrics of the engine: turns and their duration, refusals, deliveries. Plain counters of this process.

Counting takes less than a microsecond and no query; the web page for Prometheus reads the counters.
"""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

# Upper bounds of the histogram of turn durations, in seconds; the last of `EngineMetrics.turns` counts longer ones.
TURN_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class EngineMetrics:
    """The counters. Turns run on several threads, so that each counts under a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.turns = [0] * (len(TURN_SECONDS) + 1)
        self.seconds = 0.0
        self.failures: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.deliveries: Counter[tuple[str, str]] = Counter()
        self.updates_dropped = 0

    def turn(self, seconds: float) -> None:
        """Count a completed turn, refused ones included."""
        with self._lock:
            self.turns[bisect_left(TURN_SECONDS, seconds)] += 1
            self.seconds += seconds

    def failed(self, outcome: str) -> None:
        """Count a turn that raised an exception. outcome: postponed or set_aside."""
        with self._lock:
            self.failures[outcome] += 1

    def dropped(self) -> None:
        """Count an update of a person who sends too many."""
        with self._lock:
            self.updates_dropped += 1

    def refused(self, keys: Iterable[str]) -> None:
        """Count a refusal with these text keys."""
        with self._lock:
            self.refusals.update(keys)

    def delivered(self, channel: str, outcome: str) -> None:
        """Count an attempt at a delivery. outcome: done, failed or again."""
        with self._lock:
            self.deliveries[channel, outcome] += 1


metrics = EngineMetrics()  # Of this process.
