"""Event workers: claim the oldest event of a lane, handle it in one transaction, mark it done, commit.

The claim is a lock of that transaction, so that the events of a killed worker are free at once. Several events of
different lanes share a commit, each in a savepoint of its own; a failing one is rolled back alone. On PostgreSQL only
the first may wait for locks of other transactions, so that no two of them wait for each other.
A transaction that fails as a whole has no effect: its events are handled again, each in a transaction of its own.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import perf_counter

from sqlmodel import Session

from bot.engine.clock import Clock, WakeEvent
from bot.engine.failures import is_failure
from bot.engine.inbound.failed_events import fail, name_of
from bot.engine.inbound.fired_timers import FiredTimers
from bot.engine.inbound.interrupted_events import InterruptedEvents
from bot.engine.inbound.lock_patience import LockPatience
from bot.engine.inbound.turn import Savepoint, TurnHandler
from bot.engine.inbound.turn_watch import TurnWatch
from bot.engine.metrics import metrics
from storage.database import (
    Database,
    TransactionLost,
    require_open,
    savepoint,
    slow_savepoint,
    wait_briefly_for_locks,
)
from storage.database.faults import LockNotFree
from storage.engine import inbox, inbox_queue
from storage.engine.inbox_queue import ClaimedEvent
from storage.engine.lanes import LaneCursor, Rests

log = logging.getLogger("chezhu.worker")

# Lanes that share a commit. On SQLite a turn takes a quarter longer with 16, and as long with 128. On PostgreSQL the
# turns of a transaction keep their locks until its end. No more timers fire at once, so that they delay no update.
SQLITE_LANES_PER_COMMIT = 64
POSTGRESQL_LANES_PER_COMMIT = 16
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
        timer: Callable[[], float] = perf_counter,
    ) -> None:
        self._database = database
        self._turns = turns
        self._clock = clock
        self._wake = wake
        self._after = after
        own = SQLITE_LANES_PER_COMMIT if database.is_sqlite else POSTGRESQL_LANES_PER_COMMIT
        self._lanes_per_commit = lanes_per_commit or own
        self._lanes_at_once = self._lanes_per_commit if database.is_sqlite else 1
        self._lanes_in_time = self._lanes_per_commit
        self._max_seconds = max_seconds
        self._timer = timer
        self._pause = pause
        self.watch = TurnWatch(database)
        # Every other transaction fires timers, so that neither timers nor events wait for a backlog of the others.
        self._fires_timers = self._has_fired = False
        self._timers = FiredTimers(self._lanes_per_commit * database.workers)
        self.cursor = LaneCursor()
        self._patience = LockPatience()
        self._interrupted = InterruptedEvents(database, turns, self.cursor, clock=clock)

    async def run(self) -> None:
        """Handle events until cancelled."""
        rests = Rests()
        while True:
            if not await self.step() and rests.may_begin([self.cursor]):
                await self._wake.wait(self._pause)

    async def step(self) -> int:
        """Run one transaction, and another one after timers have fired. Returns how many events it claimed or made.

        What a process that died may have left comes first.
        """
        if not self._interrupted.are_done and (tried := await self._interrupted.step(self._alone)):
            return tried
        handled = await self._transaction()
        if self._has_fired:
            self._has_fired = False
            handled += await self._transaction()
        if handled:
            self._after()
            await asyncio.sleep(0)
        return handled

    async def _transaction(self) -> int:
        try:
            return await self._database.write_turns(self.batch)
        except BaseException as problem:
            if not is_failure(problem):
                raise
            log.warning("a batch failed, its events are handled one by one", extra={"problem": name_of(problem)})
            return await self._one_by_one()

    def batch(self, session: Session) -> int:
        """Handle the next events of some lanes in this transaction, or turn due timers into events.

        Returns how many events were handled or made. Raises TransactionLost if the database rolled back more than the
        turn that failed.
        """
        now = self._clock()
        fires_first = self._fires_timers = not self._fires_timers
        if fires_first and (fired := self._fire(session, now)):
            return fired
        handled = self._handle_batch(session, now)
        return handled if handled or fires_first else self._fire(session, now)

    def _handle_batch(self, session: Session, now: datetime) -> int:
        """Handle events of as many lanes as share a commit. Returns how many.

        The first turn may wait a moment for a lock, and holds no other lane meanwhile. The others do not wait.
        """
        self._patience.begin(session)
        ends = self._timer() + self._max_seconds
        handled = self._handle_next(session, now, self._lanes_at_once, ends, is_first=True)
        if 0 < handled < self._lanes_per_commit != self._lanes_at_once and self._timer() < ends:
            wait_briefly_for_locks(session)
            handled += self._handle_later(session, now, self._lanes_per_commit - handled, ends)
        return handled

    def _handle_later(self, session: Session, now: datetime, most: int, ends: float) -> int:
        """Claim as many lanes as the last batch had time for, twice as many if it had time left; handle their events.

        A lane that is claimed in vain costs a third of a turn, and is held from other workers until the commit.
        """
        limit = min(most, self._lanes_in_time)
        handled = self._handle_next(session, now, limit, ends, is_first=False)
        is_over = self._timer() >= ends
        self._lanes_in_time = max(1, handled) if is_over else min(2 * limit, self._lanes_per_commit)
        return handled

    def _handle_next(self, session: Session, now: datetime, limit: int, ends: float, *, is_first: bool) -> int:
        """Claim lanes, and handle their events until the time is over, or one fails that may not wait for locks.

        Returns how many were handled. The remaining lanes are the first that the next transaction claims.
        """
        done, handled = list[int](), 0
        claimed = inbox_queue.claim(session, now=now, limit=limit, cursor=self.cursor)
        for event in claimed:
            self._timers.note_turn(event.source)
            try:
                is_done = self._handle(session, event, now, savepoint, may_wait=is_first or self._database.is_sqlite)
            except LockNotFree:
                break
            done += [event.id] if is_done else []
            handled, is_first = handled + 1, False
            if self._timer() >= ends:
                break
        if handled < len(claimed):
            self.cursor.give_back(claimed[handled].lane)
        require_open(session)
        inbox.finish(session, done, at=now)
        return handled

    def _fire(self, session: Session, now: datetime) -> int:
        fired = self._timers.fire(session, now=now, limit=self._lanes_per_commit, rounds=self.cursor.rounds)
        self._has_fired = fired > 0
        return fired

    async def _one_by_one(self) -> int:
        """Handle the oldest events of some lanes, each in a transaction of its own. Returns how many were claimed."""
        for handled in range(self._lanes_per_commit):
            if not await self._alone():
                return handled
        return self._lanes_per_commit

    async def _alone(self) -> int:
        """Handle the next event in a transaction of its own. Returns how many were claimed."""
        claimed: list[ClaimedEvent] = []
        try:
            await self._database.write_turns(partial(self._single, claimed))
        except BaseException as problem:
            if not is_failure(problem) or not claimed:
                raise
            self._patience.note(problem)
            failure = partial(fail, event=claimed[0], problem=problem, turns=self._turns, now=self._clock())
            await self._database.write_turns(failure)
        return len(claimed)

    def _single(self, claimed: list[ClaimedEvent], session: Session) -> None:
        """Handle one event, and put it into `claimed`."""
        now = self._clock()
        self._patience.begin(session)
        claimed.extend(inbox_queue.claim(session, now=now, limit=1, cursor=self.cursor))
        for event in claimed:
            if self._handle(session, event, now, slow_savepoint, may_wait=True):
                require_open(session)
                inbox.finish(session, [event.id], at=now)

    def _handle(
        self, session: Session, event: ClaimedEvent, now: datetime, point: Savepoint, *, may_wait: bool
    ) -> bool:
        """Handle one event. Returns False if it failed and was postponed or set aside.

        Unless it may wait for locks, it raises LockNotFree instead, with nothing of the turn in the database.
        """
        began = perf_counter()
        try:
            with self.watch.turn():
                self._turns.handle(session, event, now=now, point=point)
            metrics.turn(perf_counter() - began)
            return True
        except TransactionLost:
            raise
        except BaseException as problem:  # Any bug, or a panic: the other lanes must continue.
            if not is_failure(problem):
                raise
            session.expunge_all()
            _require_open_after(session, problem)
            if not may_wait:  # It met a lock, or what follows a failure may meet one.
                raise LockNotFree from problem
            self._patience.note(problem)
            fail(session, event, problem, self._turns, now)
            _require_open_after(session, problem)
            return False
        finally:
            session.expunge_all()  # The next event must read its rows from the database.


def _require_open_after(session: Session, problem: BaseException) -> None:
    try:
        require_open(session)
    except TransactionLost:
        raise TransactionLost from problem
