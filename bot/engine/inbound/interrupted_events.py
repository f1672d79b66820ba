"""Events that waited when a process began, if another one has died: one of them may have killed it.

Each is tried alone, while no other turn of the process runs, and the attempt is counted before it begins. So an event
that ends its process at each attempt is set aside after some, and the others are not blamed for it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.engine.clock import Clock
from bot.engine.inbound.failed_events import MAX_ATTEMPTS, fail
from bot.engine.inbound.turn import TurnHandler
from storage.database import Database
from storage.engine import inbox, inbox_queue, processes
from storage.engine.lanes import LaneCursor

# However many wait, all workers go on together after this time.
MOST_TIME = timedelta(minutes=1)


class ProcessDied(Exception):
    """The process has died in each attempt to handle an event."""


class InterruptedEvents:
    """The events of the inbox that are tried alone by this process. The cursor is that of its workers."""

    def __init__(self, database: Database, turns: TurnHandler, cursor: LaneCursor, *, clock: Clock) -> None:
        self._database = database
        self._turns = turns
        self._cursor = cursor
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._last: int | None = None
        self._ends_at: datetime | None = None
        self.are_done = False

    async def step(self, handle: Callable[[], Awaitable[int]]) -> int:
        """Count an attempt of the next event, and handle it alone. Returns 0 if none is to be tried any more.

        handle: handles the next event in a transaction of its own.
        """
        async with self._one_at_a_time:
            is_counted = None if self.are_done else await self._database.write_turns(self._count)
            self.are_done = is_counted is None
            if is_counted:
                await handle()
            return int(is_counted is not None)

    def _count(self, session: Session) -> bool | None:
        """Count an attempt of the event that is next. Returns False if it is set aside, None if none is to be tried."""
        now, search = self._clock(), LaneCursor(self._cursor.after, self._cursor.recent)
        if self._last is None or self._ends_at is None:
            self._last = self._last_of_others(session, self._turns.versions.identity.id)
            self._ends_at = now + MOST_TIME
        if now > self._ends_at or not inbox.waits(session, until=self._last):
            return None
        for event in inbox_queue.claim(session, now=now, limit=1, cursor=search):
            if event.id > self._last or inbox.count_interruption(session, event.id) <= MAX_ATTEMPTS:
                self._cursor.begin_with(event.lane)  # The event that is counted is the one that is handled.
                return True
            fail(session, replace(event, attempts=MAX_ATTEMPTS), ProcessDied(), self._turns, now)
            return False
        return None

    @staticmethod
    def _last_of_others(session: Session, own: UUID) -> int:
        return inbox.last_waiting(session) if processes.has_others(session, own) else 0
