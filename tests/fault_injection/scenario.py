"""The scenario of an episode: stories of people, as generators, each `yield` of which lets the desk work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Scenario:
    """The stories of all people, and a check of the database after all have ended. Raises AssertionError."""

    stories: list[Iterator[None]]
    check: Callable[[], None]
