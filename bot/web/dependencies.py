"""What the routes of the web side may use: the settings, the store, the clock, the desk, the gateways."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.adapters.payments.gateway import Gateway, Provider
from bot.adapters.sandbox.pool import Laboratory
from bot.engine.clock import Clock
from bot.engine.desk import Desk
from bot.settings import Settings
from storage.database import Database


@dataclass
class WebSide:
    """The web side of one process. `desk` is None until it runs: the server listens before that.

    laboratory: for strangers' pictures; the desk has its own, so that a crowd here holds nobody up there.
    """

    settings: Settings
    database: Database
    clock: Clock
    desk: Desk | None = None
    gateways: Mapping[Provider, Gateway] = field(default_factory=dict)
    laboratory: Laboratory | None = None

    def wake(self) -> None:
        """Tell the desk, if it runs here, that something was put into the store beside it."""
        if self.desk is not None:
            self.desk.wake()
