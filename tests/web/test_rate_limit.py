"""Rate limits of requests: an address, its neighbourhood, and the wider one; nobody is limited by strangers."""

import pytest

from bot.neighbourhoods import neighbourhoods
from bot.web.rate_limit import MAX_BUCKETS, RATES, SHARES, RequestRateLimiter
from bot.web.route_policies import RateLimit
from tests.services.builders import NOW

SIGN_IN = RateLimit.SIGN_IN
BURST = int(RATES[SIGN_IN][1])


def passed(limiter: RequestRateLimiter, pattern: str, count: int) -> int:
    """Return how many of so many requests at one moment may proceed; {} in the pattern is the request's number."""
    waits = [limiter.seconds_to_wait(SIGN_IN, pattern.format(at), now=NOW) for at in range(count)]
    return waits.count(0)


@pytest.mark.parametrize(
    ("pattern", "level"),
    [("192.0.2.1", 0), ("192.0.2.{}", 1), ("192.0.{}.1", 2)]
    + [("2001:db8::{:x}", 0), ("2001:db8:0:{:x}::", 1), ("2001:db8:0:{:x}00::", 2), ("::ffff:192.0.2.1", 0)],
)
def test_a_network_has_a_share_whatever_address_asks(pattern: str, level: int) -> None:
    limiter, share = RequestRateLimiter(), int(BURST * SHARES[level])
    assert passed(limiter, pattern, share + 20) == share
    assert limiter.seconds_to_wait(SIGN_IN, pattern.format(0), now=NOW) > 0
    assert limiter.seconds_to_wait(SIGN_IN, "198.51.100.1", now=NOW) == 0


def test_a_refused_network_makes_no_counter_for_each_address() -> None:
    limiter = RequestRateLimiter()
    passed(limiter, "2001:db8:0:{:x}::", 4_000)
    assert len(limiter._buckets) < 200 < MAX_BUCKETS


def test_what_is_no_address_is_its_own_network() -> None:
    assert neighbourhoods("") == ("", "", "")
    assert len(set(neighbourhoods("x" * 500))) == 1
    assert neighbourhoods("fe80::1%eth0")[0] == "fe80::/64"
