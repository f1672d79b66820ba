"""All routes of the web application. Each path needs a policy in bot/web/route_policies.py."""

from pathlib import Path

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.web.certificate_verification import VerificationPages
from bot.web.dependencies import WebDependencies
from bot.web.health import HealthChecks
from bot.web.metrics import MetricsEndpoint
from bot.web.payment_webhooks import payment_webhook_routes
from bot.web.portal import devices, members, sign_in, vehicle_codes, vehicles
from bot.web.portal.page_request import PageRoutes
from bot.web.route_policies import PORTAL
from bot.web.telegram_webhook import TelegramWebhook

ASSETS = Path(__file__).parent / "assets"


def all_routes(web: WebDependencies) -> list[BaseRoute]:
    """Return every route the desk answers over HTTP."""
    pages = PageRoutes(web)
    return [
        *HealthChecks(web).routes(),
        *MetricsEndpoint(web).routes(),
        *payment_webhook_routes(web.gateways, web.database, clock=web.clock, wake=web.wake),
        *(route for module in (sign_in, vehicles, vehicle_codes, members, devices) for route in module.routes(pages)),
        Mount(f"{PORTAL}/assets", StaticFiles(directory=ASSETS)),
        *VerificationPages(web).routes(),
        *TelegramWebhook(web).routes(),
    ]
