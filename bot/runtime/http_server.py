"""The server of the web side: a door opened before anything else, and a server that leaves signals to the desk."""

import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.runtime.operator_error import Mistake


class Server(uvicorn.Server):
    """uvicorn, without its own way with signals: the desk stops first, then the server."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave every signal alone."""
        yield


def open_door(host: str, port: int) -> socket.socket:
    """Listen, so that a port that is taken is known before anything else begins. Raises Mistake."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as problem:
        raise Mistake(
            f"Cannot listen on {host} port {port}: {problem.strerror}. Another program may use it: "
            "choose another port with CHEZHU_PORT."
        ) from None


def origin(door: socket.socket) -> str:
    """Return the address under which this machine itself reaches the door."""
    host, port = door.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def make_server(app: ASGIApp) -> Server:
    """Return the server, not yet serving."""
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", server_header=False, timeout_graceful_shutdown=2
    )
    return Server(config)
