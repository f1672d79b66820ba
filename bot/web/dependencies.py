"""What web routes depend on: settings, database, clock, desk, payment gateways, sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.adapters.payments.gateway import Gateway
from bot.adapters.sandbox.pool import SandboxPool
from bot.engine.clock import Clock
from bot.engine.desk import Desk
from bot.settings import Settings
from bot.web.known_sessions import KnownSessions
from bot.web.neighbourhood_queue import NeighbourhoodQueue
from storage.database import Database
from storage.payments.payments import PaymentProvider


@dataclass
class WebDependencies:
    """The dependencies of one process. `desk` is None until it runs: the HTTP server starts first.

    photo_pool: the sandbox for uploads of the public. Tasks have their own, so that many uploads do not slow the chat.
    drawing_pool: the sandbox that draws, for the watermarks of the photos that staff see.
    known_sessions: whose requests are counted by account.
    sign_ins: where typed codes wait for their turn: one at a time, and for a fifth of the time at most, so that updates
    do not wait behind them.
    """

    settings: Settings
    database: Database
    clock: Clock
    desk: Desk | None = None
    gateways: Mapping[PaymentProvider, Gateway] = field(default_factory=dict)
    photo_pool: SandboxPool | None = None
    drawing_pool: SandboxPool | None = None
    known_sessions: KnownSessions = field(default_factory=KnownSessions)
    sign_ins: NeighbourhoodQueue = field(default_factory=lambda: NeighbourhoodQueue(places=1, rest=4.0))

    @property
    def bot_username(self) -> str:
        """The bot's username, empty until the desk runs."""
        return self.desk.links.bot_username if self.desk else ""

    @property
    def bot_token(self) -> str:
        """The bot's token, empty until the desk runs."""
        return self.desk.parts.bot.token if self.desk else ""

    def wake(self) -> None:
        """Wake the desk, if it runs in this process, after a commit that left it work to do."""
        if self.desk is not None:
            self.desk.wake()
