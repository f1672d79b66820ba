"""The transport of the Bot API client: a server that answers without end keeps nobody waiting without end."""

import asyncio
import contextlib

import pytest
from telegram.error import TimedOut

from bot.engine.telegram_transport import AiohttpRequest


class DrippingServer:
    """Begins a response, and sends one byte of it at a time."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()

    async def drip(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection, until its client is gone."""
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        with contextlib.suppress(OSError):
            while not writer.is_closing():
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.01)
        writer.close()
        self.ended.set()


async def test_a_response_that_never_ends_is_timed_out() -> None:
    dripping = DrippingServer()
    server = await asyncio.start_server(dripping.drip, "127.0.0.1", 0)
    request = AiohttpRequest(read_timeout=60, most_seconds=0.2)
    with pytest.raises(TimedOut):
        await request.do_request(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", "POST")
    await request.shutdown()
    await dripping.ended.wait()
    server.close()
    await server.wait_closed()
