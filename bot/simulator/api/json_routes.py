"""Routes of the people's API: JSON requests and responses, and errors as {"error": sentence}."""

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

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def json_response(body: Any, status: int = 200) -> Response:
    """Return a JSON response that must not be cached."""
    return Response(orjson.dumps(body), status, media_type="application/json", headers={"Cache-Control": "no-store"})


def route(path: str, endpoint: Endpoint, method: str = "GET") -> Route:
    """Return a route that turns a WorldError into an error response."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except WorldError as error:
            return json_response({"error": error.sentence}, error.status)

    return Route(path, answer, methods=[method])


async def json_body(request: Request) -> Json:
    """Return the JSON object in a request's body; raises WorldError 400 if there is none."""
    try:
        body = orjson.loads(await request.body() or b"{}")
    except orjson.JSONDecodeError:
        raise WorldError(400, "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise WorldError(400, "The body is not a JSON object.")
    return body


def number(value: object, name: str) -> int:
    """Return a value from a request as an integer; raises WorldError 400 with its name."""
    found = whole_number(value)
    if found is None:
        raise WorldError(400, f"{name} must be a whole number, not {value!r}.")
    return found


def bot_of(world: World, request: Request) -> BotAccount:
    """Return the bot that `?bot=` names by id or username, by default the first one."""
    name = request.query_params.get("bot")
    if not name:
        return world.bot
    for bot in world.bots.values():
        if name in (str(bot.id), bot.user.get("username")):
            return bot
    raise WorldError(404, f"There is no bot {name}.")
