"""The local Telegram as one ASGI application: the Bot API, the people's API, and the page with the phones."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.simulator.api.bot_api import BotApi, FileDownload
from bot.simulator.api.groups_api import GroupsApi
from bot.simulator.api.people_api import PeopleApi
from bot.simulator.api.world_api import WorldApi
from bot.simulator.same_origin import same_origin_only
from bot.simulator.world import World

PAGE = Path(__file__).parent / "page"


def create_app(world: World, *, extra_routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Create the local Telegram; `extra_routes` (payment gateways, for example) are added to its own."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        world.resume()
        yield
        await world.close()

    return Starlette(routes=routes(world, extra_routes=extra_routes), lifespan=lifespan)


def routes(world: World, *, extra_routes: Sequence[BaseRoute] = ()) -> list[BaseRoute]:
    """Return all routes, for an application that has more.

    Such an application calls `world.resume()` when it starts and `await world.close()` when it stops.
    """
    guarded = [
        Route("/bot{token}/test/{method}", BotApi(world, test_environment=True)),
        Route("/bot{token}/{method}", BotApi(world)),
        Route("/file/bot{token}/test/{path:path}", FileDownload(world)),
        Route("/file/bot{token}/{path:path}", FileDownload(world)),
        *PeopleApi(world).routes(),
        *GroupsApi(world).routes(),
        *WorldApi(world).routes(),
        *extra_routes,
        Route("/", _front_page),
        Mount("/page", StaticFiles(directory=PAGE)),
    ]
    return same_origin_only(guarded)


async def _front_page(request: Request) -> Response:
    # Another site's page that shows this one in a frame could have people click in it.
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": "frame-ancestors 'self'"}
    return FileResponse(PAGE / "index.html", headers=headers)
