"""The webhook: Telegram's updates come in here, are stored, and only then confirmed.

The path holds no secret; the header X-Telegram-Bot-Api-Secret-Token does. Without a
secret in the settings there is no webhook. What could not be stored is answered 503,
and Telegram sends it again.
"""

import hmac
import logging
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.engine import update_json
from bot.web.dependencies import WebSide

log = logging.getLogger("chezhu.web")

PATH = "/telegram/updates"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1_000_000


class Webhook:
    """Takes updates from Telegram."""

    def __init__(self, side: WebSide) -> None:
        self._side = side

    def routes(self) -> list[BaseRoute]:
        """The one route, under /telegram."""
        return [Route(PATH, self.take, methods=["POST"])]

    async def take(self, request: Request) -> Response:
        """Store an update: 200 when it is safe, 503 when it is not, 403, 413 or 400 for what Telegram never sends."""
        secret = self._side.settings.webhook_secret
        if not secret:
            return PlainTextResponse("no webhook here\n", 404)
        # Compared as bytes: a header may hold characters that a text comparison refuses.
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), secret.encode()):
            return PlainTextResponse("not from Telegram\n", 403)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large\n", 413)
        update = _update(body)
        if update is None:
            return PlainTextResponse("not an update\n", 400)
        return await self._store(update)

    async def _store(self, update: dict[str, Any]) -> Response:
        if self._side.desk is None:
            return PlainTextResponse("starting\n", 503)
        try:
            await self._side.desk.receiver.take([update])
        except Exception:
            log.exception("an update could not be stored")
            return PlainTextResponse("not stored\n", 503)
        return PlainTextResponse("ok\n")


async def _body(request: Request) -> bytes | None:
    """Read the body, up to the limit; None beyond."""
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > MOST_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        found: Any = update_json.read(body)
    except ValueError:
        return None
    return found if update_json.number_of(found) is not None else None
