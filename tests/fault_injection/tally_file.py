"""A file with a line for each episode or world of a long run, so that runs that were stopped count as one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class TallyFile:
    """The lines of one kind in a file; without a path nothing is kept."""

    path: Path | None
    kind: str

    def append(self, seed: int, seconds: float, found: dict[str, Any]) -> None:
        """Append a line: what was found with a seed, and how long it took."""
        if self.path is None:
            return
        line = json.dumps({"kind": self.kind, "seed": seed, "seconds": round(seconds, 1), "found": found})
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(line + "\n")

    def found(self) -> Iterator[dict[str, Any]]:
        """Return what every line has found."""
        return (line["found"] for line in self._lines())

    def seeds(self) -> list[int]:
        """Return the seeds of all lines, in their order."""
        return [line["seed"] for line in self._lines()]

    def minutes(self) -> float:
        """Return how long all lines took."""
        return float(sum(line["seconds"] for line in self._lines()) / 60)

    def _lines(self) -> Iterator[dict[str, Any]]:
        if self.path is None or not self.path.exists():
            return
        for line in self.path.read_text(encoding="utf-8").splitlines():
            values = json.loads(line)
            if values["kind"] == self.kind:
                yield values
