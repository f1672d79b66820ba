"""MessageRateLimiter: Telegram's flood limits, kept from our side by token buckets (30 a second in all, 1 a second a chat)."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

MAX_CHATS = 10_000


@dataclass
class _Bucket:
    """Fills at `rate` a second up to `size`; each taking may leave a debt, which is the wait."""

    rate: float
    size: float
    at: float
    level: float = field(init=False)

    def __post_init__(self) -> None:
        self.level = self.size

    def take(self, now: float) -> float:
        self.level = min(self.size, self.level + (now - self.at) * self.rate) - 1
        self.at = now
        return max(0.0, -self.level / self.rate)


class MessageRateLimiter:
    """Waits before a message goes. per_second 0: no limits (a Bot API server of one's own)."""

    def __init__(
        self,
        per_second: float,
        *,
        chat_per_second: float = 1.0,
        chat_burst: float = 3.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._overall = _Bucket(per_second, per_second, clock()) if per_second else None
        self._chat_rate = chat_per_second
        self._chat_burst = chat_burst
        self._chats: OrderedDict[int, _Bucket] = OrderedDict()

    async def wait(self, chat: int) -> None:
        """Wait until a message to this chat may go. Groups take 20 a minute."""
        if self._overall is None:
            return
        now = self._clock()
        seconds = max(self._overall.take(now), self._bucket(chat).take(now))
        if seconds:
            await self._sleep(seconds)

    def _bucket(self, chat: int) -> _Bucket:
        bucket = self._chats.get(chat)
        if bucket is None:
            rate = self._chat_rate if chat > 0 else 20 / 60
            bucket = self._chats[chat] = _Bucket(rate, self._chat_burst, self._clock())
            if len(self._chats) > MAX_CHATS:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat)
        return bucket
