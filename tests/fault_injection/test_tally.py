"""Chaos runs that were stopped count as one."""

from collections import Counter
from pathlib import Path

from tests.fault_injection.chaos.checks import Findings
from tests.fault_injection.chaos.tally import Tally


def test_the_episodes_of_several_runs_add_up(tmp_path: Path) -> None:
    path = tmp_path / "tally"
    one = Findings(repeated=Counter({"kill": 3}), events=10, faults={"a at b"}, turns=7)
    Tally(path, "SQLite").add(4, 90.0, one)
    Tally(path, "PostgreSQL").add(4, 90.0, Findings(events=100))
    Tally(path, "SQLite").add(5, 30.0, Findings(["lost"], Counter({"kill": 1}), events=5, faults={"a at c"}, turns=2))
    kept = Tally(path, "SQLite")
    expected = Findings(["lost"], Counter({"kill": 4}), events=15, faults={"a at b", "a at c"}, turns=7)
    assert (kept.total(), kept.seeds(), kept.minutes()) == (expected, [4, 5], 2.0)


def test_without_a_file_nothing_is_kept() -> None:
    kept = Tally(None, "SQLite")
    kept.add(1, 1.0, Findings(events=1))
    assert (kept.total(), kept.seeds()) == (Findings(), [])
