"""The worlds of strangers and relatives that earlier runs have kept in a file, and those that this run adds."""

import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.fault_injection.random_worlds.random_world import Tally
from tests.fault_injection.tally_file import TallyFile


class KeptWorlds:
    """The figures and failures of all worlds by kind of database. Without a file, those of this run."""

    def __init__(self, path: Path | None, kinds: tuple[str, ...]) -> None:
        self.file = TallyFile(path, "relatives")
        self.tallies, self.wrong = {kind: Tally() for kind in kinds}, {kind: list[str]() for kind in kinds}
        for found in self.file.found():
            self._count(found["database"], _tally(found["tally"]), found["problem"])
        self.minutes, self._last = self.file.minutes(), time.monotonic()

    def first_seed(self, seed: int) -> int:
        """Return the first seed from `seed` on that is above those of all kept worlds."""
        return max([seed, *(each + 1 for each in self.file.seeds())])

    def add(self, kind: str, seed: int, tally: Tally, problem: str) -> None:
        """Add a world of this run; its time is that since the last one, since several live at once."""
        seconds, self._last = time.monotonic() - self._last, time.monotonic()
        self.file.append(seed, seconds, {"database": kind, "tally": vars(tally), "problem": problem})
        self._count(kind, tally, problem)

    def worlds(self) -> int:
        """Return how many worlds have lived on each database, on the average."""
        return sum(tally.worlds for tally in self.tallies.values()) // len(self.tallies)

    def _count(self, kind: str, tally: Tally, problem: str) -> None:
        self.tallies[kind].add(tally)
        self.wrong[kind] += [problem] if problem else []


def _tally(values: dict[str, Any]) -> Tally:
    """Return the figures of a line of the file."""
    counters = {name: Counter(values[name]) for name in ("acts", "given_up", "actions")}
    return Tally(worlds=values["worlds"], inputs=values["inputs"], **counters)
