"""Payment notices come in here: believed or refused, stored, answered in the provider's own shape, handled later.

verify (signature, time, merchant) ──► fits one of our orders ──► notice and event stored ──► answered
A provider that is not set up has no address here.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.adapters.payments.factory import NOTICE_PATHS
from bot.adapters.payments.gateway import Gateway, Notice, NoticeRefused, Provider
from bot.engine.clock import Clock
from bot.services.payments import webhook_events
from storage.database import Database

log = logging.getLogger("chezhu.payments")

MOST_BYTES = 64 * 1024


def notice_routes(
    gateways: Mapping[Provider, Gateway], database: Database, *, clock: Clock, wake: Callable[[], None]
) -> list[BaseRoute]:
    """Return one route a provider. wake: called when an event was stored."""
    return [
        Route(NOTICE_PATHS[provider], _taker(gateway, database, clock, wake), methods=["POST"])
        for provider, gateway in gateways.items()
    ]


def _taker(
    gateway: Gateway, database: Database, clock: Clock, wake: Callable[[], None]
) -> Callable[[Request], Awaitable[Response]]:
    async def take(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            notice = await gateway.parse_notice(request.headers, body, clock())
            await database.write(lambda session: _store(session, notice, clock))
        except NoticeRefused as refusal:
            log.warning("notice refused", extra={"provider": gateway.provider.value, "reason": refusal.reason.value})
            return _response(gateway, refusal)
        except Exception:
            log.exception("notice not stored", extra={"provider": gateway.provider.value})
            return Response(status_code=503)  # It comes again.
        wake()
        return _response(gateway, None)

    return take


def _store(session: Session, notice: Notice, clock: Clock) -> None:
    webhook_events.take(session, notice, now=clock())


def _response(gateway: Gateway, refusal: NoticeRefused | None) -> Response:
    answer = gateway.answer(refusal)
    return Response(answer.body, answer.status, media_type=answer.media_type)


async def _body(request: Request) -> bytes | None:
    """Read the body, up to the limit; None beyond."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)
