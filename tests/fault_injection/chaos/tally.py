"""The tally of chaos runs: the findings of each episode in a file."""

from collections import Counter
from typing import Any

from tests.fault_injection.chaos.checks import Findings
from tests.fault_injection.tally_file import TallyFile


class Tally(TallyFile):
    """The episodes of one kind of database."""

    def add(self, seed: int, seconds: float, found: Findings) -> None:
        """Append an episode."""
        self.append(seed, seconds, vars(found) | {"faults": sorted(found.faults)})

    def total(self) -> Findings:
        """Return the sum of all episodes."""
        return sum((_findings(found) for found in self.found()), Findings())


def _findings(values: dict[str, Any]) -> Findings:
    return Findings(**(values | {"repeated": Counter(values["repeated"]), "faults": set(values["faults"])}))
