"""Poolers for PostgreSQL, as small as they can be: one gives each transaction the server connection used last.

It speaks version 3 of the protocol, for servers that trust their clients.
"""

import socket
import struct
import threading
from pathlib import Path

SSL_REQUEST, GSS_REQUEST, CANCEL_REQUEST = 80_877_103, 80_877_104, 80_877_102
READY, IDLE = b"Z", b"I"


class TransactionPooler:
    """Listens on a socket in a folder of its own, `host` of the URL, and connects to a server's socket."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder = folder
        self._server = str(server / ".s.PGSQL.5432")
        self._idle: list[socket.socket] = []
        self._open: list[socket.socket] = []
        self._greeting = b""
        self._lock = threading.Lock()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / ".s.PGSQL.5432"))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Close the listener and every connection."""
        self._listener.close()
        with self._lock:
            for each in self._open:
                each.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._keep(client)
            threading.Thread(target=self._serve_quietly, args=(client,), daemon=True).start()

    def _serve_quietly(self, client: socket.socket) -> None:
        try:
            self._serve(client)
        except OSError:
            client.close()

    def _serve(self, client: socket.socket) -> None:
        startup = _startup(client)
        if not self._greeting:
            server, self._greeting = self._connect(startup)
            self._release(server)
        client.sendall(self._greeting)
        while True:
            kind, message = _message(client)
            if kind == b"X":
                return
            server = self._take(startup)
            server.sendall(message)
            while not self._relay(client, server, kind):
                kind, message = _message(client)
                server.sendall(message)
            self._release(server)

    def _relay(self, client: socket.socket, server: socket.socket, kind: bytes) -> bool:
        """Pass the answers on. Returns whether the transaction has ended."""
        if kind not in (b"Q", b"S"):  # Only a query and a synchronisation are answered with "ready".
            return False
        while True:
            answer, message = _message(server)
            client.sendall(message)
            if answer == READY:
                return message[-1:] == IDLE

    def _take(self, startup: bytes) -> socket.socket:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._connect(startup)[0]

    def _release(self, server: socket.socket) -> None:
        with self._lock:
            self._idle.append(server)

    def _connect(self, startup: bytes) -> tuple[socket.socket, bytes]:
        server = socket.socket(socket.AF_UNIX)
        self._keep(server)
        server.connect(self._server)
        server.sendall(startup)
        greeting = b""
        while True:
            kind, message = _message(server)
            greeting += message
            if kind == READY:
                return server, greeting

    def _keep(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.append(connection)


class CarelessSessionPooler(TransactionPooler):
    """A session pooler that drops the options of a connection, as PgBouncer does if it is told to ignore them."""

    def _serve(self, client: socket.socket) -> None:
        server, greeting = self._connect(_without_options(_startup(client)))
        client.sendall(greeting)
        while True:
            kind, message = _message(client)
            server.sendall(message)
            if kind == b"X":
                return
            self._relay(client, server, kind)


def _without_options(startup: bytes) -> bytes:
    """Return a startup message without the parameter `options`. Behind version and length are names and values."""
    words = startup[8:].split(b"\0")
    kept = [word for at in range(0, len(words) - 2, 2) if words[at] != b"options" for word in words[at : at + 2]]
    message = startup[4:8] + b"\0".join([*kept, b"", b""])
    return struct.pack("!I", len(message) + 4) + message


def _startup(client: socket.socket) -> bytes:
    """Return the client's startup message; encryption is declined."""
    while True:
        head = _read(client, 8)
        length, code = struct.unpack("!II", head)
        rest = _read(client, length - 8)
        if code not in (SSL_REQUEST, GSS_REQUEST):
            return head + rest
        client.sendall(b"N")


def _message(source: socket.socket) -> tuple[bytes, bytes]:
    head = _read(source, 5)
    return head[:1], head + _read(source, struct.unpack("!I", head[1:])[0] - 4)


def _read(source: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        part = source.recv(count - len(found))
        if not part:
            raise OSError("closed")
        found += part
    return found
