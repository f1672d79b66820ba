"""Telegram's rate limits: 30 messages a second overall, 1 a second to a person, 20 a minute to a group.

Source: Telegram's Bot FAQ, "My bot is hitting limits". Short bursts to a person pass, as they do at Telegram.
They hold where the local Telegram is started by itself or by the desk, and are off in a world that a test makes.
"""

import math
from dataclasses import dataclass

from bot.simulator.errors import TooManyRequests

MESSAGES_PER_SECOND = 30.0
PERSONAL_BURST = 3.0


@dataclass(slots=True)
class BotRateLimit:
    """A token bucket: `rate` tokens a second, at most `burst` of them at once."""

    rate: float
    burst: float
    tokens: float
    at: float

    def seconds_to_wait(self, now: float) -> float:
        """Return the seconds until a token is available; 0 if one is available now."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


class RateLimits:
    """The limits of one bot: a token bucket overall and one for each chat; `on` switches them."""

    def __init__(self, *, on: bool = False) -> None:
        self.on = on
        self._overall: BotRateLimit | None = None
        self._chats: dict[int, BotRateLimit] = {}

    def spend(self, chat_id: int, now: float) -> None:
        """Count one message to a chat, or raise TooManyRequests with the seconds to wait."""
        if not self.on:
            return
        overall = self._overall = self._overall or BotRateLimit(
            MESSAGES_PER_SECOND, MESSAGES_PER_SECOND, MESSAGES_PER_SECOND, now
        )
        chat = self._chats.get(chat_id)
        if chat is None:
            rate, burst = (1.0, PERSONAL_BURST) if chat_id > 0 else (20 / 60, 20.0)
            chat = self._chats[chat_id] = BotRateLimit(rate, burst, burst, now)
        wait = max(overall.seconds_to_wait(now), chat.seconds_to_wait(now))
        if wait:
            raise TooManyRequests(math.ceil(wait))
        overall.tokens -= 1
        chat.tokens -= 1
