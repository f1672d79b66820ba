"""Delivery of webhook events to the merchant, with retries by each provider's schedule until it acknowledges."""

import asyncio
import heapq
import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp

# Seconds between the attempts, from the providers' documentation.
SCHEDULES = {
    "wechat": [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600],
    "alipay": [240, 600, 600, 3600, 7200, 21600, 54000],
}
RESPONSE_TIMEOUT_SECONDS = 5.0
REORDER_DELAY_SECONDS = 20.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class WebhookAttempt:
    """One attempt to deliver an event: the request, and whether to treat its response as lost."""

    headers: dict[str, str]
    body: bytes
    ignore_response: bool = False


@dataclass(order=True)
class WebhookDelivery:
    """An event that is not acknowledged yet. `compose` makes and signs the request of each attempt."""

    due: datetime
    sequence: int
    provider: str = field(compare=False)
    url: str = field(compare=False)
    compose: Callable[[], WebhookAttempt] = field(compare=False)
    attempts: int = field(default=0, compare=False)


class WebhookSender:
    """Sends webhook events. `pace` scales the schedule: 1 is the real one, 0.001 makes a day 86 seconds.

    `http` is closed with the sender; by default the sender opens its own.
    """

    def __init__(
        self, *, clock: Callable[[], datetime], pace: float, http: aiohttp.ClientSession | None = None
    ) -> None:
        self.pace = pace
        self.given_up = 0
        self.delivered = 0
        self._clock = clock
        self._sequence = itertools.count()
        self._waiting: list[WebhookDelivery] = []
        self._queued = asyncio.Event()
        self._http = http

    def send(self, provider: str, url: str, compose: Callable[[], WebhookAttempt], *, late: bool = False) -> None:
        """Queue an event, to be sent now or a little late, so that others overtake it."""
        wait = timedelta(seconds=REORDER_DELAY_SECONDS * self.pace if late else 0)
        self._put(WebhookDelivery(self._clock() + wait, next(self._sequence), provider, url, compose))

    def _put(self, delivery: WebhookDelivery) -> None:
        heapq.heappush(self._waiting, delivery)
        self._queued.set()

    @property
    def next_due(self) -> datetime | None:
        """When the next attempt is due; None if no event is queued."""
        return self._waiting[0].due if self._waiting else None

    async def deliver_due(self) -> int:
        """Make all attempts that are due, concurrently, and return how many."""
        now, due = self._clock(), []
        while self._waiting and self._waiting[0].due <= now:
            due.append(heapq.heappop(self._waiting))
        await asyncio.gather(*(self._attempt(delivery) for delivery in due))
        return len(due)

    async def run(self, *, idle: Callable[[], None] = lambda: None, heartbeat: float = 1.0) -> None:
        """Deliver events until cancelled; call `idle` between the rounds."""
        try:
            while True:
                await self.deliver_due()
                idle()
                self._queued.clear()
                wait = heartbeat
                if self.next_due is not None:
                    wait = min(wait, max(0.0, (self.next_due - self._clock()).total_seconds()))
                try:
                    await asyncio.wait_for(self._queued.wait(), wait)
                except TimeoutError:
                    continue
        finally:
            await self.close()

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def _attempt(self, delivery: WebhookDelivery) -> None:
        delivery.attempts += 1
        attempt = delivery.compose()
        accepted = await self._post(delivery, attempt)
        if accepted and not attempt.ignore_response:
            self.delivered += 1
            return
        pauses = SCHEDULES[delivery.provider]
        if delivery.attempts > len(pauses):
            self.given_up += 1
            return
        delivery.due = self._clock() + timedelta(seconds=pauses[delivery.attempts - 1] * self.pace)
        self._put(delivery)

    async def _post(self, delivery: WebhookDelivery, attempt: WebhookAttempt) -> bool:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=RESPONSE_TIMEOUT_SECONDS))
        try:
            async with self._http.post(delivery.url, data=attempt.body, headers=attempt.headers) as response:
                body = await response.read()
                if delivery.provider == "wechat":
                    return response.status in (200, 204)
                return response.status == 200 and body.strip() == b"success"
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            logger.info("a webhook event of %s was not delivered: %s", delivery.provider, type(error).__name__)
            return False
