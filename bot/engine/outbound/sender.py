"""Sending: carries out what the outbox holds, in order within a lane, lanes side by side.

Each channel has a carrier. What a carrier answers is written down in one transaction
for all that have finished meanwhile; an outcome may bring events back into the inbox.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
    """How a delivery went. retry_at: it goes again then. events: what came back. then: what else to write.

    gave_up: it failed by a fault of ours or of a gateway, of which the admins hear.
    """

    state: DeliveryState
    message_id: int | None = None
    retry_at: datetime | None = None
    note: str = ""
    events: tuple[NewEvent, ...] = ()
    then: Callable[[Session], None] | None = field(default=None, compare=False)
    gave_up: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it arrived and there is nothing more to say."""
        return self.state is DeliveryState.DONE and not (self.note or self.events or self.then)


class DeliveryUnknown(Exception):
    """It is not known whether the delivery arrived; the delivery's policy decides."""


class NotDelivered(Exception):
    """It surely did not arrive, and may go again. after: not before so many seconds."""

    def __init__(self, after: float | None = None) -> None:
        super().__init__()
        self.after = after


class ChannelSender(Protocol):
    """Takes one kind of delivery out of the house."""

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Carry a delivery out. Raises DeliveryUnknown or NotDelivered; anything else is a bug, and final."""
        ...


class Sender:
    """The one sender of a desk."""

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
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._finished: list[tuple[QueuedDelivery, DeliveryResult]] = []

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            if not await self.step():
                await self._wake.wait(self._pause)

    async def step(self) -> bool:
        """Write down what has finished, set what is due on its way. True if there was anything."""
        written = await self._write_down()
        room = MAX_IN_PROGRESS - len(self._under_way)
        if room <= 0:
            return written
        now, busy = self._clock(), list(self._under_way)
        deliveries = await self._database.read(
            lambda session: outbox.next_deliveries(session, now=now, most=room, busy=busy)
        )
        await self._mark_once(deliveries)
        for delivery in deliveries:
            self._under_way[delivery.lane] = asyncio.create_task(self._deliver_one(delivery))
        return written or bool(deliveries)

    async def settle(self) -> None:
        """Wait for what is under way, and write it down."""
        await asyncio.gather(*self._under_way.values())
        await self._write_down()

    async def _mark_once(self, deliveries: Sequence[QueuedDelivery]) -> None:
        """Write down, before it goes, that a hint goes: after a crash nobody knows whether it went, so it is left."""
        ids = [
            delivery.id
            for delivery in deliveries
            if delivery.policy is DeliveryPolicy.ONCE and delivery.state is DeliveryState.WAITING
        ]
        if ids:
            await self._database.write(lambda session: _mark_under_way(session, ids))

    async def _deliver_one(self, delivery: QueuedDelivery) -> None:
        self._finished.append((delivery, await self._outcome(delivery)))
        self._wake.set()

    async def _outcome(self, delivery: QueuedDelivery) -> DeliveryResult:
        if delivery.state is DeliveryState.UNDERWAY:
            return DeliveryResult(DeliveryState.FAILED, note="unknown after a restart, not repeated")
        try:
            return await self._senders[delivery.channel].deliver(delivery)
        except NotDelivered as problem:
            return self._again(delivery, problem.after)
        except DeliveryUnknown:
            if delivery.policy is DeliveryPolicy.ONCE:
                return DeliveryResult(DeliveryState.FAILED, note="unknown, not repeated")
            return self._again(delivery, None)
        except Exception as problem:  # A delivery nobody can carry must not hold up its lane.
            note = type(problem).__name__
            log.exception("delivery failed", extra={"delivery": delivery.id, "problem": note})
            return DeliveryResult(DeliveryState.FAILED, note=note, gave_up=True)

    def _again(self, delivery: QueuedDelivery, after: float | None) -> DeliveryResult:
        """Try again: as long after as we were told, else after growing pauses."""
        own_pause = min(timedelta(seconds=2 ** min(delivery.attempts, 10) / 2), MAX_RETRY_DELAY)
        pause = timedelta(seconds=after) if after is not None else own_pause
        return DeliveryResult(DeliveryState.WAITING, retry_at=self._clock() + pause)

    async def _write_down(self) -> bool:
        """Write down what has finished. What could not be written stays finished, for the next time."""
        finished, now = list(self._finished), self._clock()
        if not finished:
            return False
        await self._database.write(lambda session: _write(session, finished, now))
        del self._finished[: len(finished)]
        for delivery, outcome in finished:
            del self._under_way[delivery.lane]
            metrics.delivered(delivery.channel.value, "again" if outcome.retry_at is not None else outcome.state.value)
        if any(outcome.events or outcome.then for _, outcome in finished):
            self._after()
        return True


def _mark_under_way(session: Session, ids: list[int]) -> None:
    for delivery_id in ids:
        outbox.update_delivery(session, delivery_id, state=DeliveryState.UNDERWAY)


def _write(session: Session, finished: list[tuple[QueuedDelivery, DeliveryResult]], now: datetime) -> None:
    """Write down how deliveries went; one whose end is written already (a stop came in between) changes nothing."""
    plain = {delivery.id: outcome.message_id for delivery, outcome in finished if outcome.is_plain}
    outbox.mark_delivered(session, plain, at=now)
    for delivery, outcome in finished:
        if outcome.retry_at is not None:
            _write_retry(session, delivery, outcome)
        elif not outcome.is_plain:
            _write_end(session, delivery, outcome, now)


def _write_retry(session: Session, delivery: QueuedDelivery, outcome: DeliveryResult) -> None:
    again = {"state": DeliveryState.WAITING, "due_at": outcome.retry_at, "note": outcome.note}
    outbox.update_delivery(session, delivery.id, attempts=delivery.attempts + 1, **again)


def _write_end(session: Session, delivery: QueuedDelivery, outcome: DeliveryResult, now: datetime) -> None:
    end = {"state": outcome.state, "message_id": outcome.message_id, "note": outcome.note}
    if not outbox.update_delivery(session, delivery.id, done_at=now, **end):
        return
    inbox.put(session, outcome.events, at=now)
    if outcome.then is not None:
        _follow_up(session, delivery, outcome.then)
    if outcome.gave_up:
        _follow_up(session, delivery, lambda session: _alarm(session, delivery, now))


def _alarm(session: Session, delivery: QueuedDelivery, now: datetime) -> None:
    alarms.raise_alarm(session, AlarmKind.DELIVERY_GIVEN_UP, f"{delivery.id}", now=now)


def _follow_up(session: Session, delivery: QueuedDelivery, then: Callable[[Session], None]) -> None:
    """Do what an outcome entails; its failure must not keep the other outcomes from being written down."""
    try:
        with session.begin_nested():
            then(session)
    except Exception as problem:
        note = type(problem).__name__
        log.exception("what a delivery entails failed", extra={"delivery": delivery.id, "problem": note})
