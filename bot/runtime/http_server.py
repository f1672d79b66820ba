"""The HTTP server: the listening socket, opened before anything else, and uvicorn without its signal handlers."""

import asyncio
import contextlib
import errno
import os
import socket
from collections.abc import Iterator
from functools import partial
from typing import cast

import uvicorn
from starlette.types import ASGIApp

from bot.neighbourhoods import lies_in, parse_networks
from bot.runtime.http_connections import ConnectionLimits, Connections
from bot.runtime.operator_error import OperatorError

TRUSTED_BY_DEFAULT = "127.0.0.1,::1"
DEFAULT_LIMITS = ConnectionLimits()
LISTENING_ADVICE = {
    errno.EADDRINUSE: "Another program may be using the port, such as another role of the desk on this machine: give "
    "each a CHEZHU_PORT of its own.",
    errno.EACCES: "Only root may listen on ports below 1024: set CHEZHU_PORT to a higher one, and let a reverse proxy "
    "have the lower one.",
}


class Server(uvicorn.Server):
    """uvicorn without its signal handlers, so that the desk stops first and the server after it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Install no signal handlers."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises OperatorError, for example if the port is in use."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as problem:
        advice = LISTENING_ADVICE.get(problem.errno or 0, "Set CHEZHU_HOST to an address of this machine.")
        reason = str(problem.strerror).partition(" (while")[0]
        raise OperatorError(f"Cannot listen on {host} port {port}: {reason}. {advice}") from None


def origin(listener: socket.socket) -> str:
    """Return the URL at which this machine itself reaches the socket."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def make_server(app: ASGIApp, *, trusted_proxies: str = "", limits: ConnectionLimits = DEFAULT_LIMITS) -> Server:
    """Return the server, not yet started.

    trusted_proxies: addresses and networks by commas, whose word on the client's address is taken.
    """
    trusted = trusted_proxies or os.environ.get("FORWARDED_ALLOW_IPS", "") or TRUSTED_BY_DEFAULT
    connections = Connections(limits, partial(lies_in, networks=parse_networks(trusted)))
    config = uvicorn.Config(
        app,
        http=cast(type[asyncio.Protocol], connections.protocol),
        forwarded_allow_ips=trusted,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    return Server(config)
