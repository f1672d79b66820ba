"""Host header validation: the host names that the desk answers to."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.setting_rules import HOST
from bot.settings import Settings

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class AllowedHosts:
    """The host of the public URL, this machine's own, and those in CHEZHU_ALLOWED_HOSTS."""

    def __init__(self, settings: Settings) -> None:
        self._names = frozenset(_names(settings)) - {""}

    def allows(self, host: str) -> bool:
        """Whether a request with this Host header is accepted. An IP address is: no other site's name is one."""
        name = host_name(host)
        return name in self._names or _is_ip_address(name)


def host_name(host: str) -> str:
    """Return a Host header without its port, in lower case: desk.example, 127.0.0.1, ::1. Empty if it is invalid.

    By RFC 9110, section 7.2, it is a name or an address and a port, without user information before an @.
    """
    found = HOST.fullmatch(host.strip().lower())
    return (found[1] or found[2].rstrip(".")) if found else ""


def is_loopback(name: str) -> bool:
    """Whether only this machine reaches a host of this name."""
    return name == "localhost" or (_is_ip_address(name) and ipaddress.ip_address(name).is_loopback)


def _names(settings: Settings) -> Iterator[str]:
    yield from LOOPBACK
    yield settings.host.lower()
    yield host_name(urlsplit(settings.public_url).netloc)
    yield from (host_name(name) for name in settings.allowed_hosts.split(","))


def _is_ip_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
