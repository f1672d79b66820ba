"""Numbered points: the places at which a process can die so that it matters."""

from collections.abc import Iterable


class Killed(BaseException):
    """The process is gone. Nothing of the desk catches this, and nothing it held in memory is used again."""


class Points:
    """Counts the points one life after the other passes, and kills at those that are told."""

    def __init__(self, deaths: Iterable[int] = ()) -> None:
        self.deaths = frozenset(deaths)
        self.passed = 0
        self.died_at: list[str] = []
        self.is_dead = False

    def reach(self, name: str) -> None:
        """Pass a point. Raises Killed at a deadly one, and at every point after it until `rise`."""
        if self.is_dead:
            raise Killed(name)
        self.passed += 1
        if self.passed in self.deaths:
            self.is_dead = True
            self.died_at.append(name)
            raise Killed(name)

    def rise(self) -> None:
        """A new process starts."""
        self.is_dead = False
