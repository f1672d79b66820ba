"""The transport of the Bot API client: responses without end, and responses that are not the Bot API's."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.engine.outbound.telegram import message_id_of
from bot.engine.telegram_transport import AiohttpRequest, ConnectionFailed

PAGE = "<html>nginx</html>"


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


@asynccontextmanager
async def answering(status: int, body: str) -> AsyncIterator[str]:
    """Serve this response to every request. Yields the URL."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status} -\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(f"{head}{body}".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize(
    ("status", "body", "raised"),
    [
        *((status, PAGE, ConnectionFailed) for status in (400, 401, 403, 404, 413, 429)),
        (403, '{"ok":false,"description":null}', ConnectionFailed),
        (400, "", ConnectionFailed),
        (400, '{"ok":false,"description":{}}', ConnectionFailed),
        (429, '{"ok":false,"description":"x","parameters":[5]}', ConnectionFailed),
        *((status, PAGE, NetworkError) for status in (200, 408, 502)),
        *((200, body, NetworkError) for body in ("", "null", "[]", "{}", "5", '{"ok":true}', '{"ok":false}')),
        (500, "[1]", NetworkError),
        (403, '{"ok":false,"description":"Forbidden: bot was blocked by the user"}', Forbidden),
        (400, '{"ok":false,"description":"Bad Request: chat not found"}', BadRequest),
        (401, '{"ok":false,"description":"Unauthorized"}', InvalidToken),
        (429, '{"ok":false,"description":"x","parameters":{"retry_after":5}}', RetryAfter),
    ],
)
async def test_only_the_bot_api_itself_refuses_a_call(status: int, body: str, raised: type[TelegramError]) -> None:
    request = AiohttpRequest()
    async with answering(status, body) as url:
        with pytest.raises(TelegramError) as problem:
            await request.post(url)
    await request.shutdown()
    assert type(problem.value) is raised


@pytest.mark.parametrize("body", ['{"ok":true,"result":[5]}', '{ "result": [5], "ok": true }'])
async def test_an_answer_may_be_written_in_any_way(body: str) -> None:
    request = AiohttpRequest()
    async with answering(200, body) as url:
        found: object = await request.post(url)
    assert found == [5]
    await request.shutdown()


@pytest.mark.parametrize("sent", [True, None, {}, {"message_id": "5"}, []])
def test_a_message_without_id_is_no_sent_message(sent: object) -> None:
    with pytest.raises(TelegramError, match="names no message"):
        message_id_of(sent)
