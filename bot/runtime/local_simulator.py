"""Runs the simulator of Telegram, SMS, face check and payments in the desk's process: no token or network is needed.

It is served on the desk's port and keeps its state in the data folder. The desk talks to it over HTTP only,
as it would to the real services.
"""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.routing import BaseRoute

from bot.runtime.store_owner import LOCAL_BOT_ID
from bot.settings import Settings
from bot.simulator import app, snapshot
from bot.simulator.gateways import GatewayKeys, Gateways
from bot.simulator.gateways.wechat_signatures import KeyMode
from bot.simulator.rate_limits import MESSAGES_PER_SECOND
from bot.simulator.world import World

BOT_ID = LOCAL_BOT_ID
BOT = {"id": BOT_ID, "username": "chezhu_bot", "first_name": "车主服务台", "supports_inline_queries": True}
ENGLISH_NAME = "Vehicle owners' desk"
TOKEN = f"{BOT_ID}:local-telegram"


class LocalSimulator:
    """The simulated services, with their state under `folder`. limits: Telegram's rate limits hold."""

    def __init__(self, folder: Path, *, limits: bool) -> None:
        self._folder = folder
        self.world = World({TOKEN: BOT})
        self.world.bot.rate_limits.on = limits
        keys = GatewayKeys.load_or_generate(folder / "gateway_keys.json")
        self.gateways = Gateways(keys, on_payment=self._publish_payment)
        self.gateways.signatures.mode = KeyMode.PUBLIC_KEY  # As merchants since late 2024 have it.
        self.is_new = not snapshot.load(self.world, folder)
        self.world.bot.texts.setdefault(("name", "en"), ENGLISH_NAME)

    @property
    def bot_id(self) -> int:
        """The id of the desk's bot."""
        return self.world.bot.id

    def routes(self) -> list[BaseRoute]:
        """Return every route of the simulator, including the page with the phones."""
        return app.routes(self.world, extra_routes=self.gateways.routes())

    def settings_for(self, settings: Settings, origin: str) -> Settings:
        """Return the settings of a desk that uses these services, which are served at `origin`, and keeps to limits."""
        merchant = asdict(self.gateways.merchant(origin))
        services = {"telegram_api_url": origin, "public_url": origin, "sms_url": f"{origin}/sms"}
        paced = self.world.bot.rate_limits.on and settings.messages_per_second < 0
        rate = {"messages_per_second": MESSAGES_PER_SECOND} if paced else {}
        return settings.model_copy(update=services | merchant | rate)

    async def run(self) -> None:
        """Deliver payment webhooks and save the chats to disk until cancelled."""
        self.world.resume()
        await asyncio.gather(snapshot.save_changes(self.world, self._folder), self.gateways.run())

    async def close(self) -> None:
        """End long polls and event streams, so that the server can stop at once."""
        await self.world.close()
        await self.gateways.close()

    def _publish_payment(self, payment: dict[str, Any]) -> None:
        self.world.events.publish("payment", payment, person=payment.get("person"))
