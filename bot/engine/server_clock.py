"""Compares the desk's clock with that of the Bot API, which every answer has in its Date (RFC 9110, 6.6.1)."""

import time
from collections.abc import Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime

from bot.engine import clock
from bot.engine.clock import Clock

# Deadlines, codes and signatures suffer from more; a minute comes from slow networks and machines.
MAX_OFFSET = timedelta(minutes=5)
CLOCK_WRONG = "clock wrong"
# So many comparisons in a row have to say so: an answer may have waited for a machine that slept.
COMPARISONS = 2
PAUSE_SECONDS, KEPT_SECONDS = 5.0, 600.0


class ServerClock:
    """How far the desk's clock is from the Bot API's, compared every few seconds while it answers."""

    def __init__(self, desk_clock: Clock = clock.now, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._clock = desk_clock
        self._monotonic = monotonic
        self._compared_at = float("-inf")
        self._offset = timedelta()
        self._wrong = 0

    def note(self, date: str) -> None:
        """Compare the clock with the Date of an answer that has just come. One that is no date says nothing."""
        if self._monotonic() - self._compared_at < PAUSE_SECONDS:
            return
        try:
            self._offset = self._clock() - parsedate_to_datetime(date)
        except (ValueError, TypeError):  # Also a date without a time zone.
            return
        self._compared_at = self._monotonic()
        self._wrong = self._wrong + 1 if abs(self._offset) > MAX_OFFSET else 0

    def trouble(self) -> str:
        """Return how far the clock is off, such as `3600 s ahead`; "" if it is right, or nothing has told lately."""
        is_fresh = self._monotonic() - self._compared_at < KEPT_SECONDS
        if self._wrong < COMPARISONS or not is_fresh:
            return ""
        seconds = self._offset.total_seconds()
        return f"{abs(seconds):.0f} s {'ahead' if seconds > 0 else 'behind'}"
