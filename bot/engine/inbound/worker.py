"""Event workers: claim the oldest event of a lane, handle it in one transaction, mark it done, commit.

The claim is a row lock of that transaction, so that the events of a killed worker are free at once. On SQLite
several events of different lanes share a commit, each in a savepoint of its own; a failing one is rolled back alone.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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

# Retry with backoff: an event that fails is retried after these delays and then set aside; its lane is free again
# within a minute.
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (1, 3, 8, 18))
MAX_ATTEMPTS = len(RETRY_DELAYS) + 1

# Lanes that share a commit on SQLite: with 16 a turn takes a quarter longer, with 128 as long.
LANES_PER_COMMIT = 64
# After this time a transaction handles no further event, so that slow turns do not delay the answer of the first.
MAX_BATCH_SECONDS = 0.05


class EventWorker:
    """Handles events until it is cancelled. Correctness does not depend on a graceful stop."""

    def __init__(
        self,
        database: Database,
        turns: TurnHandler,
        *,
        clock: Clock,
        wake: WakeEvent,
        after: Callable[[], None] = lambda: None,
        lanes_per_commit: int | None = None,
        max_seconds: float = MAX_BATCH_SECONDS,
        pause: float = 0.5,
    ) -> None:
        self._database = database
        self._turns = turns
        self._clock = clock
        self._wake = wake
        self._after = after
        # On PostgreSQL a turn keeps its locks until the commit: a second turn in the transaction could deadlock.
        self._lanes_per_commit = lanes_per_commit or (LANES_PER_COMMIT if database.is_sqlite else 1)
        self._max_seconds = max_seconds
        self._pause = pause

    async def run(self) -> None:
        """Handle events until cancelled."""
        while True:
            handled = await self.step()
            if not handled:
                await self._wake.wait(self._pause)

    async def step(self) -> int:
        """Run one transaction. Returns how many events were claimed."""
        try:
            handled = await self._database.write(self.batch)
        except TransactionLost:
            handled = await self._database.write(self.careful_batch)
        if handled:
            self._after()
            await asyncio.sleep(0)
        return handled

    def batch(self, session: Session, point: Savepoint = savepoint) -> int:
        """Handle the oldest events of some lanes in this transaction. Returns how many were claimed.

        Raises TransactionLost if the database rolled back more than the turn that failed.
        """
        now = self._clock()
        timers.fire(session, now=now)
        claimed = inbox.claim(session, now=now, limit=self._lanes_per_commit)
        ends = perf_counter() + self._max_seconds
        # At least one; the remaining events are claimed again by the next transaction.
        in_time = takewhile(lambda event: event is claimed[0] or perf_counter() < ends, claimed)
        done = [event.id for event in in_time if self._handle(session, event, now, point)]
        inbox.finish(session, done, at=now)
        return len(claimed)

    def careful_batch(self, session: Session) -> int:
        """Do the same with savepoints that survive any database error; they take five times as long."""
        return self.batch(session, lambda same: same.begin_nested())

    def _handle(self, session: Session, event: ClaimedEvent, now: datetime, point: Savepoint) -> bool:
        """Handle one event. Returns False if it failed and was postponed or set aside."""
        began = perf_counter()
        try:
            self._turns.handle(session, event, now=now, point=point)
            metrics.turn(perf_counter() - began)
            return True
        except TransactionLost:
            raise
        except Exception as problem:  # Any bug: the other lanes must continue.
            session.expunge_all()
            self._fail(session, event, problem, now)
            return False
        finally:
            session.expunge_all()  # The next event must read its rows from the database.

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
        # If one of these fails, too, the lane is free even so, and the log and the inbox hold the failure.
        with _logged(session, "apology failed", event):
            self._turns.apologise(session, event, now=now)
        with _logged(session, "alarm failed", event):
            alarms.raise_alarm(session, AlarmKind.TURN_SET_ASIDE, f"{event.id}", now=now)


@contextmanager
def _logged(session: Session, message: str, event: ClaimedEvent) -> Iterator[None]:
    """Run a block in a savepoint. An exception undoes the block and is logged, not raised."""
    try:
        with session.begin_nested():
            yield
    except Exception as problem:
        log.error(message, extra={"event_id": event.id, "problem": type(problem).__name__}, exc_info=problem)
