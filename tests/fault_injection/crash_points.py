"""Crash points: numbered places in a run at which a process can be made to crash."""

from collections.abc import Iterable


class ProcessCrash(BaseException):
    """A simulated crash. The desk does not catch it, and its memory is not used afterwards."""


class CrashPoints:
    """Counts the crash points that one process after the other passes, and crashes at the given numbers."""

    def __init__(self, crashes: Iterable[int] = ()) -> None:
        self.crashes = frozenset(crashes)
        self.passed = 0
        self.crashed_at: list[str] = []
        self.has_crashed = False

    def reach(self, name: str) -> None:
        """Pass a crash point. Raises ProcessCrash at a given one, and at every point after it until `restart`."""
        if self.has_crashed:
            raise ProcessCrash(name)
        self.passed += 1
        if self.passed in self.crashes:
            self.has_crashed = True
            self.crashed_at.append(name)
            raise ProcessCrash(name)

    def restart(self) -> None:
        """Let a new process start."""
        self.has_crashed = False
