"""Every route of the web side. A new noun's routes are added here."""

from starlette.routing import BaseRoute

from bot.web.certificate_verification import Verification
from bot.web.dependencies import WebSide
from bot.web.health import Health
from bot.web.metrics import Metrics
from bot.web.payment_webhooks import notice_routes
from bot.web.portal.routes import Portal
from bot.web.telegram_webhook import Webhook


def every_route(side: WebSide) -> list[BaseRoute]:
    """Everything the desk answers over HTTP."""
    return [
        *Health(side).routes(),
        *Metrics(side).routes(),
        *notice_routes(side.gateways, side.database, clock=side.clock, wake=side.wake),
        *Portal(side).routes(),
        *Verification(side).routes(),
        *Webhook(side).routes(),
    ]
