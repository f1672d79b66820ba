"""Sends events to other systems, only to addresses that the operator allows.

A receiver may be slow, wrong or hostile: its status is all that is read, no redirect is followed, and an attempt has a
limit of time. The address is allowed by its host, and again by where the host's name leads at the moment of the call.
"""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.neighbourhoods import Network, lies_in, parse_networks

TIMEOUT_SECONDS = 10.0
MAX_URL_LENGTH = 500
# IPv6 networks whose last 32 bits are an IPv4 address: NAT64, and the old form of compatible addresses.
_WITH_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))


class EventNotTaken(Exception):
    """The receiver has not taken the event. The message says why, with a status or the name of an error."""


class EventSender(Protocol):
    """Sends one event to one receiver."""

    async def send(self, url: str, headers: dict[str, str], body: bytes) -> None:
        """Send an event. Raises EventNotTaken."""
        ...


@dataclass(frozen=True, slots=True)
class AllowedReceivers:
    """Where events may go. hosts: names, with a port unless it is 443; networks: where these may lead to inside.

    plain: http is allowed too, for a desk that is tried on one machine.
    """

    hosts: frozenset[str] = frozenset()
    networks: Sequence[Network] = ()
    plain: bool = False

    @classmethod
    def parse(cls, hosts: str, networks: str, *, plain: bool) -> "AllowedReceivers":
        """Return what two settings say, each a list by commas."""
        named = frozenset(each.strip().lower() for each in hosts.split(",") if each.strip())
        return cls(named, parse_networks(networks), plain)

    def allows(self, url: str) -> bool:
        """Whether an event may be sent to this URL."""
        try:
            parsed = URL(url)
        except ValueError:
            return False
        schemes = ("https", "http") if self.plain else ("https",)
        if parsed.scheme not in schemes or parsed.user is not None or parsed.fragment or len(url) > MAX_URL_LENGTH:
            return False
        host = f"{parsed.raw_host}" if parsed.is_default_port() else f"{parsed.raw_host}:{parsed.port}"
        return host in self.hosts and self._leads_outside_or_is_allowed(parsed.raw_host or "")

    def allows_address(self, address: str) -> bool:
        """Whether a name may lead to this address: a public one, or one in the operator's networks."""
        parsed = _inner(ipaddress.ip_address(address.partition("%")[0]))
        return (parsed.is_global and not parsed.is_multicast) or lies_in(str(parsed), self.networks)

    def _leads_outside_or_is_allowed(self, host: str) -> bool:
        """A host that is an address is resolved by nobody, so it is looked at here."""
        try:
            return self.allows_address(host)
        except ValueError:
            return True


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the IPv4 address to which an IPv6 address leads through a translator or a tunnel, otherwise itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if any(address in each for each in _WITH_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)


class CheckedResolver(AbstractResolver):
    """Resolves names, and refuses those that lead elsewhere than allowed: what is checked is what is connected to."""

    def __init__(self, allowed: AllowedReceivers) -> None:
        self._allowed = allowed
        self._resolver = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name. Raises OSError if one of them is not allowed."""
        found = await self._resolver.resolve(host, port, family)
        if not all(self._allowed.allows_address(each["host"]) for each in found):
            raise OSError("the name leads to an address that is not allowed")
        return found

    async def close(self) -> None:
        """Release nothing: it holds nothing."""


class HttpEventSender:
    """Sends events by HTTP. Its session is opened at the first one."""

    def __init__(self, allowed: AllowedReceivers, *, seconds: float = TIMEOUT_SECONDS) -> None:
        self.allowed = allowed
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, url: str, headers: dict[str, str], body: bytes) -> None:
        """Send an event. Only 2xx takes it. Raises EventNotTaken."""
        if not self.allowed.allows(url):
            raise EventNotTaken("not an allowed address")
        if self._session is None:
            connector = aiohttp.TCPConnector(resolver=CheckedResolver(self.allowed), use_dns_cache=False)
            jar = aiohttp.DummyCookieJar()
            self._session = aiohttp.ClientSession(connector=connector, timeout=self._timeout, cookie_jar=jar)
        try:
            async with self._session.post(url, data=body, headers=headers, allow_redirects=False) as response:
                status = response.status  # The body is not read: the connection is closed with it.
        except (TimeoutError, aiohttp.ClientError, OSError) as problem:
            raise EventNotTaken(type(problem).__name__) from problem
        if not 200 <= status < 300:
            raise EventNotTaken(f"status {status}")

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None
