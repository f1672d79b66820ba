"""Neighbourhoods of a client's network address: whose requests are counted together.

One household or hosting customer has many IPv6 addresses, and whoever rents machines has many IPv4 addresses that lie
beside each other. So what is counted for an address is counted for its neighbourhood too.
"""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Prefix lengths, the narrowest first: who it is, the neighbourhood, and the wider one.
IPV4_PREFIXES = (32, 24, 16)
IPV6_PREFIXES = (64, 56, 48)
LEVELS = len(IPV4_PREFIXES)


@lru_cache(maxsize=4096)
def neighbourhoods(address: str) -> tuple[str, ...]:
    """Return the networks of an address, the narrowest first. What is no address is its own at each level."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return (address[:64],) * LEVELS
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return _networks(parsed, IPV6_PREFIXES)
        parsed = parsed.ipv4_mapped
    return _networks(parsed, IPV4_PREFIXES)


def parse_networks(text: str) -> tuple[Network, ...]:
    """Return addresses and networks that are given by commas. Raises ValueError."""
    return tuple(ipaddress.ip_network(each.strip()) for each in text.split(",") if each.strip())


def lies_in(address: str, networks: Sequence[Network]) -> bool:
    """Whether an address lies in one of the networks."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)


def _networks(address: ipaddress.IPv4Address | ipaddress.IPv6Address, prefixes: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(str(ipaddress.ip_network((address, prefix), strict=False)) for prefix in prefixes)
