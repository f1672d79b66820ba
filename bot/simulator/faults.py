"""Faults on request: lost answers, delays, duplicates, another order, 429, 5xx, a restart.

Half of the dropped connections and of the server errors strike after the call
has taken effect: a client cannot know which half it met, as with the real one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json

CODES = {"429": "too_many", "5xx": "server_error"}
"""Faults that a request may call by their status code."""


@dataclass
class DrawnFaults:
    """What befalls one call: at most one of lost, broken and refused, and a delay of some seconds."""

    delay: float = 0.0
    lost: bool = False
    broken: bool = False
    after: bool = False
    """Whether the loss or the error comes after the call has taken effect."""
    retry_after: int = 0


@dataclass
class Faults:
    """Probabilities between 0 and 1; all zero at first. `drop` loses an answer, never an update."""

    drop: float = 0.0
    delay: tuple[float, float] = (0.0, 0.0)
    duplicate: float = 0.0
    reorder: float = 0.0
    too_many: tuple[float, float] = (0.0, 1.0)
    server_error: float = 0.0
    random: Random = field(default_factory=Random, repr=False)
    generation: int = 0
    """Counts restarts: whoever began in an older generation has lost its connection."""
    listeners: list[Callable[[], None]] = field(default_factory=list, repr=False)
    active: bool = False

    def set(self, wanted: Json) -> None:
        """Take over the faults that a request names; WorldError 400 for an unknown name or a wrong value."""
        wanted = dict(wanted)
        restart = wanted.pop("restart", False)
        if wanted.pop("clear", False):
            self.clear()
        for called, value in wanted.items():
            name = CODES.get(called, called)
            setattr(self, name, _checked(name, value))
        self.active = any((self.drop, self.delay[0], self.too_many[0], self.server_error))
        if restart:
            self.restart()

    def clear(self) -> None:
        """End all faults."""
        self.drop = self.duplicate = self.reorder = self.server_error = 0.0
        self.delay, self.too_many = (0.0, 0.0), (0.0, 1.0)
        self.active = False

    def restart(self) -> None:
        """Drop every open poll and connection; nothing people see is forgotten."""
        self.generation += 1
        for listener in self.listeners:
            listener()

    def shown(self) -> Json:
        """The faults in force, in the shape a request sets them."""
        return {
            "drop": self.drop,
            "delay": list(self.delay),
            "duplicate": self.duplicate,
            "reorder": self.reorder,
            "too_many": list(self.too_many),
            "server_error": self.server_error,
            "restarts": self.generation,
        }

    def strike(self, *, polling: bool) -> DrawnFaults:
        """Throw the dice for one call of a bot; a poll is never answered with 429."""
        chance = self.random.random
        strike = DrawnFaults(after=chance() < 0.5)
        if chance() < self.delay[0]:
            strike.delay = self.delay[1]
        if not polling and chance() < self.too_many[0]:
            strike.retry_after = max(1, round(self.too_many[1]))
        elif chance() < self.drop:
            strike.lost = True
        elif chance() < self.server_error:
            strike.broken = True
        return strike

    def holds_back(self) -> float:
        """Seconds for which a new update is kept back, so that later ones overtake it; mostly 0."""
        if self.reorder and self.random.random() < self.reorder:
            return 0.05
        if self.delay[0] and self.random.random() < self.delay[0]:
            return self.delay[1]
        return 0.0

    def repeats(self) -> bool:
        """Whether a new update is delivered twice."""
        return bool(self.duplicate) and self.random.random() < self.duplicate


def _checked(name: str, value: object) -> float | tuple[float, float]:
    if name in {"drop", "duplicate", "reorder", "server_error"} and _is_probability(value):
        return float(value)  # type: ignore[arg-type]
    if name in {"delay", "too_many"} and isinstance(value, list) and len(value) == 2 and _is_probability(value[0]):
        seconds = value[1]
        if isinstance(seconds, (int, float)) and 0 <= seconds <= 3600:
            return float(value[0]), float(seconds)
    raise WorldError(400, f"No such fault or no such value: {name} = {value!r}.")


def _is_probability(value: object) -> bool:
    return isinstance(value, (int, float)) and 0 <= value <= 1
