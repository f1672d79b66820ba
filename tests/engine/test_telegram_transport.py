"""The transport of the Bot API client: a server that answers without end keeps nobody waiting without end."""

import asyncio
import contextlib

import pytest
from telegram.error import TimedOut

from bot.engine.telegram_transport import AiohttpRequest


async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Begin a response, and send one byte of it at a time."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    with contextlib.suppress(OSError):
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)


async def test_a_response_that_never_ends_is_timed_out() -> None:
    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    request = AiohttpRequest(read_timeout=60, most_seconds=0.2)
    with pytest.raises(TimedOut):
        await request.do_request(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", "POST")
    await request.shutdown()
    server.close()
    await server.wait_closed()
