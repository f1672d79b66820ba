"""HTTP connections with deadlines and a share for each address: silent and slow ones are closed, and keep nobody out.

uvicorn alone has no deadline for the headers of a first request, for a body, or for a client that does not read.
Connections of trusted proxies carry the requests of many people: they have deadlines, but no share.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.neighbourhoods import neighbourhoods


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Seconds until the headers and the body of a request are here, and until a client reads on; how many connections.

    header_bytes: of the headers of a request, with its path, and of what may follow the pieces of its body: the parser
    has no limit, and policies know the body's.
    per_address: of one IPv4 address or /64. total: of all; then connections of whoever has most give way.
    """

    header_seconds: float = 10.0
    body_seconds: float = 60.0
    reading_seconds: float = 30.0
    header_bytes: int = 65_536
    per_address: int = 64
    total: int = 512


@dataclass
class Connections:
    """The open connections of a server, the oldest first."""

    limits: ConnectionLimits = field(default_factory=ConnectionLimits)
    is_trusted: Callable[[str], bool] = lambda address: False
    _open: dict["LimitedConnection", None] = field(default_factory=dict, init=False)

    def protocol(self, **of_server: Any) -> "LimitedConnection":
        """Return the protocol of a new connection."""
        return LimitedConnection(self, **of_server)

    def add(self, connection: "LimitedConnection") -> None:
        """Take a connection, and close others or this one if there are too many."""
        self._open[connection] = None
        own = [each for each in self._open if each.networks[0] == connection.networks[0]]
        if len(own) > self.limits.per_address and not connection.is_trusted:
            _least_needed(own).transport.abort()
        elif len(self._open) > self.limits.total:
            _least_needed(self._of_greediest()).transport.abort()

    def discard(self, connection: "LimitedConnection") -> None:
        """Forget a connection that is closed."""
        self._open.pop(connection, None)

    def _of_greediest(self) -> list["LimitedConnection"]:
        """Return the connections of a neighbourhood that has more than half, or else of the address that has most."""
        for level in (2, 1):
            counted = Counter(each.networks[level] for each in self._open if not each.is_trusted)
            network, number = next(iter(counted.most_common(1)), ("", 0))
            if number * 2 > len(self._open):
                return [each for each in self._open if each.networks[level] == network]
        counted = Counter(each.networks[0] for each in self._open)
        network = counted.most_common(1)[0][0]
        return [each for each in self._open if each.networks[0] == network]


class LimitedConnection(HttpToolsProtocol):
    """One connection."""

    def __init__(self, connections: Connections, **of_server: Any) -> None:
        super().__init__(**of_server)
        self._all = connections
        self._limits = connections.limits
        self._deadline: asyncio.TimerHandle | None = None
        self._reading_deadline: asyncio.TimerHandle | None = None
        self._header_bytes, self._is_getting_on = 0, False
        self.networks: tuple[str, ...] = ()
        self.is_trusted = False

    @property
    def is_idle(self) -> bool:
        """Whether no request is being answered."""
        return bool(getattr(self.cycle, "response_complete", True))  # None before the first request.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection; its first request has to come soon."""
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        self.networks, self.is_trusted = neighbourhoods(address), self._all.is_trusted(address)
        self._expect(self._limits.header_seconds)
        self._all.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._all.discard(self)
        self._expect(None)
        self._set_reading_deadline(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what comes, unless the headers are too long, or what follows a body, where headers may stand too."""
        self._is_getting_on = False
        super().data_received(data)
        self._header_bytes = 0 if self._is_getting_on else self._header_bytes + len(data)
        if self._header_bytes > self._limits.header_bytes:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """Begin with a request."""
        super().on_message_begin()
        self._header_bytes = 0
        self._expect(self._limits.header_seconds)

    def on_headers_complete(self) -> None:
        """Wait for the body."""
        super().on_headers_complete()
        self._is_getting_on = True
        self._expect(self._limits.body_seconds)

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body."""
        super().on_body(body)
        self._is_getting_on = True

    def on_message_complete(self) -> None:
        """Have the request whole."""
        super().on_message_complete()
        self._is_getting_on = True
        self._expect(None)

    def pause_writing(self) -> None:
        """Wait for the client to read what was sent."""
        super().pause_writing()
        self._set_reading_deadline(self._limits.reading_seconds)

    def resume_writing(self) -> None:
        """Go on sending."""
        super().resume_writing()
        self._set_reading_deadline(None)

    def _expect(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)

    def _set_reading_deadline(self, seconds: float | None) -> None:
        if self._reading_deadline is not None:
            self._reading_deadline.cancel()
        self._reading_deadline = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)


def _least_needed(found: list[LimitedConnection]) -> LimitedConnection:
    """Return the oldest idle connection, or else the newest one."""
    return next((each for each in found if each.is_idle), found[-1])
