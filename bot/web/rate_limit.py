"""Rate limits (throttling) of HTTP requests by client address and neighbourhood, or by account: buckets in memory."""

import math
from collections import OrderedDict
from datetime import datetime
from uuid import UUID

from bot.neighbourhoods import LEVELS, neighbourhoods
from bot.token_bucket import TokenBucket
from bot.web.route_policies import RateLimit

# Requests a second, and burst, of one address or account.
RATES = {
    RateLimit.PAGES: (10.0, 60.0),
    RateLimit.SIGN_IN: (0.2, 8.0),
    RateLimit.VERIFICATION: (5.0, 30.0),
    RateLimit.API: (5.0, 20.0),
}
# A neighbourhood may ask four times as often as an address, and a wider one sixteen times.
SHARES = tuple(4.0**level for level in range(LEVELS))
MAX_BUCKETS = 20_000
OF_ACCOUNT = -1  # In place of the level of a network.


class RequestRateLimiter:
    """One token bucket per rate limit and network or account; beyond the maximum, the longest unused are dropped."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[RateLimit, int, str], TokenBucket] = OrderedDict()

    def seconds_to_wait_of_account(self, limit: RateLimit, account_id: UUID, *, now: datetime) -> int:
        """Count a request of who is signed in, from whichever addresses, as `seconds_to_wait` does."""
        seconds = now.timestamp()
        return math.ceil(self._bucket(limit, OF_ACCOUNT, str(account_id), seconds).try_take(seconds))

    def seconds_to_wait(self, limit: RateLimit | None, address: str, *, now: datetime) -> int:
        """Count a request. Returns 0 if it may proceed, else the whole seconds to wait.

        The widest network is asked first: whoever is refused there makes no bucket for each of their addresses.
        """
        if limit is None:
            return 0
        seconds, buckets = now.timestamp(), []
        for level, network in reversed(list(enumerate(neighbourhoods(address)))):
            bucket = self._bucket(limit, level, network, seconds)
            if wait := bucket.seconds_to_next(seconds):
                return math.ceil(wait)
            buckets.append(bucket)
        for bucket in buckets:
            bucket.try_take(seconds)
        return 0

    def _bucket(self, limit: RateLimit, level: int, name: str, seconds: float) -> TokenBucket:
        key, (rate, burst), share = (limit, level, name), RATES[limit], 1.0 if level == OF_ACCOUNT else SHARES[level]
        bucket = self._buckets.setdefault(key, TokenBucket(rate * share, burst * share, seconds))
        self._buckets.move_to_end(key)
        if len(self._buckets) > MAX_BUCKETS:
            self._buckets.popitem(last=False)
        return bucket
