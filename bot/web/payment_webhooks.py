"""Payment webhooks: verifies an event from a provider, stores it with its inbox event, answers in the provider's form.

verify (signature, time, merchant) ──► match one of our orders ──► commit ──► answer; the event is handled later

A provider that is not configured has no route.
"""

import logging
from collections.abc import Callable, Mapping

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.adapters.payments.factory import NOTICE_PATHS
from bot.adapters.payments.gateway import Gateway, Notice, NoticeRefused, Provider
from bot.engine.clock import Clock
from bot.services.payments import webhook_events
from bot.web.route_policies import Endpoint, route
from storage.database import Database

log = logging.getLogger("chezhu.payments")


def payment_webhook_routes(
    gateways: Mapping[Provider, Gateway], database: Database, *, clock: Clock, wake: Callable[[], None]
) -> list[BaseRoute]:
    """Return one route per gateway. wake: called after an event is stored."""
    return [
        route(NOTICE_PATHS[provider], _endpoint(gateway, database, clock, wake))
        for provider, gateway in gateways.items()
    ]


def _endpoint(gateway: Gateway, database: Database, clock: Clock, wake: Callable[[], None]) -> Endpoint:
    async def receive(request: Request) -> Response:
        body = await request.body()
        try:
            notice = await gateway.parse_notice(request.headers, body, clock())
            await database.write(lambda session: _store(session, notice, clock))
        except NoticeRefused as refusal:
            extra = {"provider": gateway.provider.value, "reason": refusal.reason.value}
            log.warning("webhook event refused", extra=extra)
            return _response(gateway, refusal)
        except Exception:
            log.exception("webhook event not stored", extra={"provider": gateway.provider.value})
            return Response(status_code=503)  # The provider sends it again.
        wake()
        return _response(gateway, None)

    return receive


def _store(session: Session, notice: Notice, clock: Clock) -> None:
    webhook_events.take(session, notice, now=clock())


def _response(gateway: Gateway, refusal: NoticeRefused | None) -> Response:
    answer = gateway.answer(refusal)
    return Response(answer.body, answer.status, media_type=answer.media_type)
