"""The results of attempts that are not stored yet. They are kept until the database takes them.

To store a result needs no leader role: it counts only for the attempt that was claimed last.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from sqlmodel import Session

from bot.engine.clock import Clock
from bot.engine.failures import is_failure
from bot.engine.outbound.delivery_results import DeliveryResult, store
from storage.database import Database, wait_briefly_for_locks
from storage.database.faults import LockNotFree, is_fault, is_lock_timeout
from storage.engine.outbox import DeliveryState
from storage.engine.outbox_queue import QueuedDelivery

log = logging.getLogger("chezhu.send")

# Storing and claiming wait no longer for a row that somebody holds: everybody's messages would wait with them.
MAX_WAIT_MILLISECONDS = 100
# After so long a result whose row was held is tried again.
HELD_SECONDS = 1.0
# How long results are offered to a database that fails, for example while it restarts. Nobody takes the role sooner.
OFFER_SECONDS, OFFER_PAUSE = 5.0, 0.25

Finished = tuple[QueuedDelivery, DeliveryResult]


class UnstoredResults:
    """The results of one sender. stored: is told which were stored."""

    def __init__(self, database: Database, *, clock: Clock, stored: Callable[[Sequence[Finished]], None]) -> None:
        self._database = database
        self._clock = clock
        self._stored = stored
        self._results: dict[UUID, Finished] = {}
        self._held: dict[UUID, float] = {}

    def add(self, delivery: QueuedDelivery, result: DeliveryResult) -> None:
        """Keep the result of an attempt."""
        self._results[delivery.reference] = delivery, result

    def waiting(self) -> list[Finished]:
        """Return the results that are to be stored now: all but those whose rows were held a moment ago."""
        now = asyncio.get_running_loop().time()
        return [finished for reference, finished in self._results.items() if self._held.get(reference, now) <= now]

    def forget(self, finished: Sequence[Finished]) -> None:
        """Let go of results that are stored."""
        for delivery, _ in finished:
            del self._results[delivery.reference]
            self._held.pop(delivery.reference, None)
        self._stored(finished)

    async def store_all(self) -> None:
        """Store every result in one transaction."""
        finished = list(self._results.values())
        await self._store(finished)
        self.forget(finished)

    async def store_each(self, finished: Sequence[Finished]) -> None:
        """Store results one by one. One that cannot be stored fails its delivery; one whose row is held waits."""
        for delivery, result in finished:
            try:
                await self._store([(delivery, result)])
            except BaseException as problem:
                if not is_lock_timeout(problem) and (not is_failure(problem) or is_fault(problem)):
                    raise
                if is_lock_timeout(problem):
                    self._held[delivery.reference] = asyncio.get_running_loop().time() + HELD_SECONDS
                    continue
                log.exception("a result cannot be stored", extra={"delivery": delivery.id})
                failed = DeliveryResult(DeliveryState.FAILED, note=type(problem).__name__, gave_up=True)
                await self._store([(delivery, failed)])
            self.forget([(delivery, result)])

    async def store_at_the_end(self) -> None:
        """Store every result, and go on trying for a while if the database fails or somebody holds a row."""
        ends = asyncio.get_running_loop().time() + OFFER_SECONDS
        while True:
            try:
                await self._offer()
                return
            except BaseException as problem:
                is_over = asyncio.get_running_loop().time() >= ends
                if is_over or not (is_fault(problem) or isinstance(problem, LockNotFree)):
                    raise
            await asyncio.sleep(OFFER_PAUSE)  # A fault also replaces connections that were cut unnoticed.

    async def offer_for(self, seconds: float) -> None:
        """Offer the results for so long, and wait for the end of this time when all are stored."""
        ends = asyncio.get_running_loop().time() + seconds
        while (left := ends - asyncio.get_running_loop().time()) > 0:
            try:
                await self._offer()
            except BaseException as problem:
                if not (is_fault(problem) or isinstance(problem, LockNotFree)):
                    raise
            await asyncio.sleep(min(OFFER_PAUSE, left) if self._results else left)

    async def _offer(self) -> None:
        """Store every result, one by one if they cannot be stored together. Raises LockNotFree if a row is held."""
        if not self._results:
            return
        try:
            await self.store_all()
        except BaseException as problem:
            if not is_failure(problem) or (is_fault(problem) and not is_lock_timeout(problem)):
                raise
            await self.store_each(list(self._results.values()))
            if self._results:
                raise LockNotFree from problem

    async def _store(self, finished: Sequence[Finished]) -> None:
        def store_them(session: Session) -> None:
            wait_briefly_for_locks(session, milliseconds=MAX_WAIT_MILLISECONDS)
            store(session, finished, now=self._clock())

        await self._database.write_queue(store_them)
