"""Token buckets in this process's memory: how often an address may come, with a reserve for a lively start."""

import ipaddress
import math
from collections import OrderedDict
from datetime import datetime

from bot.web.route_policies import Pace

# Pace → (a second, reserve).
PACES = {Pace.PAGES: (10.0, 60.0), Pace.SIGN_IN: (0.2, 8.0), Pace.CHECKS: (5.0, 30.0)}
MOST_ADDRESSES = 20_000


class Buckets:
    """One bucket an address and pace; the longest unused are forgotten first."""

    def __init__(self, paces: dict[Pace, tuple[float, float]] | None = None) -> None:
        self._paces = PACES if paces is None else paces
        self._left: OrderedDict[tuple[Pace, str], tuple[float, datetime]] = OrderedDict()

    def wait(self, pace: Pace, address: str, *, now: datetime) -> int:
        """Take a token: 0, or how many whole seconds until there is one."""
        if pace not in self._paces:
            return 0
        a_second, reserve = self._paces[pace]
        key = (pace, neighbourhood(address))
        left, at = self._left.pop(key, (reserve, now))
        left = min(reserve, left + max(0.0, (now - at).total_seconds()) * a_second)
        self._left[key] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0 if left >= 1 else math.ceil((1 - left) / a_second)


def neighbourhood(address: str) -> str:
    """Return what counts as one address: of IPv6 the first 64 bits, for they are one household's."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False).network_address)
