"""The bot's side: the official Bot API over HTTP, with its error shapes, and with the faults asked for."""

import asyncio
from functools import partial
from inspect import isawaitable
from typing import Any

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import ApiError, ConnectionDropped, TooManyRequests
from bot.simulator.faults import DrawnFaults
from bot.simulator.files import TelegramFile
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call, read_call
from bot.simulator.methods.registry import BY_LOWER_NAME, check_required
from bot.simulator.world import World

_JSON = (b"content-type", b"application/json")


class BotApi:
    """`/bot{token}/{method}` as an ASGI application; needs `token` and `method` among the path parameters."""

    def __init__(self, world: World) -> None:
        self.world = world
        for bot in world.bots.values():
            bot.webhook.perform = partial(self._perform, bot)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        where, generation = scope["path_params"], self.world.faults.generation
        try:
            try:
                result = await self.answer(where["token"], where["method"], scope, receive)
                status, body = 200, orjson.dumps({"ok": True, "result": result})
            except ApiError as error:
                status, body = error.code, orjson.dumps(error.answer())
            if generation != self.world.faults.generation:
                raise ConnectionDropped
            await _send(send, status, body)
        except ConnectionDropped:
            await _break_off(send)
        except ClientDisconnect:
            return

    async def answer(self, token: str, method: str, scope: Scope, receive: Receive) -> Any:
        """The result of one call; ApiError and ConnectionDropped instead where the real one would or a fault strikes."""
        bot = self.world.bots.get(token)
        if bot is None:
            head, _, tail = token.partition(":")
            raise ApiError(401, "Unauthorized") if head.isdigit() and tail else ApiError(404, "Not Found")
        call = await read_call(scope, receive)
        if not self.world.faults.active:
            return await perform(bot, method, call)
        strike = self.world.faults.strike(polling=method.lower() == "getupdates")
        return await _struck(strike, bot, method, call)

    async def _perform(self, bot: BotAccount, method: str, values: Json) -> None:
        try:
            await perform(bot, method, Call(values))
        except ApiError as error:
            bot.webhook.last_error = (int(self.world.clock()), error.description)


class FileDownload:
    """`/file/bot{token}/{path}` as an ASGI application."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the bytes of a file, or 404 as the Bot API does."""
        where = scope["path_params"]
        if where["token"] not in self.world.bots:
            await _send(send, 401, orjson.dumps(ApiError(401, "Unauthorized").answer()))
            return
        stored = self.world.files.by_path.get(where["path"])
        if stored is None:
            await _send(send, 404, orjson.dumps(ApiError(404, "Not Found").answer()))
            return
        await send_file(send, stored, mime="application/octet-stream")


async def perform(bot: BotAccount, method: str, call: Call) -> Any:
    """Carry out a method by its name, which may be written in any case."""
    known = BY_LOWER_NAME.get(method.lower())
    if known is None:
        raise ApiError(404, "Not Found: method not found")
    function, required = known
    check_required(call, required)
    result = function(bot, call)
    return await result if isawaitable(result) else result


async def send_file(send: Send, stored: TelegramFile, *, mime: str) -> None:
    """Answer with a whole file."""
    length = str(len(stored.data)).encode()
    headers = [(b"content-type", mime.encode()), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": stored.data})


async def _struck(strike: DrawnFaults, bot: BotAccount, method: str, call: Call) -> Any:
    if strike.delay:
        await asyncio.sleep(strike.delay)
    if strike.retry_after:
        raise TooManyRequests(strike.retry_after)
    unlucky = strike.lost or strike.broken
    result = await perform(bot, method, call) if strike.after or not unlucky else None
    if strike.lost:
        raise ConnectionDropped
    if strike.broken:
        raise ApiError(502, "Bad Gateway")
    return result


async def _send(send: Send, status: int, body: bytes) -> None:
    headers = [_JSON, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _break_off(send: Send) -> None:
    """Promise more bytes than ever come: the server then closes the connection under the client."""
    headers = [_JSON, (b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"ok"', "more_body": True})
