"""How the people's side reads requests and words its answers."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json, whole_number
from bot.simulator.world import World

Answer: TypeAlias = Callable[[Request], Awaitable[Response]]


def json_answer(body: Any, status: int = 200) -> Response:
    """A JSON response."""
    return Response(orjson.dumps(body), status, media_type="application/json", headers={"Cache-Control": "no-store"})


def route(path: str, answer: Answer, *methods: str) -> Route:
    """A route whose refusals are answered as {"error": sentence}."""

    async def guarded(request: Request) -> Response:
        try:
            return await answer(request)
        except WorldError as error:
            return json_answer({"error": error.sentence}, error.status)

    return Route(path, guarded, methods=list(methods or ("GET",)))


async def json_body(request: Request) -> Json:
    """The JSON object in a request; WorldError 400 when there is none."""
    try:
        body = orjson.loads(await request.body() or b"{}")
    except orjson.JSONDecodeError:
        raise WorldError(400, "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise WorldError(400, "The body is not a JSON object.")
    return body


def number(value: object, called: str) -> int:
    """An integer from a request; WorldError 400 that names what it was to be."""
    found = whole_number(value)
    if found is None:
        raise WorldError(400, f"{called} must be a whole number, not {value!r}.")
    return found


def bot_of(world: World, request: Request) -> BotAccount:
    """The bot that `?bot=` names by id or username, or the first one."""
    named = request.query_params.get("bot")
    if not named:
        return world.bot
    for bot in world.bots.values():
        if named in (str(bot.id), bot.user.get("username")):
            return bot
    raise WorldError(404, f"There is no bot {named}.")
