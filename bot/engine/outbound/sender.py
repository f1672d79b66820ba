"""Sends queued deliveries from the outbox: in order within a lane, lanes in parallel, failures again with backoff.

Each channel has a sender. One transaction stores the results of all deliveries that have finished meanwhile, and claims
the next ones: an attempt is counted before it is made. A result may bring events into the inbox.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sqlmodel import Session

from bot.engine.clock import Clock, WakeEvent, is_within
from bot.engine.failures import is_failure
from bot.engine.metrics import metrics
from bot.engine.newer_versions import UNKNOWN_PATIENCE, UnknownHere, Versions
from bot.engine.outbound.budgets import DeliveryClass, channels_of, class_of, kinds_beside, room
from bot.engine.outbound.delivery_results import ChannelSender, DeliveryResult, DeliveryUnknown, NotDelivered, store
from bot.engine.outbound.retries import Retries, failed_by, leave, not_repeated, retry
from bot.engine.outbound.unstored_results import MAX_WAIT_MILLISECONDS, Finished, UnstoredResults
from bot.engine.uncancelled import uncancelled
from storage.database import Database, wait_briefly_for_locks
from storage.database.faults import is_fault, is_lock_timeout
from storage.engine import outbox_queue
from storage.engine.lanes import LaneCursor, Rests
from storage.engine.leader_election import LeaderLease, LeadershipLost
from storage.engine.outbox import Channel, DeliveryPolicy, DeliveryState
from storage.engine.outbox_queue import QueuedDelivery

log = logging.getLogger("chezhu.send")

# After so many attempts in a row that ended with the process, a delivery is not tried again. From the second one it
# is a suspect: of those only one is in progress at a time, so that the others show that they end no process.
MAX_INTERRUPTIONS = 10
SUSPECT_INTERRUPTIONS = 2
# After a takeover, deliveries under way in the term before wait so long: its process may be alive, and stores their
# results as soon as a database that was away is back. Sent at once, they would arrive twice.
TAKEOVER_SECONDS = 3.0
# How long a sender that stops waits for what it has begun. One whose lease has ended has no more than the margin.
WIND_UP_SECONDS = 3.0
WIND_UP_SECONDS_WITHOUT_LEASE = 1.0


class Sender:
    """Sends the deliveries of all channels. Only the process that holds the lease runs it."""

    def __init__(
        self,
        database: Database,
        senders: Mapping[Channel, ChannelSender],
        *,
        clock: Clock,
        wake: WakeEvent,
        lease: LeaderLease,
        versions: Versions,
        after: Callable[[], None] = lambda: None,
        pause: float = 0.5,
        wind_up_seconds: float = WIND_UP_SECONDS,
        takeover_seconds: float = TAKEOVER_SECONDS,
    ) -> None:
        self._database = database
        self._senders = senders
        self._clock = clock
        self._wake = wake
        self._lease = lease
        self._versions = versions
        self._after = after
        self._pause = pause
        self._wind_up_seconds = wind_up_seconds
        self._takeover_seconds = 0.0 if database.is_sqlite else takeover_seconds
        self._takeover_ends = float("-inf")  # By the monotonic clock.
        self._classes: dict[str, DeliveryClass] = {}
        self._in_progress: dict[str, asyncio.Task[None]] = {}
        self._results = UnstoredResults(database, clock=clock, stored=self._stored)
        self._cursors = {which: {channel: LaneCursor() for channel in Channel} for which in DeliveryClass}
        self._searched: list[LaneCursor] = []  # By the last look, if it has found nothing.
        self._suspect = ""  # The lane of the suspect in progress.
        self._retries = Retries()

    async def run(self) -> None:
        """Send until cancelled. Raises LeadershipLost."""
        self._takeover_ends = time.monotonic() + self._takeover_seconds
        rests = Rests()
        try:
            while True:
                if not await self.step() and rests.may_begin(self._searched):
                    await self._wake.wait(self._pause)
        finally:
            await uncancelled(self._wind_up())

    async def wait(self, seconds: float) -> None:
        """Wait while another process may have the role, and store the results that are left of the last term."""
        await self._results.offer_for(seconds)

    async def step(self) -> bool:
        """Store finished results and start what is due. Returns whether there was anything to do.

        Raises LeadershipLost; finished results are stored even then.
        """
        finished = self._results.waiting()
        busy = [lane for lane in self._in_progress if lane not in {delivery.lane for delivery, _ in finished}]
        found = () if finished else await self._database.read(partial(self._next, busy=busy))
        if not finished and not found:
            return False
        try:
            claimed = await self._database.write_queue(
                partial(self._exchange, finished=finished, busy=busy, found=found)
            )
        except BaseException as problem:
            is_held = is_lock_timeout(problem)
            if not is_held and (not is_failure(problem) or is_fault(problem) or not finished):
                raise
            await self._results.store_each(finished)
            return bool(finished)
        self._results.forget(finished)
        if claimed is None:
            raise LeadershipLost
        for delivery in claimed:
            if delivery.interruptions >= SUSPECT_INTERRUPTIONS:
                self._suspect = delivery.lane
            self._classes[delivery.lane] = class_of(delivery)
            self._in_progress[delivery.lane] = asyncio.create_task(self._send(delivery))
        return bool(finished or claimed)

    async def settle(self) -> None:
        """Wait for the deliveries in progress and store their results."""
        await asyncio.gather(*self._in_progress.values())
        await self._results.store_all()

    def _next(self, session: Session, busy: Sequence[str]) -> Sequence[QueuedDelivery]:
        """Return the next deliveries: answers first, then notifications, and tasks."""
        found, searched = list[QueuedDelivery](), list[LaneCursor]()
        for which in DeliveryClass:
            begun = [*(self._classes[lane] for lane in busy), *map(class_of, found)]
            lanes = [*busy, *(each.lane for each in found)]
            if (limit := room(begun, which)) > 0 and (channels := channels_of(which, self._senders)):
                searched += [self._cursors[which][channel] for channel in channels]
                found += outbox_queue.next_deliveries(
                    session,
                    now=self._clock(),
                    limit=limit,
                    busy=lanes,
                    channels=channels,
                    cursors=self._cursors[which],
                    urgent=which is DeliveryClass.ANSWER,
                    fits=kinds_beside(lanes),
                )
        self._searched = [] if found else searched
        suspects = [delivery for delivery in found if delivery.interruptions >= SUSPECT_INTERRUPTIONS]
        waiting = suspects if self._suspect in busy else suspects[1:]
        return [delivery for delivery in found if delivery not in waiting and not self._may_arrive(delivery)]

    def _may_arrive(self, delivery: QueuedDelivery) -> bool:
        """Return whether the result of an attempt of the term before may still be stored."""
        return delivery.interruptions > 0 and time.monotonic() < self._takeover_ends

    def _exchange(
        self, session: Session, finished: Sequence[Finished], busy: Sequence[str], found: Sequence[QueuedDelivery]
    ) -> list[QueuedDelivery] | None:
        """Store results and claim the next deliveries: those found before, for the search has gone on to other lanes.

        Returns None, with the results stored, if the lease is lost.
        """
        wait_briefly_for_locks(session, milliseconds=MAX_WAIT_MILLISECONDS)
        store(session, finished, now=self._clock())
        try:
            self._lease.require(session)
        except LeadershipLost:
            return None
        return outbox_queue.claim(session, found or self._next(session, busy))

    async def _send(self, delivery: QueuedDelivery) -> None:
        try:
            result = await self._result(delivery)
        except asyncio.CancelledError:
            result = not_repeated() if delivery.policy is DeliveryPolicy.ONCE else retry(delivery, 0, now=self._clock())
        except BaseException as problem:  # It has failed while a failure was examined.
            if not is_failure(problem):
                raise
            result = failed_by(delivery, problem)
        self._results.add(delivery, result)
        self._wake.set()

    async def _result(self, delivery: QueuedDelivery) -> DeliveryResult:
        if delivery.state is DeliveryState.IN_PROGRESS:
            return not_repeated(" after a restart")
        if not self._lease.is_valid:
            return DeliveryResult(DeliveryState.WAITING, retry_at=self._clock())
        sender = self._senders[delivery.channel]
        try:
            if delivery.interruptions >= MAX_INTERRUPTIONS:
                return sender.abandon(delivery, "each attempt ended the process")
            return await sender.deliver(delivery)
        except NotDelivered as problem:
            return await self._not_delivered(delivery, problem.after)
        except BaseException as problem:  # A delivery that cannot be sent, or panics, must not block its lane.
            if not is_failure(problem):
                raise
            if not isinstance(problem, DeliveryUnknown | asyncio.CancelledError):
                return await self._failed(delivery, problem)
            return (
                not_repeated() if delivery.policy is DeliveryPolicy.ONCE else await self._not_delivered(delivery, None)
            )

    async def _failed(self, delivery: QueuedDelivery, problem: BaseException) -> DeliveryResult:
        """Return what follows an exception: of the database, where a newer version runs, or a bug."""
        if isinstance(problem, UnknownHere):
            is_new = is_within(UNKNOWN_PATIENCE, delivery.created_at, self._clock())
            return leave(now=self._clock()) if is_new else self._senders[delivery.channel].abandon_unknown(delivery)
        leaves = partial(self._versions.leaves, since=delivery.created_at, patience=UNKNOWN_PATIENCE)
        try:
            if not is_fault(problem) and await self._database.read(leaves):
                return leave(now=self._clock())
        except Exception as fault:
            problem = fault
        if is_fault(problem):  # Senders read before they send, so nothing has left.
            return retry(delivery, None, now=self._clock())
        return failed_by(delivery, problem)

    async def _not_delivered(self, delivery: QueuedDelivery, after: float | None) -> DeliveryResult:
        """Return a retry, or the end of a delivery that its gateway keeps refusing."""
        sender = self._senders[delivery.channel]
        if after is None and await self._retries.are_over(delivery, sender.gateway_answers, now=self._clock()):
            log.error("delivery given up", extra={"delivery": delivery.id, "attempts": delivery.attempts})
            return sender.abandon(delivery, "its gateway did not take it")
        return retry(delivery, after, now=self._clock())

    async def _wind_up(self) -> None:
        """Wait a moment for the deliveries in progress, cancel the rest, and store every result."""
        tasks = list(self._in_progress.values())
        if tasks:
            safe = self._lease.seconds_left + WIND_UP_SECONDS_WITHOUT_LEASE
            await asyncio.wait(tasks, timeout=min(self._wind_up_seconds, safe))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._results.store_at_the_end()

    def _stored(self, stored: Sequence[Finished]) -> None:
        """Free the lanes of deliveries whose results are stored."""
        for delivery, result in stored:
            del self._in_progress[delivery.lane]
            del self._classes[delivery.lane]
            if result.retry_at is None:
                self._retries.ended(delivery, accepted=result.message_id is not None, now=self._clock())
            metrics.delivered(delivery.channel.value, "again" if result.retry_at is not None else result.state.value)
        if any(result.events or result.then for _, result in stored):
            self._after()
