"""Rate limits (throttling) of HTTP requests per client address: token buckets in this process's memory."""

import ipaddress
import math
from collections import OrderedDict
from datetime import datetime

from bot.token_bucket import TokenBucket
from bot.web.route_policies import RateLimit

# Requests a second, and burst.
RATES = {RateLimit.PAGES: (10.0, 60.0), RateLimit.SIGN_IN: (0.2, 8.0), RateLimit.VERIFICATION: (5.0, 30.0)}
MAX_ADDRESSES = 20_000


class AddressRateLimiter:
    """One token bucket per rate limit and address; beyond the maximum, the longest unused are dropped."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[RateLimit, str], TokenBucket] = OrderedDict()

    def seconds_to_wait(self, limit: RateLimit | None, address: str, *, now: datetime) -> int:
        """Count a request. Returns 0 if it may proceed, else the whole seconds to wait."""
        if limit is None:
            return 0
        key, seconds = (limit, _network(address)), now.timestamp()
        bucket = self._buckets.setdefault(key, TokenBucket(*RATES[limit], seconds))
        self._buckets.move_to_end(key)
        if len(self._buckets) > MAX_ADDRESSES:
            self._buckets.popitem(last=False)
        return math.ceil(bucket.try_take(seconds))


def _network(address: str) -> str:
    """Return the address; of IPv6 its first 64 bits, because one household has all addresses of such a network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
