"""Those who act while the desk dies under them: each `yield` lets the desk work, what follows is what they see."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Cast:
    """Everybody's story, and what must stand in the store when all are over."""

    acts: list[Iterator[None]]
    adds_up: Callable[[], None]
