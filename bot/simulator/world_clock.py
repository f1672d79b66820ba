"""The clock of a local Telegram that runs alone: it can go faster than the real one, and be moved forward."""

import time
from collections.abc import Callable


class WorldClock:
    """A clock in seconds since 1970. speed: its seconds for each real second."""

    def __init__(self, *, speed: float = 1.0, real: Callable[[], float] = time.time) -> None:
        if speed <= 0:
            raise ValueError("the speed of a clock is positive")
        self._speed = speed
        self._real = real
        self._start = real()
        self._moved = 0.0

    def __call__(self) -> float:
        """Return the time of this world."""
        return self._start + (self._real() - self._start) * self._speed + self._moved

    def advance(self, seconds: float) -> float:
        """Move the clock forward and return its time; raises ValueError for a negative number."""
        if seconds < 0:
            raise ValueError("a clock moves forward only")
        self._moved += seconds
        return self()
