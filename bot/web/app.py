"""The web side as one ASGI application."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from bot.web.dependencies import WebSide
from bot.web.errors import Problems
from bot.web.middleware import Armour
from bot.web.route_policies import Doors
from bot.web.routes import every_route


def create_app(side: WebSide, *, beside: Sequence[BaseRoute] = ()) -> Starlette:
    """Make the application. `beside`: routes of the local world, where there is one; the desk's own come first."""
    own, problems = every_route(side), Problems()
    return Starlette(
        routes=[*own, *beside],
        middleware=[Middleware(Armour, side=side, doors=Doors(own), problems=problems)],
        exception_handlers={HTTPException: problems.refused},
    )
