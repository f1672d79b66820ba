"""The clock of the engine, the only place that reads the current time, and the events that wake waiting loops."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


def is_within(period: timedelta, since: datetime, now: datetime) -> bool:
    """Return whether less than a period has passed. A moment that lies as far ahead was stored by a wrong clock."""
    return abs(now - since) < period


class WakeEvent:
    """Wakes one waiting loop. If it is set while no loop waits, the next wait returns at once."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        """Wake the loop."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Wait until the event is set, at most this long, and clear it."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()
