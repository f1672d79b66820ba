"""The time by which a desk decides what is due: the database's on PostgreSQL, the process's on SQLite."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.engine import clock
from bot.engine.clock import Clock
from storage.database import Database
from storage.database.clock import server_time

log = logging.getLogger("chezhu.desk")

SYNCHRONISE_SECONDS = 5.0
# A reading that took longer is too inaccurate, unless it is the first: the process's own clock may be wrong by a day.
MAX_READING_SECONDS = 0.5
FIRST_ATTEMPTS = 3


class DatabaseClock:
    """A clock that is read from PostgreSQL every few seconds and goes on steadily between.

    So receivers, workers and senders have the same time, and a process whose own clock jumps neither holds anything
    nor does it early. SQLite has one process, and no clock.
    """

    def __init__(
        self,
        database: Database,
        *,
        process_clock: Clock = clock.now,
        monotonic: Callable[[], float] = time.monotonic,
        read: Callable[[Engine], datetime] = server_time,
    ) -> None:
        self._database = database
        self._read = read
        self._process_clock = process_clock
        self._monotonic = monotonic
        self._reading = (process_clock(), monotonic())
        self._is_read = False
        for _ in range(FIRST_ATTEMPTS):
            if not self._is_read:
                self.synchronise()

    def __call__(self) -> datetime:
        """Return the present time, aware, in UTC."""
        if self._database.is_sqlite:
            return self._process_clock()
        moment, read_at = self._reading
        return moment + timedelta(seconds=self._monotonic() - read_at)

    def synchronise(self) -> None:
        """Read the database's clock. If it cannot be read, the clock goes on from the last reading."""
        if self._database.is_sqlite:
            return
        began = self._monotonic()
        try:
            moment = self._read(self._database.engine)
        except Exception as problem:  # Also what the driver cannot read: the clock must be read again later.
            log.warning("the database's clock was not read", extra={"problem": type(problem).__name__})
            return
        ended = self._monotonic()
        if ended - began <= MAX_READING_SECONDS or not self._is_read:
            self._reading, self._is_read = (moment, (began + ended) / 2), True

    async def run(self) -> None:
        """Read the database's clock every few seconds, until cancelled."""
        while True:
            await asyncio.sleep(SYNCHRONISE_SECONDS)
            await asyncio.to_thread(self.synchronise)
