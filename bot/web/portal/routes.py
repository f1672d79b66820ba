"""All routes of the organisations' portal, including its scripts and style sheets."""

from pathlib import Path

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.web.dependencies import WebDependencies
from bot.web.portal import devices, members, sign_in, vehicle_codes, vehicles
from bot.web.portal.page_request import PageRoutes
from bot.web.route_policies import PORTAL

ASSETS = Path(__file__).parents[1] / "assets"


def portal_routes(web: WebDependencies) -> list[BaseRoute]:
    """Return every route under /organisation."""
    pages = PageRoutes(web)
    modules = (sign_in, vehicles, vehicle_codes, members, devices)
    return [
        *(route for module in modules for route in module.routes(pages)),
        Mount(f"{PORTAL}/assets", StaticFiles(directory=ASSETS)),
    ]
