"""What a delivery attempt ends with, and how that is stored. A channel sender is what makes the attempts."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.engine.failures import is_failure
from bot.services.staff import alarms
from storage.database.faults import is_fault
from storage.engine import inbox, outbox, outbox_queue
from storage.engine.inbox import NewEvent
from storage.engine.outbox import Channel, DeliveryState
from storage.engine.outbox_queue import QueuedDelivery
from storage.staff.alarms import AlarmKind

log = logging.getLogger("chezhu.send")


@dataclass(frozen=True)
class DeliveryResult:
    """The result of a delivery attempt. retry_at: the next attempt. events: for the inbox. then: what else to store.

    gave_up: it failed by a fault of the desk or a gateway; the admins are notified. remaining: the content of the next
    attempt, if a part was delivered.
    """

    state: DeliveryState
    message_id: int | None = None
    retry_at: datetime | None = None
    note: str = ""
    events: tuple[NewEvent, ...] = ()
    then: Callable[[Session], object] | None = field(default=None, compare=False)
    gave_up: bool = False
    remaining: dict[str, Any] | None = None

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


class ChannelSender(ABC):
    """Sends the deliveries of one channel."""

    @abstractmethod
    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Send a delivery. Raises DeliveryUnknown or NotDelivered; any other exception fails it for good."""

    async def gateway_answers(self) -> bool:
        """Return whether the gateway is up, so that what it keeps refusing is given up. No, where a channel decides."""
        return False

    def abandon(self, delivery: QueuedDelivery, note: str) -> DeliveryResult:
        """Return the result of a delivery that is not tried again: its gateway or its attempts never get it through."""
        return DeliveryResult(DeliveryState.FAILED, note=note, gave_up=True)

    def abandon_unknown(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Return the result of a delivery that no version has known for a while."""
        return self.abandon(delivery, "unknown to this version")


def store(session: Session, finished: Sequence[tuple[QueuedDelivery, DeliveryResult]], *, now: datetime) -> None:
    """Store results. A result whose delivery has ended or was claimed again since is skipped."""
    plain = [(delivery, result.message_id) for delivery, result in finished if result.is_plain]
    outbox_queue.mark_delivered(session, plain, at=now)
    for delivery, result in finished:
        if result.retry_at is not None:
            _write_retry(session, delivery, result)
        elif not result.is_plain:
            _write_end(session, delivery, result, now)


def _write_retry(session: Session, delivery: QueuedDelivery, result: DeliveryResult) -> None:
    retry: dict[str, Any] = {"state": DeliveryState.WAITING, "due_at": result.retry_at, "note": result.note}
    if result.remaining is not None:
        retry["payload"] = outbox.payload_of(delivery.reference, result.remaining)
    outbox_queue.update_delivery(session, delivery, **retry)


def _write_end(session: Session, delivery: QueuedDelivery, result: DeliveryResult, now: datetime) -> None:
    end = {"state": result.state, "message_id": result.message_id, "note": result.note}
    if not outbox_queue.update_delivery(session, delivery, done_at=now, **end):
        return
    inbox.put(session, _in_present_lane(session, delivery, result.events), at=now)
    if result.then is not None:
        _follow_up(session, delivery, result.then)
    if result.gave_up:
        alarm = partial(alarms.raise_alarm, kind=AlarmKind.DELIVERY_GIVEN_UP, subject=f"{delivery.id}", now=now)
        _follow_up(session, delivery, alarm)


def _in_present_lane(session: Session, delivery: QueuedDelivery, events: tuple[NewEvent, ...]) -> tuple[NewEvent, ...]:
    """Return the events of a task in the lane of its row, which an identity case or a deletion has moved meanwhile."""
    lane = outbox_queue.lane_of(session, delivery.id) if events and delivery.channel is Channel.TASK else delivery.lane
    if lane is None or lane == delivery.lane:
        return events
    return tuple(event._replace(lane=lane.split(":", 2)[2]) for event in events)


def _follow_up(session: Session, delivery: QueuedDelivery, then: Callable[[Session], object]) -> None:
    """Run a follow-up of a result. Its failure must not keep the other results from being stored.

    After a fault of the database, such as a lock that was not free in time, all of them are stored again.
    """
    try:
        with session.begin_nested():
            then(session)
    except BaseException as problem:
        if not is_failure(problem) or is_fault(problem):
            raise
        note = type(problem).__name__
        log.exception("follow-up of a delivery failed", extra={"delivery": delivery.id, "problem": note})
