"""Ends the process if a turn does not end, such as that of a handler that loops for ever.

Its event is then set aside after some attempts, like every event that ends its process (`interrupted_events`).
Otherwise its lane would never go on; on SQLite nobody else's would either, and on PostgreSQL it would take one worker
after the other: the server ends its idle transaction, and the event is free again. A thread cannot be ended safely.
"""

import asyncio
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from storage.database import Database

log = logging.getLogger("chezhu.worker")

# As long as PostgreSQL lets a statement run. Turns take milliseconds.
MAX_TURN_SECONDS = 120.0
CHECK_SECONDS = 5.0
ANSWER_SECONDS = 5.0
# "Temporary failure" of sysexits.h: whoever supervises the process starts it again.
EXIT_CODE = 75


class TurnWatch:
    """Knows which threads are in a turn, and since when. end: ends the process with an exit code."""

    def __init__(
        self,
        database: Database,
        *,
        end: Callable[[int], object] = os._exit,
        monotonic: Callable[[], float] = time.monotonic,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._database = database
        self._end = end
        self._monotonic = monotonic
        self._answer_seconds = answer_seconds
        self._began: dict[int, float] = {}

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Watch the turn that this thread handles in the block."""
        thread = threading.get_ident()
        self._began[thread] = self._monotonic()
        try:
            yield
        finally:
            del self._began[thread]

    async def run(self) -> None:
        """Look for turns that do not end, until cancelled."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            await self.check()

    async def check(self) -> None:
        """End the process if a turn takes too long, unless it waits for a database that answers nobody.

        It must be the same turn before and after the database has answered: a stopped process finds its clock ahead.
        """
        late = self._late()
        if late and await self._database_answers() and (late := late & self._late()):
            at = [_place_of(thread) for thread, _ in late]
            log.critical("a turn does not end, the process does", extra={"seconds": MAX_TURN_SECONDS, "places": at})
            self._end(EXIT_CODE)

    def _late(self) -> set[tuple[int, float]]:
        latest = self._monotonic() - MAX_TURN_SECONDS
        return {(thread, began) for thread, began in self._began.copy().items() if began <= latest}

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(self._answer_seconds):
                await self._database.read(lambda session: session.execute(text("SELECT 1")))
        except Exception:
            return False
        return True


def _place_of(thread: int) -> str:
    """Return the line of code at which a thread stands, without any value."""
    frame = sys._current_frames().get(thread)
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}" if frame is not None else ""
