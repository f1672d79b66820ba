"""The web application (ASGI): all routes behind the policy middleware."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from bot.web.dependencies import WebDependencies
from bot.web.errors import http_exception_response
from bot.web.middleware import PolicyMiddleware
from bot.web.route_policies import PolicyIndex
from bot.web.routes import all_routes


def create_app(web: WebDependencies, *, extra_routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the application. extra_routes: routes of the simulator, matched after the desk's own."""
    routes = all_routes(web)
    return Starlette(
        routes=[*routes, *extra_routes],
        middleware=[Middleware(PolicyMiddleware, web=web, policies=PolicyIndex(routes), extra_routes=extra_routes)],
        exception_handlers={HTTPException: http_exception_response},
    )
