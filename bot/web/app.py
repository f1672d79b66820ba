"""The web side as one ASGI application."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.web.routes import every_route
from bot.web.side import WebSide


def create_app(side: WebSide, *, beside: Sequence[BaseRoute] = ()) -> Starlette:
    """Make the application. `beside`: routes of the local world, where there is one; the desk's own come first."""
    return Starlette(routes=[*every_route(side), *beside])
