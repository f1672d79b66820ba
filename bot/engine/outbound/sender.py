"""Sends queued deliveries from the outbox: in order within a lane, lanes in parallel, failures again with backoff.

Each channel has a sender. The results of all deliveries that have finished meanwhile are stored in one transaction;
a result may bring events into the inbox.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from sqlmodel import Session

from bot.engine.clock import Clock, WakeEvent
from bot.engine.metrics import metrics
from bot.services.staff import alarms
from storage.database import Database
from storage.engine import inbox, outbox
from storage.engine.inbox import NewEvent
from storage.engine.outbox import Channel, DeliveryPolicy, DeliveryState, QueuedDelivery
from storage.staff.alarms import AlarmKind

log = logging.getLogger("chezhu.send")

MAX_IN_PROGRESS = 128
MAX_RETRY_DELAY = timedelta(minutes=5)


@dataclass(frozen=True)
class DeliveryResult:
    """The result of a delivery attempt. retry_at: the next attempt. events: for the inbox. then: what else to store.

    gave_up: it failed by a fault of the desk or a gateway; the admins are notified.
    """

    state: DeliveryState
    message_id: int | None = None
    retry_at: datetime | None = None
    note: str = ""
    events: tuple[NewEvent, ...] = ()
    then: Callable[[Session], object] | None = field(default=None, compare=False)
    gave_up: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it was delivered and nothing else is to be stored."""
        return self.state is DeliveryState.DONE and not (self.note or self.events or self.then)


class DeliveryUnknown(Exception):
    """It is not known whether it was delivered; the policy of the delivery decides whether it is repeated."""


class NotDelivered(Exception):
    """It was certainly not delivered and is retried. after: seconds to wait at least."""

    def __init__(self, after: float | None = None) -> None:
        super().__init__()
        self.after = after


class ChannelSender(Protocol):
    """Sends the deliveries of one channel."""

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Send a delivery. Raises DeliveryUnknown or NotDelivered; any other exception fails it for good."""
        ...


class Sender:
    """Sends the deliveries of all channels. Only one process of a desk runs it."""

    def __init__(
        self,
        database: Database,
        senders: Mapping[Channel, ChannelSender],
        *,
        clock: Clock,
        wake: WakeEvent,
        after: Callable[[], None] = lambda: None,
        pause: float = 0.5,
    ) -> None:
        self._database = database
        self._senders = senders
        self._clock = clock
        self._wake = wake
        self._after = after
        self._pause = pause
        self._in_progress: dict[str, asyncio.Task[None]] = {}
        self._finished: list[tuple[QueuedDelivery, DeliveryResult]] = []

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            if not await self.step():
                await self._wake.wait(self._pause)

    async def step(self) -> bool:
        """Store finished results and start what is due. Returns whether there was anything to do."""
        written = await self._store_finished()
        room = MAX_IN_PROGRESS - len(self._in_progress)
        if room <= 0:
            return written
        now, busy = self._clock(), list(self._in_progress)
        deliveries = await self._database.read(
            lambda session: outbox.next_deliveries(session, now=now, limit=room, busy=busy)
        )
        await self._mark_once_deliveries(deliveries)
        for delivery in deliveries:
            self._in_progress[delivery.lane] = asyncio.create_task(self._send(delivery))
        return written or bool(deliveries)

    async def settle(self) -> None:
        """Wait for the deliveries in progress and store their results."""
        await asyncio.gather(*self._in_progress.values())
        await self._store_finished()

    async def _mark_once_deliveries(self, deliveries: Sequence[QueuedDelivery]) -> None:
        """Mark deliveries of policy ONCE as in progress before they are sent, so that a crash does not repeat them."""
        ids = [
            delivery.id
            for delivery in deliveries
            if delivery.policy is DeliveryPolicy.ONCE and delivery.state is DeliveryState.WAITING
        ]
        if ids:
            await self._database.write(lambda session: _mark_in_progress(session, ids))

    async def _send(self, delivery: QueuedDelivery) -> None:
        self._finished.append((delivery, await self._result(delivery)))
        self._wake.set()

    async def _result(self, delivery: QueuedDelivery) -> DeliveryResult:
        if delivery.state is DeliveryState.IN_PROGRESS:
            return DeliveryResult(DeliveryState.FAILED, note="unknown after a restart, not repeated")
        try:
            return await self._senders[delivery.channel].deliver(delivery)
        except NotDelivered as problem:
            return self._retry(delivery, problem.after)
        except DeliveryUnknown:
            if delivery.policy is DeliveryPolicy.ONCE:
                return DeliveryResult(DeliveryState.FAILED, note="unknown, not repeated")
            return self._retry(delivery, None)
        except Exception as problem:  # A delivery that cannot be sent must not block its lane.
            note = type(problem).__name__
            log.exception("delivery failed", extra={"delivery": delivery.id, "problem": note})
            return DeliveryResult(DeliveryState.FAILED, note=note, gave_up=True)

    def _retry(self, delivery: QueuedDelivery, after: float | None) -> DeliveryResult:
        """Return a retry: after the time that was asked for, else after growing delays."""
        own_delay = min(timedelta(seconds=2 ** min(delivery.attempts, 10) / 2), MAX_RETRY_DELAY)
        delay = timedelta(seconds=after) if after is not None else own_delay
        return DeliveryResult(DeliveryState.WAITING, retry_at=self._clock() + delay)

    async def _store_finished(self) -> bool:
        """Store finished results. If that fails they are kept for the next time."""
        finished, now = list(self._finished), self._clock()
        if not finished:
            return False
        await self._database.write(lambda session: _write(session, finished, now))
        del self._finished[: len(finished)]
        for delivery, result in finished:
            del self._in_progress[delivery.lane]
            metrics.delivered(delivery.channel.value, "again" if result.retry_at is not None else result.state.value)
        if any(result.events or result.then for _, result in finished):
            self._after()
        return True


def _mark_in_progress(session: Session, ids: list[int]) -> None:
    for delivery_id in ids:
        outbox.update_delivery(session, delivery_id, state=DeliveryState.IN_PROGRESS)


def _write(session: Session, finished: list[tuple[QueuedDelivery, DeliveryResult]], now: datetime) -> None:
    """Store results. A result that an interrupted attempt has stored already is skipped."""
    plain = {delivery.id: result.message_id for delivery, result in finished if result.is_plain}
    outbox.mark_delivered(session, plain, at=now)
    for delivery, result in finished:
        if result.retry_at is not None:
            _write_retry(session, delivery, result)
        elif not result.is_plain:
            _write_end(session, delivery, result, now)


def _write_retry(session: Session, delivery: QueuedDelivery, result: DeliveryResult) -> None:
    retry = {"state": DeliveryState.WAITING, "due_at": result.retry_at, "note": result.note}
    outbox.update_delivery(session, delivery.id, attempts=delivery.attempts + 1, **retry)


def _write_end(session: Session, delivery: QueuedDelivery, result: DeliveryResult, now: datetime) -> None:
    end = {"state": result.state, "message_id": result.message_id, "note": result.note}
    if not outbox.update_delivery(session, delivery.id, done_at=now, **end):
        return
    inbox.put(session, result.events, at=now)
    if result.then is not None:
        _follow_up(session, delivery, result.then)
    if result.gave_up:
        alarm = partial(alarms.raise_alarm, kind=AlarmKind.DELIVERY_GIVEN_UP, subject=f"{delivery.id}", now=now)
        _follow_up(session, delivery, alarm)


def _follow_up(session: Session, delivery: QueuedDelivery, then: Callable[[Session], object]) -> None:
    """Run a follow-up of a result. Its failure must not keep the other results from being stored."""
    try:
        with session.begin_nested():
            then(session)
    except Exception as problem:
        note = type(problem).__name__
        log.exception("follow-up of a delivery failed", extra={"delivery": delivery.id, "problem": note})
