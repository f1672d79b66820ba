"""The Telegram webhook: stores an update, commits, then confirms it. An update that is not stored is answered 503.

Telegram repeats what is not confirmed. The path holds no secret: Telegram sends it in a header. Without
CHEZHU_WEBHOOK_SECRET there is no webhook.
"""

import logging
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from bot.engine import update_json
from bot.web.dependencies import WebDependencies
from bot.web.route_policies import route

log = logging.getLogger("chezhu.web")

PATH = "/telegram/updates"


class TelegramWebhook:
    """Receives updates from Telegram."""

    def __init__(self, web: WebDependencies) -> None:
        self._web = web

    def routes(self) -> list[BaseRoute]:
        """Return the route."""
        return [route(PATH, self.receive)]

    async def receive(self, request: Request) -> Response:
        """Store an update: 200 if it is committed, 503 if it is not, 400 for a body that is not an update.

        Without a secret in the settings, nothing shows that Telegram sends it: every update is answered 404.
        """
        if not self._web.settings.webhook_secret:
            return PlainTextResponse("no webhook here\n", 404)
        update = _parse_update(await request.body())
        if update is None:
            return PlainTextResponse("not an update\n", 400)
        if self._web.desk is None:
            return PlainTextResponse("starting\n", 503)
        try:
            await self._web.desk.receiver.receive([update])
        except Exception:
            log.exception("an update could not be stored")
            return PlainTextResponse("not stored\n", 503)
        return PlainTextResponse("ok\n")


def _parse_update(body: bytes) -> dict[str, Any] | None:
    try:
        parsed: Any = update_json.parse(body)
    except ValueError:
        return None
    return parsed if update_json.update_id_of(parsed) is not None else None
