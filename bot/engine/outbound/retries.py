"""When a delivery that failed is tried again, and when it is given up, so that its lane goes on.

A gateway that is down fails every delivery; a delivery that it keeps refusing fails alone. So a failure counts against
a delivery if the gateway has accepted others since the one before, or at least answers. What a gateway asks for by
itself (a rate limit) is no failure. In any case a delivery ends after days, when its news is too old.
"""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.engine.newer_versions import UNKNOWN_RETRY
from bot.engine.outbound.delivery_results import DeliveryResult
from storage.engine import inbox, outbox_queue
from storage.engine.outbox import Channel, DeliveryState
from storage.engine.outbox_queue import QueuedDelivery

log = logging.getLogger("chezhu.send")

MAX_RETRY_DELAY = timedelta(minutes=5)
# With the growing delays, some minutes beside others, else about an hour. The first failures follow each other within
# half a minute: a network that drops half of the calls, or a part of the gateway that is down, must not end a delivery.
MAX_FAILURES_BESIDE_OTHERS = 6
MIN_TIME_BESIDE_OTHERS = timedelta(minutes=5)
MAX_FAILURES = 20
MAX_AGE = timedelta(days=3)
# Earlier failures are usually a connection that broke: no reason to ask the gateway.
FAILURES_BEFORE_ASKING = 3
MAX_COUNTED = 10_000


@dataclass
class Failures:
    """The failures of one delivery since this process began to send. first, latest: when these were.

    beside_others: between how many of them the gateway accepted other deliveries; counted: these, and those
    after which it answered.
    """

    first: datetime
    latest: datetime
    beside_others: int = 0
    counted: int = 0

    @property
    def are_its_own(self) -> bool:
        """Whether it has failed for some minutes while others were accepted."""
        lasts = self.latest - self.first >= MIN_TIME_BESIDE_OTHERS
        return lasts and self.beside_others >= MAX_FAILURES_BESIDE_OTHERS


class Retries:
    """Counts the failures of the deliveries in the queue, and notes when each channel accepted one."""

    def __init__(self) -> None:
        self._failures: dict[int, Failures] = {}
        self._accepted: dict[Channel, datetime] = {}

    def ended(self, delivery: QueuedDelivery, *, accepted: bool, now: datetime) -> None:
        """Forget a delivery. accepted: the gateway has taken it."""
        self._failures.pop(delivery.id, None)
        if accepted:
            self._accepted[delivery.channel] = now

    async def are_over(
        self, delivery: QueuedDelivery, gateway_answers: Callable[[], Awaitable[bool]], *, now: datetime
    ) -> bool:
        """Count a failure. Returns whether the delivery is to be given up."""
        failures = self._failures.setdefault(delivery.id, Failures(now, now))
        accepted = self._accepted.get(delivery.channel)
        others_passed = accepted is not None and accepted >= failures.latest
        failures.latest = now
        failures.beside_others += others_passed
        if others_passed or (delivery.attempts > FAILURES_BEFORE_ASKING and await gateway_answers()):
            failures.counted += 1
        is_old = delivery.attempts >= MAX_FAILURES and now - delivery.created_at >= MAX_AGE
        return is_old or failures.are_its_own or failures.counted >= MAX_FAILURES


class OwnFailures:
    """How often each delivery has failed by itself since this process began to send.

    Its attempts may be more: some are left to a newer version, meet a fault of the database, or end with the process.
    """

    def __init__(self) -> None:
        self._counts: OrderedDict[UUID, int] = OrderedDict()

    def count(self, delivery: QueuedDelivery) -> int:
        """Count a failure. Returns how many there were."""
        failures = self._counts[delivery.reference] = self._counts.pop(delivery.reference, 0) + 1
        if len(self._counts) > MAX_COUNTED:  # Some were ended by another process.
            self._counts.popitem(last=False)
        return failures

    def forget(self, delivery: QueuedDelivery) -> None:
        """Let go of a delivery that has ended."""
        self._counts.pop(delivery.reference, None)


def retry(delivery: QueuedDelivery, after: float | None, *, now: datetime) -> DeliveryResult:
    """Return a retry: after the seconds that were asked for, else after a time that grows with the attempts."""
    own = min(timedelta(seconds=2 ** min(delivery.attempts - 1, 10) / 2), MAX_RETRY_DELAY)
    asked = own.total_seconds() if after is None else max(0.0, min(after, outbox_queue.MAX_DELAY.total_seconds()))
    return DeliveryResult(DeliveryState.WAITING, retry_at=now + timedelta(seconds=asked))


def leave(*, now: datetime) -> DeliveryResult:
    """Leave a delivery to a newer version. Later deliveries of its lane do not wait for it."""
    return DeliveryResult(DeliveryState.WAITING, retry_at=now + UNKNOWN_RETRY, note=inbox.LEFT_TO_NEWER)


def not_repeated(when: str = "") -> DeliveryResult:
    """End a delivery that may have arrived and must not be sent twice."""
    return DeliveryResult(DeliveryState.FAILED, note=f"unknown{when}, not repeated")


def failed_by(delivery: QueuedDelivery, problem: BaseException) -> DeliveryResult:
    """Return the end of a delivery that a bug keeps from being sent. It is logged, and the admins are notified."""
    note = type(problem).__name__
    log.error("delivery failed", extra={"delivery": delivery.id, "problem": note}, exc_info=problem)
    return DeliveryResult(DeliveryState.FAILED, note=note, gave_up=True)
