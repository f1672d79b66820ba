"""The Bot API over HTTP, with the faults in force."""

import asyncio
from functools import partial
from typing import Any

import orjson
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import ApiError, ConnectionDropped, TooManyRequests
from bot.simulator.faults import DrawnFaults
from bot.simulator.forced_errors import RawAnswer, raise_forced
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call, read_call
from bot.simulator.methods.registry import call_method
from bot.simulator.world import World


class BotApi:
    """The ASGI application of `/bot{token}/{method}`; requires `token` and `method` as path parameters.

    test_environment: it serves bots of Telegram's test servers, whose tokens are invalid elsewhere.
    """

    def __init__(self, world: World, *, test_environment: bool = False) -> None:
        self.world = world
        self._is_other_environment = test_environment != world.test_environment
        for bot in world.bots.values():
            bot.webhook.call_method = partial(self._call_from_webhook, bot)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        parameters, restarts = scope["path_params"], self.world.faults.restarts
        try:
            try:
                result = await self._result(parameters["token"], parameters["method"], scope, receive)
                response = _json_response({"ok": True, "result": result})
            except ApiError as error:
                response = _json_response(error.to_dict(), error.code)
            if restarts != self.world.faults.restarts:
                raise ConnectionDropped
            await response(scope, receive, send)
        except RawAnswer as raw:
            await Response(raw.body, raw.status, media_type="text/html")(scope, receive, send)
        except ConnectionDropped:
            await _send_incomplete(send)
        except ClientDisconnect:
            return

    async def _result(self, token: str, method: str, scope: Scope, receive: Receive) -> Any:
        """Return the result of one call; raises ApiError or ConnectionDropped, also for a fault."""
        bot = self.world.bots.get(token)
        if bot is None or self._is_other_environment:
            head, _, tail = token.partition(":")
            raise ApiError(401, "Unauthorized") if head.isdigit() and tail else ApiError(404, "Not Found")
        call = await read_call(scope, receive)
        if not self.world.faults.active:
            return await call_method(bot, method, call)
        raise_forced(self.world.faults.forced_errors, method, call.values)
        drawn = self.world.faults.draw(polling=method.lower() == "getupdates")
        return await _call_with_faults(drawn, bot, method, call)

    async def _call_from_webhook(self, bot: BotAccount, method: str, values: Json) -> None:
        try:
            await call_method(bot, method, Call(values))
        except ApiError as error:
            bot.webhook.last_error = (int(self.world.clock()), error.description)


class FileDownload:
    """The ASGI application of `/file/bot{token}/{path}`."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a file, or an error as the Bot API does."""
        parameters = scope["path_params"]
        stored = self.world.files.by_path.get(parameters["path"])
        if parameters["token"] not in self.world.bots:
            response = _json_response(ApiError(401, "Unauthorized").to_dict(), 401)
        elif stored is None:
            response = _json_response(ApiError(404, "Not Found").to_dict(), 404)
        else:
            response = Response(stored.data, media_type="application/octet-stream")
        await response(scope, receive, send)


async def _call_with_faults(drawn: DrawnFaults, bot: BotAccount, method: str, call: Call) -> Any:
    if drawn.delay:
        await asyncio.sleep(drawn.delay)
    if drawn.retry_after:
        raise TooManyRequests(drawn.retry_after)
    fails = drawn.drop or drawn.server_error
    result = await call_method(bot, method, call) if drawn.after_effect or not fails else None
    if drawn.drop:
        raise ConnectionDropped
    if drawn.server_error:
        raise ApiError(502, "Bad Gateway")
    return result


def _json_response(body: Json, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")


async def _send_incomplete(send: Send) -> None:
    """Announce more bytes than are sent, so that the server closes the connection."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"ok"', "more_body": True})
