"""EventWorker: claim the oldest event of each, handle it in one transaction, mark it done, commit.

The claim is the row lock of that very transaction: a worker that dies gives it back
by dying. On SQLite several events of different lanes share a commit, each in a
savepoint of its own; a failing one is rolled back alone.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import takewhile
from time import perf_counter

from sqlmodel import Session

from bot.engine.clock import Clock, WakeEvent
from bot.engine.inbound.turn import Savepoint, TurnHandler
from bot.engine.metrics import metrics
from bot.services.staff import alarms
from storage.database import Database, TransactionLost, savepoint
from storage.engine import inbox, timers
from storage.engine.inbox import ClaimedEvent
from storage.staff.alarms import AlarmKind

log = logging.getLogger("chezhu.worker")

# A poison event is tried so often, with these pauses between; its lane is free again within a minute.
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (1, 3, 8, 18))
MAX_ATTEMPTS = len(RETRY_DELAYS) + 1

LANES_PER_COMMIT = 64
"""EventWorker that share a commit on SQLite: with 16 a turn cost a quarter more, with 128 no less."""
MAX_BATCH_SECONDS = 0.05
"""Seconds after which a transaction takes no further event, so that slow turns do not keep the first one's answer."""


class EventWorker:
    """The worker: turns events into turns until it is stopped. Nothing depends on a graceful stop."""

    def __init__(
        self,
        database: Database,
        turns: TurnHandler,
        *,
        clock: Clock,
        wake: WakeEvent,
        after: Callable[[], None] = lambda: None,
        group: int | None = None,
        longest: float = MAX_BATCH_SECONDS,
        pause: float = 0.5,
    ) -> None:
        self._database = database
        self._turns = turns
        self._clock = clock
        self._wake = wake
        self._after = after
        # On PostgreSQL a turn keeps its locks until the commit: a second turn beside it could wait in a circle.
        self._group = group or (LANES_PER_COMMIT if database.is_sqlite else 1)
        self._longest = longest
        self._pause = pause

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            handled = await self.step()
            if not handled:
                await self._wake.wait(self._pause)

    async def step(self) -> int:
        """Do one transaction's work. Returns how many events were claimed."""
        try:
            handled = await self._database.write(self.batch)
        except TransactionLost:
            handled = await self._database.write(self.careful_batch)
        if handled:
            self._after()
            await asyncio.sleep(0)
        return handled

    def batch(self, session: Session, point: Savepoint = savepoint) -> int:
        """Handle the heads of some lanes inside this transaction. Returns how many were claimed.

        Raises TransactionLost where the database took back more than the turn that failed.
        """
        now = self._clock()
        timers.fire(session, now=now)
        claimed = inbox.claim(session, now=now, most=self._group)
        ends = perf_counter() + self._longest
        # One at least; those that are left are claimed again next time.
        in_time = takewhile(lambda event: event is claimed[0] or perf_counter() < ends, claimed)
        done = [event.id for event in in_time if self._handle(session, event, now, point)]
        inbox.finish(session, done, at=now)
        return len(claimed)

    def careful_batch(self, session: Session) -> int:
        """Do the same with savepoints that survive whatever the database refuses, at five times their cost."""
        return self.batch(session, lambda same: same.begin_nested())

    def _handle(self, session: Session, event: ClaimedEvent, now: datetime, point: Savepoint) -> bool:
        """Handle one event. False if it failed and was postponed or set aside."""
        began = perf_counter()
        try:
            self._turns.handle(session, event, now=now, point=point)
            metrics.turn(perf_counter() - began)
            return True
        except TransactionLost:
            raise
        except Exception as problem:  # Whatever it was, the lanes of others must go on.
            session.expunge_all()
            self._fail(session, event, problem, now)
            return False
        finally:
            session.expunge_all()  # The next event reads its rows afresh.

    def _fail(self, session: Session, event: ClaimedEvent, problem: Exception, now: datetime) -> None:
        attempts = event.attempts + 1
        note = type(problem).__name__
        log.error("turn failed", extra={"event_id": event.id, "attempt": attempts, "problem": note}, exc_info=problem)
        if attempts < MAX_ATTEMPTS:
            due = now + RETRY_DELAYS[attempts - 1]
            inbox.postpone(session, event.id, attempts=attempts, due_at=due, note=note)
            metrics.failed("postponed")
            return
        inbox.set_aside(session, event.id, attempts=attempts, at=now, note=note)
        metrics.failed("set_aside")
        self._apologise(session, event, now)
        self._alarm(session, event, now)

    def _apologise(self, session: Session, event: ClaimedEvent, now: datetime) -> None:
        try:
            with session.begin_nested():
                self._turns.apologise(session, event, now=now)
        except Exception as problem:  # The lane is free all the same.
            log.error("no apology", extra={"event_id": event.id, "problem": type(problem).__name__}, exc_info=problem)

    def _alarm(self, session: Session, event: ClaimedEvent, now: datetime) -> None:
        try:
            with session.begin_nested():
                alarms.raise_alarm(session, AlarmKind.TURN_SET_ASIDE, f"{event.id}", now=now)
        except Exception as problem:  # Nobody hears of it in the chat; it stands in the log and in the inbox.
            log.error("no alarm", extra={"event_id": event.id, "problem": type(problem).__name__}, exc_info=problem)
