"""Faults of the Bot API: lost responses, delays, duplicate and reordered updates, 429, 5xx, forced errors, restarts.

Half of the lost responses and of the server errors happen after the call has taken effect: a client cannot know
which, as with the real Telegram.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from random import Random
from typing import TypeGuard

from bot.simulator.errors import WorldError
from bot.simulator.forced_errors import ForcedError, read_forced_errors
from bot.simulator.json_types import Json

REORDER_DELAY_SECONDS = 0.05
# Faults that a request may name by their status codes.
CODES = {"429": "too_many", "5xx": "server_error"}


@dataclass
class DrawnFaults:
    """The faults of one call: a delay in seconds, and at most one of drop, server_error and retry_after."""

    delay: float = 0.0
    drop: bool = False
    server_error: bool = False
    after_effect: bool = False  # whether the drop or the error comes after the call has taken effect
    retry_after: int = 0


@dataclass
class Faults:
    """Probabilities from 0 to 1, all zero at first. `drop` loses a response, never an update."""

    drop: float = 0.0
    delay: tuple[float, float] = (0.0, 0.0)  # probability and seconds
    duplicate: float = 0.0
    reorder: float = 0.0
    too_many: tuple[float, float] = (0.0, 1.0)  # probability and seconds
    server_error: float = 0.0
    forced_errors: list[ForcedError] = field(default_factory=list)
    random: Random = field(default_factory=Random, repr=False)
    restarts: int = 0  # a call that began before the newest restart gets no response
    on_restart: list[Callable[[], None]] = field(default_factory=list, repr=False)
    active: bool = False

    def set(self, wanted: Json) -> None:
        """Set the faults that a request names; raises WorldError 400 for an unknown name or an invalid value."""
        wanted = dict(wanted)
        restart = wanted.pop("restart", False)
        if wanted.pop("clear", False):
            self.clear()
        if "forced_errors" in wanted:
            self.forced_errors = read_forced_errors(wanted.pop("forced_errors"))
        for given, value in wanted.items():
            name = CODES.get(given, given)
            setattr(self, name, _checked(name, value))
        self.active = any((self.drop, self.delay[0], self.too_many[0], self.server_error, self.forced_errors))
        if restart:
            self.restart()

    def clear(self) -> None:
        """Reset all faults to zero."""
        self.drop = self.duplicate = self.reorder = self.server_error = 0.0
        self.delay, self.too_many, self.forced_errors = (0.0, 0.0), (0.0, 1.0), []
        self.active = False

    def restart(self) -> None:
        """Close all open polls and connections; chats and updates are kept."""
        self.restarts += 1
        for listener in self.on_restart:
            listener()

    def to_dict(self) -> Json:
        """Return the faults in the form of a request that sets them."""
        return {
            "drop": self.drop,
            "delay": list(self.delay),
            "duplicate": self.duplicate,
            "reorder": self.reorder,
            "too_many": list(self.too_many),
            "server_error": self.server_error,
            "forced_errors": [asdict(forced) for forced in self.forced_errors],
            "restarts": self.restarts,
        }

    def draw(self, *, polling: bool) -> DrawnFaults:
        """Draw the faults of one call; a poll never gets 429."""
        chance = self.random.random
        drawn = DrawnFaults(after_effect=chance() < 0.5)
        if chance() < self.delay[0]:
            drawn.delay = self.delay[1]
        if not polling and chance() < self.too_many[0]:
            drawn.retry_after = max(1, round(self.too_many[1]))
        elif chance() < self.drop:
            drawn.drop = True
        elif chance() < self.server_error:
            drawn.server_error = True
        return drawn

    def draw_update_delay(self) -> float:
        """Draw the seconds for which a new update is delayed, so that later ones overtake it; mostly 0."""
        if self.reorder and self.random.random() < self.reorder:
            return REORDER_DELAY_SECONDS
        if self.delay[0] and self.random.random() < self.delay[0]:
            return self.delay[1]
        return 0.0

    def draw_duplicate(self) -> bool:
        """Draw whether a new update is delivered twice."""
        return bool(self.duplicate) and self.random.random() < self.duplicate


def _checked(name: str, value: object) -> float | tuple[float, float]:
    if name in {"drop", "duplicate", "reorder", "server_error"} and _is_probability(value):
        return float(value)
    if name in {"delay", "too_many"} and isinstance(value, list) and len(value) == 2 and _is_probability(value[0]):
        seconds = value[1]
        if isinstance(seconds, (int, float)) and 0 <= seconds <= 3600:
            return float(value[0]), float(seconds)
    raise WorldError(400, f"No such fault or no such value: {name} = {value!r}.")


def _is_probability(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and 0 <= value <= 1
