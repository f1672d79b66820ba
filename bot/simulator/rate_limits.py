"""Telegram's flood limits, off unless asked for: 30 messages a second in all, 1 in a chat, 20 a minute in a group.

Source: the Bot FAQ on broadcasting. Short bursts in a chat pass, as they do at Telegram.
"""

import math
from dataclasses import dataclass

from bot.simulator.errors import TooManyRequests


@dataclass(slots=True)
class TokenBucket:
    """A token bucket: `rate` tokens a second, at most `burst` of them at once."""

    rate: float
    burst: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 when there is one now."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


class FloodLimits:
    """The three limits over one bot; `on` switches them."""

    def __init__(self, *, on: bool = False, chat_burst: float = 3) -> None:
        self.on = on
        self.chat_burst = chat_burst
        self._overall: TokenBucket | None = None
        self._chats: dict[int, TokenBucket] = {}

    def spend(self, chat_id: int, now: float) -> None:
        """Count one message to a chat; raises TooManyRequests with the seconds to wait, counting nothing."""
        if not self.on:
            return
        overall = self._overall = self._overall or TokenBucket(30, 30, 30, now)
        chat = self._chats.get(chat_id)
        if chat is None:
            rate, burst = (1.0, self.chat_burst) if chat_id > 0 else (20 / 60, 20.0)
            chat = self._chats[chat_id] = TokenBucket(rate, burst, burst, now)
        wait = max(overall.wait(now), chat.wait(now))
        if wait:
            raise TooManyRequests(math.ceil(wait))
        overall.tokens -= 1
        chat.tokens -= 1
