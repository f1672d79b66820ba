"""HTTP connections at the real server: silent, slow and too many ones are closed, and honest callers pass."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.runtime import http_server
from bot.runtime.http_connections import ConnectionLimits

QUICK = ConnectionLimits(header_seconds=0.3, body_seconds=0.3, reading_seconds=0.3, per_address=500, total=500)
UNTRUSTED = "192.0.2.254"
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
HONEST = "127.9.9.9"
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Desk:
    """An application that answers GET at once, and POST when the body is whole."""

    def __init__(self) -> None:
        self.port = 0
        self.content = b"answered"
        self.clients: list[str] = []
        self.lets_go = asyncio.Event()
        self.writers: list[asyncio.StreamWriter] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.clients.append(scope["client"][0])
        with suppress(Exception):  # The client has left.
            if scope["method"] == "POST":
                await Request(scope, receive).body()
            if scope["path"] == "/slow":
                await self.lets_go.wait()
            response: Response = PlainTextResponse(self.content)
            await response(scope, receive, send)

    async def connect(self, address: str = "127.0.0.1") -> Streams:
        """Open a connection from this address of the machine."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(address, 0))
        self.writers.append(writer)
        return reader, writer

    async def ask(self, address: str = HONEST, what: bytes = GET) -> bytes:
        """Ask once. Returns the first line of the answer, empty if the connection is closed instead."""
        try:
            reader, writer = await self.connect(address)
            writer.write(what)
            return await asyncio.wait_for(reader.readline(), 5)
        except ConnectionError:
            return b""


@asynccontextmanager
async def served(limits: ConnectionLimits = QUICK, trusted: str = UNTRUSTED) -> AsyncIterator[Desk]:
    """Serve a desk."""
    desk = Desk()
    app: ASGIApp = desk
    with http_server.listen("127.0.0.1", 0) as listener:
        desk.port = listener.getsockname()[1]
        server = http_server.make_server(app, trusted_proxies=trusted, limits=limits)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - the server has no event to wait for
            await asyncio.sleep(0.001)
        yield desk
        desk.lets_go.set()
        for writer in desk.writers:
            writer.transport.abort()
        await asyncio.sleep(0)
        server.force_exit = server.should_exit = True
        await serving


async def closed(streams: Streams, seconds: float = 2) -> bool:
    """Return whether the desk closes the connection in this time, without an answer."""
    with suppress(ConnectionError):
        return await asyncio.wait_for(streams[0].read(), seconds) == b""
    return True


@pytest.mark.parametrize(
    "sent", [b"", GET[:20], POST, POST + b"x" * 10], ids=["silent", "headers", "body", "slow body"]
)
async def test_what_does_not_come_in_time_is_closed(sent: bytes) -> None:
    async with served() as desk:
        streams = await desk.connect()
        streams[1].write(sent)
        assert await closed(streams)
        assert b"200" in await desk.ask()


async def test_drops_of_headers_and_body_do_not_put_the_end_off() -> None:
    async with served() as desk:
        for sent in (GET[:18], POST):
            reader, writer = streams = await desk.connect()
            writer.write(sent)
            for _ in range(40):
                if reader.at_eof():
                    break
                with suppress(ConnectionError):
                    writer.write(b"x")
                    await writer.drain()
                await asyncio.sleep(0.02)
            assert await closed(streams, 0.01), sent


@pytest.mark.parametrize("start", [GET[:-2] + b"X: ", b"GET /", b""], ids=["one header", "the path", "nonsense"])
async def test_headers_that_do_not_end_are_closed_at_once(start: bytes) -> None:
    async with served(ConnectionLimits(header_seconds=60)) as desk:
        reader, writer = streams = await desk.connect()
        with suppress(ConnectionError):
            for _ in range(20):
                writer.write((start or b"\xff") + b"x" * 10_000)
                await writer.drain()
                start = b"x"
        assert await closed(streams, 5) or b"400" in await reader.read()
        long = GET.replace(b"\r\n\r\n", b"\r\nX: " + b"x" * 50_000 + b"\r\n\r\n")
        assert b"200" in await desk.ask(what=long)
        assert b"200" in await desk.ask(what=POST.replace(b"1000", b"300000") + b"x" * 300_000)


@pytest.mark.parametrize(
    ("start", "more"),
    [(b"0\r\n", b"a: b\r\n"), (b"0\r\na: ", b"x"), (b"1\r\nx\r\n0\r\n", b"a: b\r\n"), (b"1;", b"x")],
    ids=["trailers", "one trailer", "after a body", "an extension"],
)
async def test_what_follows_a_body_without_end_is_closed_at_once(start: bytes, more: bytes) -> None:
    chunked = POST.replace(b"Content-Length: 1000", b"Transfer-Encoding: chunked")
    async with served(ConnectionLimits(body_seconds=60)) as desk:
        reader, writer = streams = await desk.connect()
        with suppress(ConnectionError):
            writer.write(chunked + start)
            for _ in range(100):
                writer.write(more * (10_000 // len(more)))
                await writer.drain()
                await asyncio.sleep(0)
        assert await closed(streams, 5)
        tiny = b"1\r\nx\r\n" * 30_000 + b"0\r\na: b\r\n\r\n"
        assert b"200" in await desk.ask(what=chunked + tiny)


async def test_a_second_request_of_a_connection_has_the_same_time() -> None:
    async with served() as desk:
        reader, writer = streams = await desk.connect()
        writer.write(GET)
        assert b"200" in await reader.readline()
        await reader.readuntil(b"answered")
        writer.write(GET[:20])
        assert await closed(streams)


async def test_a_client_that_does_not_read_is_closed() -> None:
    async with served() as desk:
        desk.content = b"x" * 30_000_000
        reader, writer = await desk.connect()
        writer.write(GET)
        await asyncio.sleep(0.6)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readexactly(29_000_000)
            raise AssertionError("everything was sent")


async def test_an_answer_may_take_longer_than_a_request() -> None:
    async with served() as desk:
        asking = asyncio.create_task(desk.ask(what=GET.replace(b"GET /", b"GET /slow")))
        await asyncio.sleep(0.5)
        desk.lets_go.set()
        assert b"200" in await asking


async def test_silent_connections_of_one_address_keep_nobody_out() -> None:
    async with served(ConnectionLimits(per_address=64, total=128)) as desk:
        held = [await desk.connect("127.0.0.5") for _ in range(230)]
        assert b"200" in await desk.ask()
        assert b"200" in await desk.ask("127.0.0.5"), "its oldest silent one gives way"
        open_now = sum(not reader.at_eof() for reader, _ in held)
        assert open_now <= 64


@pytest.mark.parametrize("pattern", ["127.0.0.{}", "127.0.{}.1"])
async def test_connections_of_one_neighbourhood_give_way_first(pattern: str) -> None:
    async with served(ConnectionLimits(per_address=8, total=40)) as desk:
        honest = [await desk.connect(f"127.8.{at}.1") for at in range(4)]
        busy = [await desk.connect(pattern.format(at)) for at in range(1, 101)]
        for _, writer in busy:
            with suppress(ConnectionError):
                writer.write(GET.replace(b"GET /", b"GET /slow"))
        await asyncio.sleep(0.05)
        assert b"200" in await desk.ask()
        assert not any(reader.at_eof() for reader, _ in honest)
        for reader, writer in honest:
            writer.write(GET)
            assert b"200" in await reader.readline()


async def test_a_trusted_proxy_has_no_share_and_names_the_client() -> None:
    limits = ConnectionLimits(per_address=4, total=40)
    forwarded = GET.replace(b"\r\n\r\n", b"\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n")
    async with served(limits, trusted="127.7.0.0/16, 10.0.0.1") as desk:
        held = [await desk.connect("127.7.0.1") for _ in range(20)]
        assert b"200" in await desk.ask("127.7.0.1", forwarded)
        assert b"200" in await desk.ask("127.6.0.1", forwarded)
        assert not any(reader.at_eof() for reader, _ in held)
        assert desk.clients == ["203.0.113.9", "127.6.0.1"]
