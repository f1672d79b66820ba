"""Payment webhooks: verifies an event from a provider, stores it with its inbox event, answers in the provider's form.

verify (signature, time, merchant) ──► a payment for an order of ours ──► commit ──► answer; it is settled later
                                   ├─► any other payment ──► booked as unmatched ──► commit ──► answer
                                   └─► no payment ──► a row of its own ──► commit ──► answer

A provider that is not configured has no route.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.adapters.payments.factory import WEBHOOK_PATHS
from bot.adapters.payments.gateway import Gateway
from bot.adapters.payments.webhook_events import KeysUnavailable, ProviderReport, WebhookEvent, WebhookRejected
from bot.engine import alarm_writer
from bot.engine.clock import Clock, is_within
from bot.services.payments import provider_reports, webhook_events
from bot.web.route_policies import Endpoint, route
from storage.database import Database
from storage.payments.payments import PaymentProvider
from storage.staff.alarms import AlarmKind

KEY_ALARM_INTERVAL = LOG_INTERVAL = timedelta(minutes=1)

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
    about_keys, rejected = _KeyAlarm(gateway.provider, database, clock), _RejectionLog(gateway.provider, clock)

    async def receive(request: Request) -> Response:
        body = await request.body()
        try:
            event = await gateway.parse_webhook(request.headers, body, clock())
            await database.write(lambda session: _store(session, event, now=clock()))
        except WebhookRejected as rejection:
            rejected.add(rejection)
            if isinstance(rejection, KeysUnavailable):
                await about_keys.raise_once(rejection)
            return _response(gateway, rejection)
        except Exception:
            log.exception("webhook event not stored", extra={"provider": gateway.provider.value})
            return Response(status_code=503)  # The provider sends it again.
        wake()
        return _response(gateway, None)

    return receive


def _store(session: Session, event: WebhookEvent | ProviderReport, *, now: datetime) -> bool:
    if isinstance(event, ProviderReport):
        return provider_reports.receive(session, event, now=now)
    return webhook_events.receive(session, event, now=now)


class _RejectionLog:
    """Logs the first rejection of each reason in a minute, with the number since: strangers send any number of them."""

    def __init__(self, provider: PaymentProvider, clock: Clock) -> None:
        self._provider, self._clock = provider, clock
        self._logged_at, self._count = dict[str, datetime](), Counter[str]()

    def add(self, rejection: WebhookRejected) -> None:
        reason, now = rejection.reason.value, self._clock()
        self._count[reason] += 1
        if reason in self._logged_at and is_within(LOG_INTERVAL, self._logged_at[reason], now):
            return
        extra = {"provider": self._provider.value, "reason": reason, "count": self._count.pop(reason)}
        log.warning("webhook event rejected", extra=extra)
        self._logged_at[reason] = now


class _KeyAlarm:
    """Raises the alarm about a missing key at most once a minute, however many requests strangers send."""

    def __init__(self, provider: PaymentProvider, database: Database, clock: Clock) -> None:
        self._provider, self._database, self._clock = provider, database, clock
        self._raised_at: datetime | None = None

    async def raise_once(self, rejection: KeysUnavailable) -> None:
        now = self._clock()
        if self._raised_at is not None and is_within(KEY_ALARM_INTERVAL, self._raised_at, now):
            return
        self._raised_at = now
        subject = f"{self._provider.value} {rejection.detail}"
        await alarm_writer.raise_alarm(self._database, AlarmKind.GATEWAY_KEY, subject, now=now)


def _response(gateway: Gateway, rejection: WebhookRejected | None) -> Response:
    response = gateway.webhook_response(rejection)
    return Response(response.body, response.status, media_type=response.media_type)
