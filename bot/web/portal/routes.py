"""The portal put together: every route of it."""

from pathlib import Path

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.web.dependencies import WebSide
from bot.web.portal.devices import Browsers
from bot.web.portal.members import Members
from bot.web.portal.page_request import Reception
from bot.web.portal.sign_in import Doorway
from bot.web.portal.vehicle_codes import Codes
from bot.web.portal.vehicles import Cars
from bot.web.route_policies import PORTAL

ASSETS = Path(__file__).parents[1] / "assets"


class Portal:
    """The organisations' portal."""

    def __init__(self, side: WebSide) -> None:
        self._reception = Reception(side)

    def routes(self) -> list[BaseRoute]:
        """Every route under /organisation."""
        parts = (Doorway, Cars, Codes, Members, Browsers)
        routes = [route for part in parts for route in part(self._reception).routes()]
        return [*routes, Mount(f"{PORTAL}/assets", StaticFiles(directory=ASSETS))]
