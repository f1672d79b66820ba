"""The whole state of a local Telegram in memory: the shared state, the bots, text messages and face checks."""

import time
from collections.abc import Callable, Mapping

from bot.simulator.bot_account import BotAccount
from bot.simulator.face import FaceChecks
from bot.simulator.json_types import Json
from bot.simulator.shared_state import SharedState
from bot.simulator.sms import SmsInbox


class World(SharedState):
    """The state of a local Telegram. Use it from one event loop only: it is not thread-safe.

    `bots` maps tokens to official User objects (`id` and `username` at least). `webhook_pause` is the pause in
    seconds after a failed delivery to a webhook. `seed` makes the faults repeatable.
    `test_environment` serves the methods at `/bot{token}/test/`, as Telegram serves bots of its test servers.
    """

    def __init__(
        self,
        bots: Mapping[str, Json],
        *,
        clock: Callable[[], float] = time.time,
        webhook_pause: float = 1.0,
        seed: int | None = None,
        test_environment: bool = False,
    ) -> None:
        super().__init__(clock=clock, seed=seed)
        self.test_environment = test_environment
        self.sms = SmsInbox(self.events)
        self.faces = FaceChecks()
        self.bots = {token: BotAccount(self, user, webhook_pause=webhook_pause) for token, user in bots.items()}

    @property
    def bot(self) -> BotAccount:
        """The first bot: the people's API uses its chats unless a request names another."""
        return next(iter(self.bots.values()))

    def resume(self) -> None:
        """Deliver to the webhooks that a loaded snapshot contains; needs the running event loop."""
        for bot in self.bots.values():
            bot.webhook.resume()

    async def close(self) -> None:
        """End open polls, event streams and webhook deliveries, so that a server can stop at once."""
        for bot in self.bots.values():
            await bot.webhook.close()
        self.faults.restart()
