"""Rate limits (throttling) of incoming updates: token buckets of each person, in this process's memory.

Each lane is handled in its turn, so a flood delays nobody else. But each of its updates costs a transaction and
answers, which leave at Telegram's rate of one message a second: what comes faster for long is never stored.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.engine import update_json
from bot.engine.metrics import metrics
from bot.token_bucket import TokenBucket

# After a stop of the desk, people's updates of many hours arrive together, and albums have ten photos each.
RATE, BURST = 1.0, 100.0
MAX_PEOPLE = 20_000


@dataclass
class _Person:
    bucket: TokenBucket
    is_slowed: bool = False


@dataclass
class UpdateRates:
    """What each person may send: beyond a burst of 100, one update a second. The least recent people are forgotten."""

    clock: Callable[[], float] = time.monotonic
    rate: float = RATE
    burst: float = BURST
    _people: OrderedDict[int, _Person] = field(default_factory=OrderedDict, init=False)

    def allow(self, updates: Sequence[Any]) -> tuple[list[Any], list[int]]:
        """Return the updates that are handled, and the users who are too fast since the last time they were not.

        Updates that name no user, and those about a blocked or added bot, are always handled.
        """
        kept, slowed = [], []
        for update in updates:
            user = update_json.sender_of(update) if isinstance(update, dict) else 0
            if not user or "my_chat_member" in update or self._takes(user):
                kept.append(update)
                continue
            metrics.dropped()
            if not self._people[user].is_slowed:
                self._people[user].is_slowed = True
                slowed.append(user)
        return kept, slowed

    def give_back(self, kept: Sequence[Any], slowed: Sequence[int]) -> None:
        """Take back what `allow` has counted, because nothing was stored: the same updates will come again.

        Otherwise each attempt would count, and a database that fails for a while would lose the updates.
        """
        for update in kept:
            user = update_json.sender_of(update) if isinstance(update, dict) else 0
            if user in self._people and "my_chat_member" not in update:
                self._people[user].bucket.give_back()
        for user in slowed:
            if user in self._people:
                self._people[user].is_slowed = False

    def _takes(self, user: int) -> bool:
        now = self.clock()
        person = self._people.setdefault(user, _Person(TokenBucket(self.rate, self.burst, now)))
        self._people.move_to_end(user)
        if len(self._people) > MAX_PEOPLE:
            self._people.popitem(last=False)
        is_taken = not person.bucket.try_take(now)
        if person.bucket.tokens > self.burst / 2:
            person.is_slowed = False
        return is_taken
