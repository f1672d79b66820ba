"""The tally of chaos runs: a line of a file for each episode, so that runs that were stopped count as one."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fault_injection.chaos.checks import Findings


@dataclass(frozen=True)
class Tally:
    """The episodes of one kind of database in a file; without a file nothing is kept."""

    path: Path | None
    kind: str

    def add(self, seed: int, seconds: float, found: Findings) -> None:
        """Append an episode."""
        if self.path is None:
            return
        values = vars(found) | {"faults": sorted(found.faults)}
        line = json.dumps({"kind": self.kind, "seed": seed, "seconds": round(seconds), "found": values})
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(line + "\n")

    def total(self) -> Findings:
        """Return the sum of all episodes."""
        return sum((_findings(line["found"]) for line in self._lines()), Findings())

    def seeds(self) -> list[int]:
        """Return the seeds of all episodes, in their order."""
        return [line["seed"] for line in self._lines()]

    def minutes(self) -> float:
        """Return how long all episodes took."""
        return float(sum(line["seconds"] for line in self._lines()) / 60)

    def _lines(self) -> Iterator[dict[str, Any]]:
        if self.path is None or not self.path.exists():
            return
        for line in self.path.read_text(encoding="utf-8").splitlines():
            values = json.loads(line)
            if values["kind"] == self.kind:
                yield values


def _findings(values: dict[str, Any]) -> Findings:
    return Findings(**(values | {"repeated": Counter(values["repeated"]), "faults": set(values["faults"])}))
