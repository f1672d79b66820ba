"""What the routes of the web side may use: the settings, the store, the clock, and the desk once it runs."""

from dataclasses import dataclass

from bot.engine.clock import Clock
from bot.engine.desk import Desk
from bot.settings import Settings
from storage.database import Database


@dataclass
class WebSide:
    """The web side of one process. `desk` is None until it runs: the server listens before that."""

    settings: Settings
    database: Database
    clock: Clock
    desk: Desk | None = None
