"""Payment webhooks: verifies an event from a provider, stores it with its inbox event, answers in the provider's form.

verify (signature, time, merchant) ──► match one of our orders ──► commit ──► answer; the event is handled later

A provider that is not configured has no route.
"""

import logging
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.adapters.payments.factory import WEBHOOK_PATHS
from bot.adapters.payments.gateway import Gateway
from bot.adapters.payments.webhook_events import WebhookRejected
from bot.engine.clock import Clock
from bot.services.payments import webhook_events
from bot.web.route_policies import Endpoint, route
from storage.database import Database
from storage.payments.payments import PaymentProvider

log = logging.getLogger("chezhu.payments")


def payment_webhook_routes(
    gateways: Mapping[PaymentProvider, Gateway], database: Database, *, clock: Clock, wake: Callable[[], None]
) -> list[BaseRoute]:
    """Return one route per gateway. wake: called after an event is stored."""
    return [
        route(WEBHOOK_PATHS[provider], _endpoint(gateway, database, clock, wake))
        for provider, gateway in gateways.items()
    ]


def _endpoint(gateway: Gateway, database: Database, clock: Clock, wake: Callable[[], None]) -> Endpoint:
    async def receive(request: Request) -> Response:
        body = await request.body()
        try:
            event = await gateway.parse_webhook(request.headers, body, clock())
            await database.write(lambda session: webhook_events.receive(session, event, now=clock()))
        except WebhookRejected as rejection:
            extra = {"provider": gateway.provider.value, "reason": rejection.reason.value}
            log.warning("webhook event rejected", extra=extra)
            return _response(gateway, rejection)
        except Exception:
            log.exception("webhook event not stored", extra={"provider": gateway.provider.value})
            return Response(status_code=503)  # The provider sends it again.
        wake()
        return _response(gateway, None)

    return receive


def _response(gateway: Gateway, rejection: WebhookRejected | None) -> Response:
    response = gateway.webhook_response(rejection)
    return Response(response.body, response.status, media_type=response.media_type)
