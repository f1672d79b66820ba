"""All routes of the web application. Each path needs a policy in bot/web/route_policies.py."""

from starlette.routing import BaseRoute

from bot.web.certificate_verification import VerificationPages
from bot.web.dependencies import WebDependencies
from bot.web.health import HealthChecks
from bot.web.metrics import MetricsEndpoint
from bot.web.payment_webhooks import payment_webhook_routes
from bot.web.portal.routes import portal_routes
from bot.web.telegram_webhook import TelegramWebhook


def all_routes(web: WebDependencies) -> list[BaseRoute]:
    """Return every route the desk answers over HTTP."""
    return [
        *HealthChecks(web).routes(),
        *MetricsEndpoint(web).routes(),
        *payment_webhook_routes(web.gateways, web.database, clock=web.clock, wake=web.wake),
        *portal_routes(web),
        *VerificationPages(web).routes(),
        *TelegramWebhook(web).routes(),
    ]
