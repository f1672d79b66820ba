"""Rate limits (throttling) for Telegram messages: token buckets for each chat and overall.

Telegram's free limits are 30 messages a second overall, one a second in a chat, and 20 a minute in a group.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from bot.token_bucket import TokenBucket

MAX_CHATS = 10_000
CHAT_RATE = 1.0
GROUP_RATE = 20 / 60
CHAT_BURST = 3.0
# A notification lets answers go first for no longer than this.
MAX_GIVING_WAY_SECONDS = 30.0


class MessageRateLimiter:
    """Waits before a message is sent. per_second=0: no limits, for a Bot API server of one's own."""

    def __init__(
        self,
        per_second: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._overall = TokenBucket(per_second, per_second, clock()) if per_second else None
        self._chats: OrderedDict[int, TokenBucket] = OrderedDict()

    async def wait(self, chat: int, *, urgent: bool = True) -> None:
        """Wait until a message to this chat may be sent. Groups have negative ids.

        A message that is not urgent lets all urgent ones go first, for a while.
        """
        if self._overall is None:
            return
        if not urgent:
            await self._give_way(self._overall)
        now = self._clock()
        seconds = max(self._overall.reserve(now), self._bucket(chat).reserve(now))
        if seconds:
            await self._sleep(seconds)

    async def _give_way(self, overall: TokenBucket) -> None:
        """Wait until there is a message to spare: urgent ones may have used up those of the next moments."""
        until = self._clock() + MAX_GIVING_WAY_SECONDS
        while (now := self._clock()) < until and (seconds := overall.seconds_to_next(now)):
            await self._sleep(seconds)

    def _bucket(self, chat: int) -> TokenBucket:
        bucket = self._chats.get(chat)
        if bucket is None:
            rate = CHAT_RATE if chat > 0 else GROUP_RATE
            bucket = self._chats[chat] = TokenBucket(rate, CHAT_BURST, self._clock())
            if len(self._chats) > MAX_CHATS:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat)
        return bucket
