"""Delivery of updates to a bot's webhook, with retries until it responds with 2xx, as the official server does.

The updates of one chat go one after another, those of different chats side by side. `Retry-After` of a failed response
is obeyed; a webhook that responds with 410 for most of a day is removed.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import aiohttp
import orjson

from bot.simulator.faults import Faults
from bot.simulator.json_types import Json, whole_number, without_none
from bot.simulator.updates import PendingUpdate, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_RETRY_SECONDS = 60.0
MAX_RETRY_AFTER = 3600
GONE_SECONDS = 23 * 3600
_NOT_FROM_WEBHOOK = ("get", "setwebhook", "deletewebhook", "close", "logout")
logger = logging.getLogger(__name__)


class BotWebhook:
    """One bot's webhook: delivers up to `max_connections` updates at once and doubles the pause after each failure."""

    def __init__(
        self, updates: UpdateQueue, faults: Faults, clock: Callable[[], float], *, retry_seconds: float = 1.0
    ) -> None:
        self.url = ""
        self.secret: str | None = None
        self.max_connections = 40
        self.has_certificate = False
        self.retry_seconds = retry_seconds
        self.last_error: tuple[int, str] | None = None
        # Calls the method (name, parameters) that the bot names in its response.
        self.call_method: Callable[[str, Json], Awaitable[None]] | None = None
        self.sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
        self._updates = updates
        self._faults = faults
        self._clock = clock
        self._running: dict[int, asyncio.Task[None]] = {}  # by chat
        self._gone_since: float | None = None
        self._session: aiohttp.ClientSession | None = None
        faults.on_restart.append(self._restart)

    def set(self, url: str, *, secret: str | None = None, max_connections: int = 40, certificate: bool = False) -> None:
        """Deliver to this address from now on, the pending updates at once."""
        self.stop()
        self.url, self.secret, self.has_certificate = url, secret, certificate
        self.max_connections = max_connections
        self.last_error = None
        self.resume()

    def remove(self) -> None:
        """Stop delivering; the pending updates can be polled for."""
        self.url, self.secret = "", None
        self._updates.on_update = None
        self.stop()

    def resume(self) -> None:
        """Deliver the pending updates, and each new one at once; does nothing if no webhook is set."""
        if self.url:
            self._updates.on_update = self._push
            self._push()

    def stop(self) -> None:
        """Cancel the deliveries in progress; their updates stay pending."""
        for task in self._running.values():
            task.cancel()
        self._running.clear()

    async def close(self) -> None:
        """Cancel the deliveries and close the connections."""
        self.stop()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def info(self) -> Json:
        """Return the official WebhookInfo object."""
        error = self.last_error or (None, None)
        return without_none(
            url=self.url,
            has_custom_certificate=self.has_certificate,
            pending_update_count=len(self._updates.pending),
            max_connections=self.max_connections if self.url else None,
            allowed_updates=sorted(self._updates.allowed) if self._updates.allowed else None,
            last_error_date=error[0],
            last_error_message=error[1],
        )

    def _push(self) -> None:
        self._updates.drop_expired()
        for update in self._updates.pending:
            if len(self._running) >= self.max_connections:
                return
            if update.chat not in self._running:
                self._running[update.chat] = asyncio.get_running_loop().create_task(self._deliver(update))

    async def _deliver(self, update: PendingUpdate) -> None:
        pause = self.retry_seconds
        while update.copies and self._clock() < update.expires_at:
            asked = await self._post(update)
            if asked is None:
                update.copies -= 1
                pause = self.retry_seconds
            else:
                await self.sleep(min(asked, MAX_RETRY_AFTER) or pause)
                pause = min(pause * 2, MAX_RETRY_SECONDS)
        self._running.pop(update.chat, None)
        if update in self._updates.pending:
            self._updates.pending.remove(update)
        self._push()

    async def _post(self, update: PendingUpdate) -> int | None:
        """Deliver an update; returns None if it was taken, else the seconds that the server asks to wait or 0."""
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        try:
            async with self._client().post(self.url, data=update.body, headers=headers) as response:
                body = await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return self._fail(f"Connection failed: {error}")
        if not 200 <= response.status < 300:
            self._count_gone(response.status)
            self._fail(f"Wrong response from the webhook: {response.status} {response.reason}")
            return whole_number(response.headers.get("Retry-After")) or 0
        self._gone_since = None
        if b'"method"' in body and self.call_method is not None:
            await self._call_named_method(self.call_method, body)
        drawn = self._faults.draw(polling=True)
        return 0 if drawn.drop or drawn.server_error else None

    async def _call_named_method(self, call_method: Callable[[str, Json], Awaitable[None]], body: bytes) -> None:
        try:
            values: Json = orjson.loads(body)
            name = str(values.pop("method"))
            if not name.lower().startswith(_NOT_FROM_WEBHOOK):
                await call_method(name, values)
        except (ValueError, KeyError, AttributeError) as error:
            logger.warning("cannot parse the method in a webhook's response: %s", error)

    def _restart(self) -> None:
        self.stop()
        self.resume()

    def _count_gone(self, status: int) -> None:
        """Remove the webhook once it has responded with 410 alone for GONE_SECONDS."""
        now = self._clock()
        self._gone_since = None if status != 410 else now if self._gone_since is None else self._gone_since
        if self._gone_since is not None and now - self._gone_since > GONE_SECONDS:
            asyncio.get_running_loop().call_soon(self.remove)

    def _fail(self, message: str) -> int:
        self.last_error = (int(self._clock()), message)
        return 0

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=30))
        return self._session
